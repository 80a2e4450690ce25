internal import Foundation
internal import GRDB
package import Placement
internal import Synchronization
package import Telemetry

/// Keeps runs in the data directory's database: new ones as rows, older ones packed into segments.
package final class SQLiteRunStore: RunStore {
    let database: SQLiteDatabase
    let now: @Sendable () -> Timestamp
    /// Told of each commit.
    let hearers = Mutex<[@Sendable ([Observation]) -> Void]>([])

    /// - Parameter now: The moment at which runs are received.
    package init(_ database: SQLiteDatabase, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    package func append(_ reports: [RunReport], to domain: String) async throws -> RunImport {
        for report in reports { try report.run.requireStorable() }
        guard !reports.isEmpty else { return RunImport() }
        let received = self.now()
        let (domainID, rows) = try await RecordWriter.records(in: self.database) { writer in
            (writer.id(ofName: domain), reports.map { RunRow($0, &writer) })
        }
        let database = self.database
        var sealed = SealedReports()
        // Again only for segments that were not looked into: at the first turn, and those that were packed meanwhile.
        while true {
            let answer = try await database.write(rows: rows.count) { [sealed] batch in
                try RunAppend(batch: batch, store: database, domain: domainID, received: received, sealed: sealed)
                    .append(rows)
            } committed: { answer in
                self.tell(answer, of: reports, in: domain)
            }
            switch answer {
            case .done(let result, _): return result
            case .lookInto(let segments):
                try await sealed.look(for: Set(reports.map(\.run.id)), into: segments, of: database)
            }
        }
    }

    package func runs(_ query: RunQuery) async throws -> [Run] { try await self.reports(query).map(\.run) }

    package func reports(_ query: RunQuery) async throws -> [RunReport] {
        guard query.limit != 0 else { return [] }
        return try await self.database.readInLine { database in
            guard let domain = try self.database.constants.id(ofName: query.domain, in: database) else { return [] }
            return try RunSelection(query, domain: domain, store: self.database).reports(in: database)
        }
    }

    package func summary(of domain: String) async throws -> RunCounts {
        try await self.database.read { database in
            guard let domain = try self.database.constants.id(ofName: domain, in: database) else { return RunCounts() }
            return try Self.counts(of: domain, constants: self.database.constants, in: database)
        }
    }

    private static func counts(of domain: Int64, constants: Constants, in database: Database) throws -> RunCounts {
        var countPerTarget: [Target.ID: Int] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT target, count FROM run_counts WHERE domain = ? AND count > 0",
            arguments: [domain]
        )
        while let row = try rows.next() {
            countPerTarget[Target.ID(try constants.name(row[0], in: database))] = row[1]
        }
        let extent = try Row.fetchOne(
            database,
            sql: """
                SELECT min(first), max(last) FROM (
                    SELECT (SELECT min(started) FROM runs WHERE domain = :domain) AS first,
                        (SELECT max(started) FROM runs WHERE domain = :domain) AS last
                    UNION ALL SELECT min(first), max(last) FROM run_segments WHERE domain = :domain
                )
                """,
            arguments: ["domain": domain]
        )
        return RunCounts(
            earliest: (extent?[0] as Int64?).map(Timestamp.init(microseconds:)),
            latest: (extent?[1] as Int64?).map(Timestamp.init(microseconds:)),
            countPerTarget: countPerTarget
        )
    }

    package func targets(of domain: String) async throws -> [Target] {
        try await self.database.read { database in
            guard let domain = try self.database.constants.id(ofName: domain, in: database) else { return [] }
            return try LatestTargets.targets(of: domain, constants: self.database.constants, in: database)
        }
    }

    package func domains() async throws -> [String] {
        try await self.database.read { database in
            try Int64.fetchAll(database, sql: "SELECT DISTINCT domain FROM run_counts WHERE count > 0")
                .map { try self.database.constants.name($0, in: database) }.sorted()
        }
    }
}
