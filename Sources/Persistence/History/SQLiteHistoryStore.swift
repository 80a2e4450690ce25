package import Decisions
internal import Features
internal import GRDB
package import Placement

/// Reads the sums that the run store keeps up to date with every run.
///
/// A workload is found by a 64-bit hash of its key. Two keys of one hash would share their sums; among a million
/// workloads that has a chance of one in thirty million.
package struct SQLiteHistoryStore: HistoryStore {
    private let database: SQLiteDatabase

    package init(_ database: SQLiteDatabase) { self.database = database }

    package func targets(of domain: String, fromHour hour: Int64) async throws -> [Target.ID: HourlySums] {
        // As long as the domain's history.
        try await self.database.readInLine {
            try self.sums(of: domain, fromHour: hour, from: "target_hours WHERE domain = ?", [], in: $0)
        }
    }

    package func targets(
        of workload: Workload.Key,
        in domain: String,
        fromHour hour: Int64
    ) async throws -> [Target.ID: HourlySums] {
        let workload = SQLiteDecisionLog.hash(workload)
        return try await self.database.read { database in
            try self.sums(
                of: domain,
                fromHour: hour,
                from: "workload_hours WHERE domain = ? AND workload = ?",
                [workload],
                in: database
            )
        }
    }

    package func workloadHashes(of domain: String) async throws -> [UInt64] {
        try await self.database.read { database in
            guard let domain = try self.database.constants.id(ofName: domain, in: database) else { return [] }
            return try Int64.fetchAll(
                database,
                sql: "SELECT DISTINCT workload FROM workload_hours WHERE domain = ?",
                arguments: [domain]
            ).map { UInt64(bitPattern: $0) }
        }
    }

    private func sums(
        of domain: String,
        fromHour hour: Int64,
        from rows: String,
        _ further: [Int64],
        in database: Database
    ) throws -> [Target.ID: HourlySums] {
        guard let domain = try self.database.constants.id(ofName: domain, in: database) else { return [:] }
        let cursor = try Row.fetchCursor(
            database.cachedStatement(
                sql: "SELECT target, hour, runs, failures, time, cost FROM \(rows) ORDER BY target, hour"
            ),
            arguments: [domain] + StatementArguments(further)
        )
        var targets: [Int64: HourlySums] = [:]
        while let row = try cursor.next() {
            targets[row[0], default: HourlySums()].add(row, fromHour: hour)
        }
        var named: [Target.ID: HourlySums] = [:]
        for (target, sums) in targets {
            named[Target.ID(try self.database.constants.name(target, in: database))] = sums
        }
        return named
    }
}

extension HourlySums {
    /// Adds a row of target, hour and figures; rows come in the order of hours.
    fileprivate mutating func add(_ row: Row, fromHour first: Int64) {
        let hour: Int64 = row[1]
        var sums = RunSummary.empty
        sums.runs = row[2]
        sums.failures = row[3]
        sums.timeMicroseconds = row[4]
        sums.costNanos = row[5]
        sums.hoursSeen = 1
        sums.hoursUp = sums.failures < sums.runs ? 1 : 0
        self.append(HourSum(hour: hour, sum: sums), fromHour: first)
    }
}
