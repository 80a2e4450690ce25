internal import Foundation
internal import GRDB
internal import Placement
internal import Statistics
internal import Telemetry

/// Finds a packed run by its id.
struct SealedRuns {
    let domain: Int64
    let database: SQLiteDatabase
    let connection: Database

    /// 48 bits of a hash of the id, which SQLite keeps in six bytes. Where two ids share them, both segments are looked
    /// into.
    static func hash(_ id: Run.ID, domain: Int64) -> Int64 {
        Int64(bitPattern: StableHash.of(id.description) &* UInt64(2 * domain + 1)) >> 16
    }

    func report(_ id: Run.ID) throws -> RunReport? {
        let segments = try Int64.fetchAll(
            self.connection.cachedStatement(
                sql: """
                    SELECT segment FROM sealed_runs JOIN run_segments ON number = segment
                    WHERE hash = ? AND domain = ?
                    """
            ),
            arguments: [Self.hash(id, domain: self.domain), self.domain]
        )
        for segment in segments {
            let reports = try self.database.segments.reports(segment, store: self.database, in: self.connection)
            if let found = reports.first(where: { $0.run.id == id }) { return found }
        }
        return nil
    }
}
