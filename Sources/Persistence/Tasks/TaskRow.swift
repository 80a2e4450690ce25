internal import Foundation
internal import GRDB
internal import JSON
internal import Nodes
internal import Placement
internal import TaskDispatch

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
    private struct Wanted: Decodable {
        let wishes: TaskWishes
        let timeoutSeconds: Double
        let isIdempotent: Bool
        let payloadBytes: Int
    }

    struct Submitted: Sendable {
        let submission: Data
        let payload: Data

        init(_ submission: Submission) {
            self.submission = TaskRow.json { writer in
                writer.beginObject()
                writer.key("isIdempotent")
                writer.flag(submission.isIdempotent)
                writer.key("payloadBytes")
                writer.wholeNumber(Int64(submission.payloadBytes))
                writer.key("timeoutSeconds")
                writer.number(submission.timeoutSeconds)
                writer.key("wishes")
                writer.wishes(submission.wishes)
                writer.endObject()
            }
            self.payload = TaskRow.json { $0.value(submission.payload) }
        }
    }

    /// An end's JSON, without what has a column.
    private struct Figures: Decodable {
        let executionSeconds: Double?
        let queuedSeconds: Double?
        let cost: Money?
        let emulated: [EmulatedTrait]?
        let error: String?
    }

    struct Ended: Sendable {
        let figures: Data
        let result: Data?

        init(_ end: TaskEnd) {
            self.figures = TaskRow.json { $0.figures(end) }
            self.result = end.result.isMissing ? nil : TaskRow.json { $0.value(end.result) }
        }
    }

    static func json(_ write: (inout JSONWriter) -> Void) -> Data {
        var writer = JSONWriter(reserving: 512)
        write(&writer)
        return Data(writer.bytes)
    }

    /// - Parameter row: With the columns of ``summary`` or of ``all``.
    static func task(_ row: Row) throws -> TaskRecord {
        let (id, status): (String, String) = (row[1], row[3])
        guard let status = TaskRecord.Status(rawValue: status) else {
            throw ByteFault.invalid("'\(status)' is not a state of a task")
        }
        let wanted: Wanted = try Self.decoded(row[10], of: id)
        let node: String? = row[5]
        let ended: Int64? = row[7]
        let placement = try (row[11] as Data?).map { try Self.decoded($0, of: id) as KindChoice }
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
            placement: placement,
            node: node.map { Node.ID($0) },
            attempts: row[8],
            losses: row[9],
            end: try ended.map { try Self.end(status, row, hasAll: hasAll, at: Timestamp(microseconds: $0), of: id) }
        )
    }

    private static func end(
        _ status: TaskRecord.Status,
        _ row: Row,
        hasAll: Bool,
        at moment: Timestamp,
        of id: String
    ) throws -> TaskEnd {
        guard status.isEnd else { throw ByteFault.invalid("the task '\(id)' has ended, and is '\(status.rawValue)'") }
        let figures: Figures = try Self.decoded(row[12], of: id)
        let result = hasAll ? try (row[14] as Data?).map { try Self.decoded($0, of: id) as Value } : nil
        return TaskEnd(
            status,
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
