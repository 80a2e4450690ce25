internal import Access
package import Decisions
internal import Foundation
internal import GRDB
package import Placement

/// Keeps what operators have set in the data directory's database.
package struct SQLiteControlStore: ControlStore {
    private let database: SQLiteDatabase

    package init(_ database: SQLiteDatabase) { self.database = database }

    package func policies() async throws -> [String: Policy] {
        try await self.database.read { database in
            var policies: [String: Policy] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT domain, policy FROM policies") {
                policies[row[0]] = try Self.policy(row[1], of: row[0])
            }
            return policies
        }
    }

    private static func policy(_ json: String, of domain: String) throws -> Policy {
        do {
            return try JSONDecoder().decode(Policy.self, from: Data(json.utf8))
        } catch {
            throw ByteFault.invalid("the policy of '\(domain)' cannot be read: \(error)")
        }
    }

    package func set(_ policy: Policy, for domain: String, audit: AuditEntry) async throws -> Int64 {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(policy), as: UTF8.self)
        return try await self.change(
            "INSERT INTO policies (domain, policy) VALUES (?, ?) ON CONFLICT DO UPDATE SET policy = excluded.policy",
            [domain, json],
            audit
        )
    }

    package func removePolicy(of domain: String, audit: AuditEntry) async throws -> Int64 {
        try await self.change("DELETE FROM policies WHERE domain = ?", [domain], audit)
    }

    package func targetStates() async throws -> [String: [Target.ID: TargetState]] {
        try await self.database.read { database in
            var states: [String: [Target.ID: TargetState]] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT domain, target, mode, reason FROM target_states") {
                let mode: String = row[2]
                guard let mode = TargetState.Mode(rawValue: mode) else {
                    throw ByteFault.invalid("'\(mode)' is no state of a target")
                }
                states[row[0], default: [:]][Target.ID(row[1])] = TargetState(mode: mode, reason: row[3])
            }
            return states
        }
    }

    package func set(
        _ state: TargetState,
        of target: Target.ID,
        in domain: String,
        audit: AuditEntry
    ) async throws -> Int64 {
        try await self.change(
            """
            INSERT INTO target_states (domain, target, mode, reason) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET mode = excluded.mode, reason = excluded.reason
            """,
            [domain, target.description, state.mode.rawValue, state.reason],
            audit
        )
    }

    package func servedModels() async throws -> [String: ServedModel] {
        try await self.database.read { database in
            var served: [String: ServedModel] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT model, version, previous, since FROM served_models") {
                served[row[0]] = ServedModel(
                    version: row[1],
                    previous: row[2],
                    since: Timestamp(microseconds: row[3])
                )
            }
            return served
        }
    }

    package func set(_ served: ServedModel, for model: String, audit: AuditEntry) async throws -> Int64 {
        try await self.change(
            """
            INSERT INTO served_models (model, version, previous, since) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE
            SET version = excluded.version, previous = excluded.previous, since = excluded.since
            """,
            [model, served.version, served.previous, served.since.microseconds],
            audit
        )
    }

    /// A change and its entry, both or neither.
    private func change(_ sql: String, _ arguments: StatementArguments, _ entry: AuditEntry) async throws -> Int64 {
        try await self.database.write(rows: 2) { batch in
            try batch.run(sql, arguments)
            try batch.run(
                "INSERT INTO audit (at, subject, name, before, after, request, actor) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    entry.at.microseconds, entry.subject.rawValue, entry.name, entry.before, entry.after,
                    entry.requestID, entry.actor.description,
                ]
            )
            return batch.database.lastInsertedRowID
        }
    }

    package func audit(before: Int64?, limit: Int) async throws -> [NumberedAuditEntry] {
        try await self.database.readInLine { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT number, at, subject, name, before, after, request, actor FROM audit
                    WHERE number < ? ORDER BY number DESC LIMIT ?
                    """,
                arguments: [before ?? .max, max(0, limit)]
            ).map(Self.entry)
        }
    }

    private static func entry(_ row: Row) throws -> NumberedAuditEntry {
        let subject: String = row[2]
        guard let subject = AuditEntry.Subject(rawValue: subject) else {
            throw ByteFault.invalid("'\(subject)' is no subject of a change")
        }
        let actor: String = row[7]
        guard let actor = Principal(actor) else {
            throw ByteFault.invalid("'\(actor)' names nobody who changes something")
        }
        let entry = AuditEntry(
            at: Timestamp(microseconds: row[1]),
            subject: subject,
            name: row[3],
            before: row[4],
            after: row[5],
            actor: actor,
            requestID: row[6]
        )
        return NumberedAuditEntry(number: row[0], entry: entry)
    }
}
