internal import Decisions
internal import Foundation
internal import GRDB
internal import Placement
internal import Telemetry

/// Reads the reports that a query asks for, rows and segments as one.
struct RunSelection {
    private let query: RunQuery
    private let domain: Int64
    private let store: SQLiteDatabase

    init(_ query: RunQuery, domain: Int64, store: SQLiteDatabase) {
        self.query = query
        self.domain = domain
        self.store = store
    }

    /// With a limit no more than that many reports and those of one segment are in memory.
    func reports(in database: Database) throws -> [RunReport] {
        var reports = try self.rows(in: database)
        let loose = reports.count
        let segments = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT number, first FROM run_segments
                    WHERE domain = ? AND first < ? AND last >= ? ORDER BY first
                    """
            ),
            arguments: [self.domain, self.end, self.start]
        )
        while let row = try segments.next() {
            // What starts after the last one that is answered is not read.
            if reports.count == self.query.limit, let last = reports.last,
                (row[1] as Int64) > last.run.startedAt.microseconds
            {
                break
            }
            reports += try self.store.segments.reports(row[0], store: self.store, in: database).map(\.report)
            if self.query.limit != nil { reports = self.query.answer(from: reports) }
        }
        return reports.count == loose ? reports : self.query.answer(from: reports)
    }

    private var start: Int64 {
        [self.query.from, self.query.after?.startedAt].compactMap(\.self).max()?.microseconds ?? .min
    }
    private var end: Int64 { self.query.until?.microseconds ?? .max }

    private func rows(in database: Database) throws -> [RunReport] {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT id, started, decision, body FROM runs
                    WHERE domain = ? AND started >= ? AND started < ? ORDER BY started, id
                    """
            ),
            arguments: [self.domain, self.start, self.end]
        )
        var reports: [RunReport] = []
        while reports.count < self.query.limit ?? .max, let row = try rows.next() {
            // What stands at the start of the page before is left out here, so that only rows of that start are read.
            guard self.isAfter(started: row[1], id: row[0]) else { continue }
            reports.append(try Self.report(row, constants: self.store.constants, in: database))
        }
        return reports
    }

    private func isAfter(started: Int64, id: String) -> Bool {
        let position = RunQuery.Position(startedAt: Timestamp(microseconds: started), id: Run.ID(id))
        return self.query.after.map { $0 < position } != false
    }

    /// A row of id, start, decision and body.
    static func report(_ row: Row, constants: Constants, in database: Database) throws -> RunReport {
        var body = RecordReader([UInt8](row[3] as Data), constants: constants, database: database)
        return try body.report(
            Run.ID(row[0]),
            startedAt: Timestamp(microseconds: row[1]),
            decision: (row[2] as Int64?).map { Decision.ID(number: $0) }
        )
    }
}
