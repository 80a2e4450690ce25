internal import Foundation
internal import GRDB
internal import Placement
internal import Telemetry

/// Reads the reports that a query asks for, rows and segments as one.
struct RunSelection {
    private let query: RunQuery
    private let domain: Int64
    private let constants: Constants

    init(_ query: RunQuery, domain: Int64, constants: Constants) {
        self.query = query
        self.domain = domain
        self.constants = constants
    }

    func reports(in database: Database) throws -> [RunReport] { try self.rows(in: database) }

    private func rows(in database: Database) throws -> [RunReport] {
        let first = [self.query.from, self.query.after?.startedAt].compactMap(\.self).max()
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT id, started, decision, body FROM runs
                    WHERE domain = ? AND started >= ? AND started < ? ORDER BY started, id
                    """
            ),
            arguments: [
                self.domain, first?.microseconds ?? .min, self.query.until?.microseconds ?? .max,
            ]
        )
        var reports: [RunReport] = []
        while reports.count < self.query.limit ?? .max, let row = try rows.next() {
            // What stands at the start of the page before is left out here, so that only rows of that start are read.
            guard self.isAfter(started: row[1], id: row[0]) else { continue }
            reports.append(try Self.report(row, constants: self.constants, in: database))
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
