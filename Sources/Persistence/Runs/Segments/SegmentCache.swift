internal import Foundation
internal import GRDB
internal import Synchronization
internal import Telemetry

/// The segments read last, since pages of a query and repeated reports fall on one again and again.
final class SegmentCache: Sendable {
    /// Two segments of a few thousand reports are some ten megabytes.
    private static let limit = 2
    /// The oldest first. A segment never changes under its number once it is committed.
    private let known = Mutex<[(number: Int64, reports: [NumberedReport])]>([])

    /// - Parameter database: A reader: what a writer sees may be rolled back, and its number given to another segment.
    /// - Throws: ``ByteFault`` for a segment that is not there.
    func reports(_ number: Int64, store: SQLiteDatabase, in database: Database) throws -> [NumberedReport] {
        guard let reports = try self.reportsIfThere(number, store: store, in: database) else {
            throw ByteFault.invalid("segment \(number) of the runs is missing")
        }
        return reports
    }

    /// The same; `nil` for a segment that is not there.
    func reportsIfThere(_ number: Int64, store: SQLiteDatabase, in database: Database) throws -> [NumberedReport]? {
        if let reports = self.known.withLock({ $0.first { $0.number == number }?.reports }) { return reports }
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT body, lowest FROM run_segments JOIN run_segment_numbers ON segment = number WHERE number = ?
                    """
            ),
            arguments: [number]
        )
        guard let row else { return nil }
        let reports = try RunSegment.reports(row[0], lowest: row[1], constants: store.constants, in: database)
        self.known.withLock { known in
            known.append((number, reports))
            known.removeFirst(max(0, known.count - Self.limit))
        }
        return reports
    }
}
