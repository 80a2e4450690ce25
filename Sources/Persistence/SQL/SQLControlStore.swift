internal import Access
package import Decisions
package import Delivery
internal import Foundation
package import Placement
internal import Registry
package import SQL

/// Keeps what operators have set, and what serves each domain, in a database.
///
/// A change, its entry and its number are one transaction. The number comes from a row that the transaction holds until
/// it ends, so numbers have no gaps and grow in the order of commits.
package struct SQLControlStore: ControlStore, LineupStore {
    private let database: any SQLDatabase

    /// - Parameter database: With the tables of ``SharedTables``.
    package init(_ database: any SQLDatabase) { self.database = database }

    package func policies() async throws -> [String: Policy] {
        try await self.database.read { connection in
            let rows = try connection.query("SELECT domain, policy FROM policies")
            return try rows.reduce(into: [:]) { policies, row in
                let domain: String = try row.value("domain")
                policies[domain] = try Self.policy(try row.value("policy"), of: domain)
            }
        }
    }

    private static func policy(_ json: String, of domain: String) throws -> Policy {
        do {
            return try JSONDecoder().decode(Policy.self, from: Data(json.utf8))
        } catch {
            throw SQLError.damaged(problem: "the policy of '\(domain)' cannot be read: \(error)")
        }
    }

    package func set(_ policy: Policy, for domain: String, audit: AuditEntry) async throws -> Int64 {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(policy), as: UTF8.self)
        return try await self.change(
            """
            INSERT INTO policies (domain, policy) VALUES ($1, $2)
            ON CONFLICT (domain) DO UPDATE SET policy = excluded.policy
            """,
            [.text(domain), .text(json)],
            audit
        )
    }

    package func removePolicy(of domain: String, audit: AuditEntry) async throws -> Int64 {
        try await self.change("DELETE FROM policies WHERE domain = $1", [.text(domain)], audit)
    }

    package func targetStates() async throws -> [String: [Target.ID: TargetState]] {
        try await self.database.read { connection in
            let rows = try connection.query("SELECT domain, target, mode, reason FROM target_states")
            return try rows.reduce(into: [:]) { states, row in
                let text: String = try row.value("mode")
                guard let mode = TargetState.Mode(rawValue: text) else {
                    throw SQLError.damaged(problem: "'\(text)' is not a state of a target")
                }
                let target = Target.ID(try row.value("target"))
                let state = TargetState(mode: mode, reason: try row.value("reason"))
                states[try row.value("domain"), default: [:]][target] = state
            }
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
            INSERT INTO target_states (domain, target, mode, reason) VALUES ($1, $2, $3, $4)
            ON CONFLICT (domain, target) DO UPDATE SET mode = excluded.mode, reason = excluded.reason
            """,
            [.text(domain), .text(target.description), .text(state.mode.rawValue), SQLValue(state.reason)],
            audit
        )
    }

    package func lineups() async throws -> [String: ServedLineup] {
        try await self.database.read { connection in
            let rows = try connection.query("SELECT model, version, previous, beside, since FROM served_models")
            return try rows.reduce(into: [:]) { served, row in
                let domain: String = try row.value("model")
                served[domain] = try ServedLineup(
                    domain: domain,
                    version: try row.value("version"),
                    previous: try row.value("previous"),
                    beside: try row.value("beside"),
                    since: try row.value("since")
                )
            }
        }
    }

    package func set(_ served: ServedLineup, for domain: String, audit: AuditEntry) async throws -> Int64 {
        try await self.change(
            """
            INSERT INTO served_models (model, version, previous, beside, since) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (model) DO UPDATE
            SET version = excluded.version, previous = excluded.previous, beside = excluded.beside,
                since = excluded.since
            """,
            [
                .text(domain), .text(served.primary.version.description),
                SQLValue(served.fallback?.version.description), SQLValue(try served.beside()),
                .integer(served.since.microseconds),
            ],
            audit
        )
    }

    /// A change and its entry, both or neither.
    private func change(_ statement: String, _ values: [SQLValue], _ entry: AuditEntry) async throws -> Int64 {
        try await self.database.write { connection in
            try connection.execute(statement, values)
            let number = try connection.nextNumber(of: "control")
            try connection.execute(
                """
                INSERT INTO audit (number, at, subject, name, before, after, request, actor)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                [
                    .integer(number), .integer(entry.at.microseconds), .text(entry.subject.rawValue),
                    .text(entry.name), SQLValue(entry.before), .text(entry.after), SQLValue(entry.requestID),
                    .text(entry.actor.description),
                ]
            )
            return number
        }
    }

    package func audit(before: Int64?, limit: Int) async throws -> [NumberedAuditEntry] {
        try await self.entries("number < $1 ORDER BY number DESC", before ?? .max, limit)
    }

    package func changes(after number: Int64, limit: Int) async throws -> [NumberedAuditEntry] {
        try await self.entries("number > $1 ORDER BY number", number, limit)
    }

    private func entries(_ part: String, _ number: Int64, _ limit: Int) async throws -> [NumberedAuditEntry] {
        try await self.database.read { connection in
            try connection.query(
                "SELECT number, at, subject, name, before, after, request, actor FROM audit WHERE \(part) LIMIT $2",
                [.integer(number), .integer(Int64(max(0, limit)))]
            ).map(Self.entry)
        }
    }

    private static func entry(_ row: SQLRow) throws -> NumberedAuditEntry {
        let text: String = try row.value("subject")
        guard let subject = AuditEntry.Subject(rawValue: text) else {
            throw SQLError.damaged(problem: "'\(text)' is not a subject of a change")
        }
        let name: String = try row.value("actor")
        guard let actor = Principal(name) else {
            throw SQLError.damaged(problem: "'\(name)' is nobody who changes something")
        }
        let entry = AuditEntry(
            at: Timestamp(microseconds: try row.value("at")),
            subject: subject,
            name: try row.value("name"),
            before: try row.value("before"),
            after: try row.value("after"),
            actor: actor,
            requestID: try row.value("request")
        )
        return NumberedAuditEntry(number: try row.value("number"), entry: entry)
    }
}
