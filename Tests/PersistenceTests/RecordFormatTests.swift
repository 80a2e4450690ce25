import BerthTesting
import Decisions
import Delivery
import Domains
import Engine
import Foundation
import GRDB
import LearnedModels
import Persistence
import Placement
import Registry
import Testing

/// A database of before records had their second format, as the version before left it.
@Suite struct RecordFormatTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/before-record-format-2")

    private let data = TemporaryData()

    private func database() async throws -> SQLiteDatabase {
        _ = try self.data.directory()
        let script = try String(contentsOf: Self.folder.appending(path: "database.sql"), encoding: .utf8)
        let queue = try DatabaseQueue(path: self.data.url("berth.sqlite").path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: script) }
        try queue.close()
        return try self.data.database()
    }

    private static func domain(_ change: (String) -> String = { $0 }) throws -> Domain {
        let text = try String(contentsOf: Self.folder.appending(path: "domain.yaml"), encoding: .utf8)
        return try Domain(yaml: change(text), file: "domain.yaml")
    }

    private static func model(_ domain: Domain) throws -> LearnedModel {
        let bytes = try Data(contentsOf: Self.folder.appending(path: "model.json"))
        return try LearnedModel(try ModelArtifact(reading: Array(bytes)), domain: domain)
    }

    /// The oldest first.
    private func records(_ log: SQLiteDecisionLog) async throws -> [Decision] {
        try await log.decisions(DecisionQuery(limit: 100)).decisions.map(\.decision).reversed()
    }

    /// What stands in the fixture, as it was printed when it was made.
    private static let expected: [(basis: Decision.Basis?, confidence: Double?, chosen: Int?, excluded: [String])] = [
        (.rules(rule: "least hourly price"), nil, 0, []),
        (.rules(rule: "big work goes where most cores are"), 0.34996004675677744, 2, []),
        (.model, 0.7549676320872085, 2, []),
        (.model, 0.3499600462848335, 2, []),
        (.lowConfidence(rule: "least hourly price"), 0.4696623033869949, 0, []),
        (.modelUnavailable(reason: "no model is trained", rule: "least hourly price"), nil, 0, []),
        (
            .modelUnavailable(
                reason: "the model is damaged: failing@v2.0.0 is broken",
                rule: "least hourly price"
            ), nil, 0, []
        ),
        (.lowConfidence(rule: "least hourly price"), 0.3499600462848335, 0, []),
        (.exploration, 0.3499600462848335, 1, []), (.exploration, 0.3499600462848335, 1, []),
        (.exploration, 0.3499600462848335, 3, []),
        (.exploration, 0.6538471968626867, 2, ["only.provider", "only.provider"]),
        (nil, nil, nil, ["maxCost", "maxCost", "maxCost", "maxCost"]),
        (
            .lowConfidence(rule: "least hourly price"), 0.5762446353223803, 1,
            ["maxTimeSeconds", "maxTimeSeconds"]
        ), (nil, nil, nil, ["maxCost", "maxCost", "maxCost", "maxCost"]),
        (.model, 0.6105792871561275, 1, ["availability"]),
        (.lowConfidence(rule: "least hourly price"), 0.4129329458082064, 0, ["memory"]),
    ]

    @Test func `records of the first format are read as they were written`() async throws {
        let records = try await self.records(SQLiteDecisionLog(try await self.database()))
        #expect(records.count == Self.expected.count)
        for (record, expected) in zip(records, Self.expected) {
            #expect(record.format == .first)
            #expect(record.basis == expected.basis && record.chosen == expected.chosen, "\(record.id)")
            #expect(record.nearBest == expected.confidence && record.confidence == expected.confidence)
            #expect(record.candidates.compactMap { $0.exclusion?.constraint } == expected.excluded)
            #expect(record.domainHash == nil && record.caller == nil && record.asGoodAsRules == nil)
            #expect(record.asked == [] && record.shadows == [] && record.bulkExclusions == [])
        }
    }

    @Test func `they are computed again bit for bit`() async throws {
        let domain = try Self.domain()
        let model = try Self.model(domain)
        for record in try await self.records(SQLiteDecisionLog(try await self.database())) {
            let again = try Engine.recompute(record, domain: domain, models: [model])
            #expect(again == record, "\(record.id)")
            #expect(again.nearBest?.bitPattern == record.nearBest?.bitPattern)
        }
    }

    @Test func `what is kept at the takeover stays theirs, whatever the rules become`() async throws {
        let database = try await self.database()
        let log = SQLiteDecisionLog(database)
        let then = try Self.domain()
        let now = try Self.domain { $0.replacing("order: [-target.cores]", with: "order: [target.cores]") }
        for domain in [then, then, now] { try await log.keep(domain.declaration, of: domain.name) }
        let first = try #require(try await log.firstDeclaration(of: "small"))
        #expect(first == then.declaration)
        #expect(try await log.declaration(now.declaration.hash) == now.declaration)
        let record = try await self.records(log)[1]
        let kept = try Domain(yaml: first.text, file: "kept")
        #expect(try Engine.recompute(record, domain: kept, models: [try Self.model(kept)]) == record)
        #expect(try Engine.recompute(record, domain: now, models: [try Self.model(now)]) != record)
    }

    @Test func `a record goes back into a log as it came`() async throws {
        let records = try await self.records(SQLiteDecisionLog(try await self.database()))
        let data = TemporaryData()
        let log = SQLiteDecisionLog(try data.database())
        try await log.append(records)
        #expect(try await self.records(log) == records)
    }

    @Test func `what served and what operators had set stands`() async throws {
        let control = SQLControlStore(SQLiteDriver(try await self.database()))
        let served = ServedLineup(
            primary: try ModelVersion.ID(parsing: "small@v1.0.0"),
            fallback: try ModelVersion.ID(parsing: "small@v0.9.0"),
            since: Small.moment
        )
        #expect(try await control.lineups() == ["small": served])
        #expect(try await control.policies() == ["small": Policy(strategy: .hybrid, confidenceGate: 0.6)])
        let draining = TargetState(mode: .draining, reason: "maintenance")
        #expect(try await control.targetStates() == ["small": [Target.ID("d"): draining]])
        #expect(try await control.audit(before: nil, limit: 10).map(\.entry.subject) == [.model, .target, .policy])
    }
}
