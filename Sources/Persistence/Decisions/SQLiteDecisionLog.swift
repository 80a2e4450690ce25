package import Decisions
internal import Foundation
internal import GRDB
package import Placement
internal import Statistics

/// Keeps decision records in the data directory's database.
package struct SQLiteDecisionLog: DecisionLog, DecisionArchive {
    let database: SQLiteDatabase

    package init(_ database: SQLiteDatabase) { self.database = database }

    // MARK: Writing

    /// Of a record with some code in its workload.
    private static let usualBytes = 2048

    /// A record as it is written.
    private struct Row: Sendable {
        let number: Int64
        let at: Int64
        let domain: Int64
        let target: Int64?
        let workload: Int64
        let explorationCost: Double
        /// Hash of the table that the targets came from.
        let targetTable: String?
        let body: Data
    }

    package func append(_ decisions: [Decision]) async throws {
        guard !decisions.isEmpty else { return }
        let rows = try await RecordWriter.records(in: self.database) { writer in
            decisions.map { Self.row(of: $0, &writer) }
        }
        try await self.database.write(rows: rows.count) { batch in
            for row in rows { try Self.insert(row, batch) }
        }
    }

    private static func row(of decision: Decision, _ writer: inout RecordWriter) -> Row {
        guard let number = decision.id.number else { preconditionFailure("'\(decision.id)' is not in a sequence") }
        writer.bytes = ByteWriter(reserving: Self.usualBytes)
        writer.decision(decision)
        return Row(
            number: number,
            at: decision.at.microseconds,
            domain: writer.id(ofName: decision.domain),
            target: decision.chosenCandidate.map { writer.id(ofName: $0.target.id.description) },
            workload: Self.hash(decision.workload.key),
            explorationCost: decision.explorationCost,
            targetTable: decision.targetTable,
            body: writer.bytes.bytes.databaseBlob
        )
    }

    static func hash(_ workload: Workload.Key) -> Int64 {
        Int64(bitPattern: StableHash.of(workload.description))
    }

    private static func insert(_ row: Row, _ batch: WriteBatch) throws {
        try batch.run(
            "INSERT INTO decisions (number, at, domain, target, workload) VALUES (?, ?, ?, ?, ?)",
            [row.number, row.at, row.domain, row.target, row.workload]
        )
        try batch.run("INSERT INTO decision_bodies (number, body) VALUES (?, ?)", [row.number, row.body])
        if let table = row.targetTable {
            try batch.run(
                "UPDATE decisions SET target_table = (SELECT number FROM target_tables WHERE hash = ?) WHERE number = ?",
                [table, row.number]
            )
        }
        guard row.explorationCost > 0 else { return }
        try batch.run(
            """
            INSERT INTO exploration (domain, spent) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET spent = spent + excluded.spent
            """,
            [row.domain, row.explorationCost]
        )
    }

    package func remove(madeBefore moment: Timestamp, limit: Int) async throws -> Int {
        // Found by a reader, so that a long log holds up nobody.
        let numbers = try await self.database.read { database in
            try Int64.fetchAll(
                database,
                sql: "SELECT number FROM decisions WHERE number < ? AND at < ? ORDER BY number LIMIT ?",
                arguments: [DecisionSequence.leastNumber(at: moment), moment.microseconds, limit]
            )
        }
        guard !numbers.isEmpty else { return 0 }
        try await self.database.write(rows: numbers.count) { batch in
            for number in numbers { try batch.run("DELETE FROM decisions WHERE number = ?", [number]) }
        }
        return numbers.count
    }

    // MARK: Reading

    package func decision(_ id: Decision.ID) async throws -> ObservedDecision? {
        guard let number = id.number else { return nil }
        return try await self.database.read { database in
            let row = try GRDB.Row.fetchOne(
                database.cachedStatement(sql: Self.selection + " WHERE d.number = ?"),
                arguments: [number]
            )
            return try row.map { try self.decision($0, in: database) }
        }
    }

    package func newestID() async throws -> Decision.ID? {
        try await self.database.read { database in
            try Int64.fetchOne(database, sql: "SELECT max(number) FROM decisions").map { Decision.ID(number: $0) }
        }
    }

    package func explorationSpent() async throws -> [String: Double] {
        try await self.database.read { database in
            var spent: [String: Double] = [:]
            let rows = try GRDB.Row.fetchCursor(database, sql: "SELECT domain, spent FROM exploration")
            while let row = try rows.next() {
                spent[try self.database.constants.name(row[0], in: database)] = row[1]
            }
            return spent
        }
    }

    package func decisions(_ query: DecisionQuery) async throws -> DecisionPage {
        try await self.database.readInLine { database in
            guard let filter = try DecisionFilter(query, constants: self.database.constants, in: database) else {
                return DecisionPage(decisions: [], next: nil)
            }
            let rows = try GRDB.Row.fetchCursor(
                database,
                sql: "\(Self.selection) WHERE \(filter.sql) ORDER BY d.number DESC",
                arguments: filter.arguments
            )
            var found: [ObservedDecision] = []
            while let row = try rows.next() {
                guard found.count < query.limit else {
                    return DecisionPage(decisions: found, next: found.last?.decision.id)
                }
                let decision = try self.decision(row, in: database)
                // Rows hold a hash of the workload only.
                if query.workload.map({ $0 == decision.decision.workload.key }) != false { found.append(decision) }
            }
            return DecisionPage(decisions: found, next: nil)
        }
    }

    private static let selection = """
        SELECT d.number, d.at, b.body, o.body FROM decisions d JOIN decision_bodies b ON b.number = d.number
        LEFT JOIN outcomes o ON o.decision = d.number
        """

    private func decision(_ row: GRDB.Row, in database: Database) throws -> ObservedDecision {
        let constants = self.database.constants
        var body = RecordReader([UInt8](row[2] as Data), constants: constants, database: database)
        let decision = try body.decision(Decision.ID(number: row[0]), at: Timestamp(microseconds: row[1]))
        let outcome = try (row[3] as Data?).map { bytes in
            var reader = RecordReader([UInt8](bytes), constants: constants, database: database)
            return try reader.observed { try constants.name($0, in: database) }
        }
        return ObservedDecision(decision: decision, outcome: outcome)
    }
}

/// A query as a condition on rows.
private struct DecisionFilter {
    private(set) var conditions: [String] = []
    private(set) var arguments = StatementArguments()

    /// `nil` where nothing can be found: a name that no record has.
    init?(_ query: DecisionQuery, constants: Constants, in database: Database) throws {
        for (column, name) in [("domain", query.domain), ("target", query.target?.description)] {
            guard let name else { continue }
            guard let id = try constants.id(ofName: name, in: database) else { return nil }
            self.add("d.\(column) = ?", [id])
        }
        if let from = query.from {
            self.add("d.at >= ?", [from.microseconds])
            // A number is never below its moment, so that what lies before is not even looked at.
            self.add("d.number >= ?", [DecisionSequence.leastNumber(at: from)])
        }
        if let until = query.until { self.add("d.at < ?", [until.microseconds]) }
        if let before = query.before { self.add("d.number < ?", [before.number ?? 0]) }
        if let workload = query.workload { self.add("d.workload = ?", [SQLiteDecisionLog.hash(workload)]) }
        if let observed = query.observed { self.add("o.decision IS \(observed ? "NOT NULL" : "NULL")", []) }
    }

    private mutating func add(_ condition: String, _ arguments: StatementArguments) {
        self.conditions.append(condition)
        self.arguments += arguments
    }

    var sql: String { self.conditions.isEmpty ? "TRUE" : self.conditions.joined(separator: " AND ") }
}
