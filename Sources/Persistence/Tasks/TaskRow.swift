internal import Foundation
internal import GRDB
internal import Nodes
internal import Placement
internal import TaskDispatch
internal import Telemetry

/// How a task is written in its row. What is filtered by has a column; everything else is JSON, whose readers pass over
/// keys that they do not know.
enum TaskRow {
    /// Columns of a task without what may be large.
    static let summary = """
        number, id, key, status, type, node, submitted, ended, token, losses, submission, placement, figures
        """
    /// All columns.
    static let all = "\(Self.summary), payload, result"

    /// A submission's JSON, without what has a column.
    private struct Wanted: Codable {
        let wishes: TaskWishes
        let timeoutSeconds: Double
        let isIdempotent: Bool
        let payloadBytes: Int
    }

    struct Submitted: Sendable {
        let submission: Data
        let payload: Data

        init(_ submission: Submission) throws {
            self.submission = try TaskRow.json(
                Wanted(
                    wishes: submission.wishes,
                    timeoutSeconds: submission.timeoutSeconds,
                    isIdempotent: submission.isIdempotent,
                    payloadBytes: submission.payloadBytes
                )
            )
            self.payload = TaskRow.json(of: submission.payload)
        }
    }

    /// An end's JSON, without what has a column.
    private struct Figures: Codable {
        let executionSeconds: Double?
        let queuedSeconds: Double?
        let cost: Money?
        let emulated: [EmulatedTrait]?
        let error: String?
    }

    struct Ended: Sendable {
        let figures: Data
        let result: Data?

        init(_ figures: TaskFigures) throws {
            self.figures = try TaskRow.json(
                Figures(
                    executionSeconds: figures.executionSeconds,
                    queuedSeconds: figures.queuedSeconds,
                    cost: figures.cost,
                    emulated: figures.emulated.isEmpty ? nil : figures.emulated,
                    error: figures.error
                )
            )
            self.result = figures.result.isMissing ? nil : TaskRow.json(of: figures.result)
        }
    }

    private static func json(of value: Value) -> Data {
        var writer = JSONWriter()
        writer.value(value)
        return Data(writer.bytes)
    }

    static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// - Parameter row: With the columns of ``summary`` or of ``all``.
    static func task(_ row: Row) throws -> TaskRecord {
        let (id, status): (String, String) = (row[1], row[3])
        guard let status = TaskRecord.Status(rawValue: status) else {
            throw ByteFault.invalid("'\(status)' is no state of a task")
        }
        let wanted: Wanted = try Self.decoded(row[10], of: id)
        let node: String? = row[5]
        let ended: Int64? = row[7]
        let placement = try (row[11] as Data?).map { try Self.decoded($0, of: id) as TaskPlacement }
        let hasAll = row.count > 13
        return TaskRecord(
            Submission(
                id: TaskRecord.ID(id),
                type: row[4],
                payload: hasAll ? try Self.decoded(row[13], of: id) : .missing,
                payloadBytes: wanted.payloadBytes,
                wishes: wanted.wishes,
                timeoutSeconds: wanted.timeoutSeconds,
                isIdempotent: wanted.isIdempotent,
                key: row[2],
                at: Timestamp(microseconds: row[6])
            ),
            status: status,
            placement: placement,
            node: node.map { Node.ID($0) },
            attempts: row[8],
            losses: row[9],
            end: try ended.map { try Self.figures(row, hasAll: hasAll, at: Timestamp(microseconds: $0), of: id) }
        )
    }

    private static func figures(_ row: Row, hasAll: Bool, at moment: Timestamp, of id: String) throws -> TaskFigures {
        let figures: Figures = try Self.decoded(row[12], of: id)
        let result = hasAll ? try (row[14] as Data?).map { try Self.decoded($0, of: id) as Value } : nil
        return TaskFigures(
            at: moment,
            executionSeconds: figures.executionSeconds,
            queuedSeconds: figures.queuedSeconds,
            cost: figures.cost,
            emulated: figures.emulated ?? [],
            error: figures.error,
            result: result ?? .missing
        )
    }

    private static func decoded<Content: Decodable>(_ data: Data, of id: String) throws -> Content {
        do {
            return try JSONDecoder().decode(Content.self, from: data)
        } catch {
            throw ByteFault.invalid("the task '\(id)' cannot be read: \(error)")
        }
    }
}
