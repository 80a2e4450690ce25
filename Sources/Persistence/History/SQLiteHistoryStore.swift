package import Decisions
internal import Features
internal import GRDB
package import Placement

/// Reads the sums that the run store keeps up to date with every run.
///
/// A workload is found by a 64-bit hash of its key. Two keys of one hash would share their sums; among a million
/// workloads that has a chance of one in thirty million.
package struct SQLiteHistoryStore: HistoryStore, HistoryArchive {
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

    package func workloadHashes(of domain: String, after last: UInt64?, limit: Int) async throws -> [UInt64] {
        try await self.database.readInLine { database in
            guard let domain = try self.database.constants.id(ofName: domain, in: database) else { return [] }
            let following = last == nil ? "" : "AND workload > ?"
            return try Int64.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT workload FROM workload_hours WHERE domain = ? \(following)
                    ORDER BY workload LIMIT ?
                    """,
                arguments: StatementArguments([domain] + (last.map { [Int64(bitPattern: $0)] } ?? []) + [Int64(limit)])
            ).map { UInt64(bitPattern: $0) }
        }
    }

    /// Rows looked at for each that may be removed.
    private static let lookedAt = 20

    /// There is no index by the hour, which every run would have to keep up: the rows are walked in their own order.
    package func removeWorkloadHours(
        of domain: String,
        before hour: Int64,
        after place: HistoryPlace?,
        limit: Int
    ) async throws -> (removed: Int, next: HistoryPlace?) {
        let known = try await self.database.read { try self.database.constants.id(ofName: domain, in: $0) }
        guard let domain = known else { return (0, nil) }
        let (old, next) = try await self.database.readInLine {
            try Self.oldHours(of: domain, before: hour, after: place, limit: limit, in: $0)
        }
        guard !old.isEmpty else { return (0, next) }
        try await self.database.write(rows: old.count) { batch in
            for place in old {
                try batch.run(
                    "DELETE FROM workload_hours WHERE domain = ? AND workload = ? AND target = ? AND hour = ?",
                    [domain, place.workload, place.target, place.hour]
                )
            }
        }
        return (old.count, next)
    }

    private static func oldHours(
        of domain: Int64,
        before hour: Int64,
        after place: HistoryPlace?,
        limit: Int,
        in database: Database
    ) throws -> (old: [HistoryPlace], next: HistoryPlace?) {
        let following = place == nil ? "" : "AND (workload, target, hour) > (?, ?, ?)"
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT workload, target, hour FROM workload_hours WHERE domain = ? \(following)
                ORDER BY workload, target, hour LIMIT ?
                """,
            arguments: StatementArguments(
                [domain] + (place.map { [$0.workload, $0.target, $0.hour] } ?? []) + [Int64(limit * Self.lookedAt)]
            )
        )
        var old: [HistoryPlace] = []
        var seen = 0
        var last: HistoryPlace?
        while old.count < limit, let row = try rows.next() {
            let place = HistoryPlace(workload: row[0], target: row[1], hour: row[2])
            if place.hour < hour { old.append(place) }
            seen += 1
            last = place
        }
        let isAtEnd = old.count < limit && seen < limit * Self.lookedAt
        return (old, isAtEnd ? nil : last)
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
