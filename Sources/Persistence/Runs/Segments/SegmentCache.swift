internal import Foundation
internal import GRDB
internal import Synchronization
internal import Telemetry

/// The segments read last, since pages of a query and repeated reports fall on one again and again.
final class SegmentCache: Sendable {
    /// Two segments of a few thousand reports are some ten megabytes.
    private static let limit = 2
    /// The oldest first. A segment never changes under its number.
    private let known = Mutex<[(number: Int64, reports: [RunReport])]>([])

    func reports(_ number: Int64, store: SQLiteDatabase, in database: Database) throws -> [RunReport] {
        if let reports = self.known.withLock({ $0.first { $0.number == number }?.reports }) { return reports }
        let body = try Data.fetchOne(
            database.cachedStatement(sql: "SELECT body FROM run_segments WHERE number = ?"),
            arguments: [number]
        )
        guard let body else { throw ByteFault.invalid("segment \(number) of the runs is missing") }
        let reports = try RunSegment.reports(body, constants: store.constants, in: database)
        self.known.withLock { known in
            known.append((number, reports))
            known.removeFirst(max(0, known.count - Self.limit))
        }
        return reports
    }
}
