internal import GRDB
internal import Placement
internal import Statistics
internal import Telemetry

/// Tells where a packed run may lie.
enum SealedRuns {
    /// 48 bits of a hash of the id, which SQLite keeps in six bytes. Where two ids share them, both segments are looked
    /// into.
    static func hash(_ id: Run.ID, domain: Int64) -> Int64 {
        Int64(bitPattern: StableHash.of(id.description) &* UInt64(2 * domain + 1)) >> 16
    }

    /// The segments to look into for a run; none for one that is not packed.
    static func segments(of id: Run.ID, domain: Int64, in database: Database) throws -> [Int64] {
        try Int64.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT segment FROM sealed_runs JOIN run_segments ON number = segment
                    WHERE hash = ? AND domain = ? ORDER BY segment
                    """
            ),
            arguments: [Self.hash(id, domain: domain), domain]
        )
    }
}

/// What segments hold of some reports. A segment never changes under its number, so that this stays true for as long as
/// the segment is there.
struct SealedReports: Sendable {
    private var reports: [Int64: [Run.ID: RunReport]] = [:]

    /// Those that were looked into.
    var segments: Set<Int64> { Set(self.reports.keys) }

    func report(_ id: Run.ID, in segments: [Int64]) -> RunReport? {
        segments.lazy.compactMap { self.reports[$0]?[id] }.first
    }

    /// Looks for reports in segments: one segment a turn, so that others read in between.
    mutating func look(for ids: Set<Run.ID>, into segments: Set<Int64>, of database: SQLiteDatabase) async throws {
        for segment in segments.sorted() {
            let found = try await database.readInLine { connection in
                try database.segments.reportsIfThere(segment, store: database, in: connection)?
                    .map(\.report).filter { ids.contains($0.run.id) } ?? []
            }
            self.reports[segment] = Dictionary(found.map { ($0.run.id, $0) }) { first, _ in first }
        }
    }
}
