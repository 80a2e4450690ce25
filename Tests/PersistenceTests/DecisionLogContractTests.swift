import BerthTesting
import Decisions
import Domains
import Foundation
import Persistence
import Placement
import Telemetry
import Testing

/// Every log of decisions keeps these promises.
struct DecisionLogContractTests {
    private func decisions(_ numbers: ClosedRange<Int64>) -> [Decision] {
        numbers.map { SampleDecisions.decision($0) }
    }

    @Test(arguments: StoreKind.allCases)
    func `an empty log has no newest id, no decisions and has spent nothing`(kind: StoreKind) async throws {
        let log = try Stores(kind).decisions
        #expect(try await log.newestID() == nil)
        #expect(try await log.explorationSpent() == [:])
        #expect(try await log.decisions(DecisionQuery()) == DecisionPage(decisions: [], next: nil))
        #expect(try await log.decisions(DecisionQuery(domain: "sandbox")).decisions == [])
        #expect(try await log.decision(Decision.ID("d-1")) == nil)
        #expect(try await log.decision(Decision.ID(number: 7)) == nil)
        try await log.append([])
    }

    @Test(arguments: StoreKind.allCases)
    func `decisions come back as they were, the newest first`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let decisions = self.decisions(1...9)
        try await stores.decisions.append(Array(decisions[..<5]))
        try await stores.decisions.append(Array(decisions[5...]))
        let page = try await stores.decisions.decisions(DecisionQuery())
        #expect(page.decisions.map(\.decision) == decisions.reversed())
        #expect(page.next == nil)
        #expect(try await stores.decisions.newestID() == decisions[8].id)
        let found = try await stores.decisions.decision(decisions[3].id)
        #expect(found == ObservedDecision(decision: decisions[3], outcome: nil))
    }

    @Test(arguments: StoreKind.allCases)
    func `pages follow each other without gap or overlap`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let decisions = self.decisions(1...10)
        try await stores.decisions.append(decisions)
        var pages: [[Decision.ID]] = []
        var before: Decision.ID?
        repeat {
            let page = try await stores.decisions.decisions(DecisionQuery(before: before, limit: 4))
            pages.append(page.decisions.map(\.decision.id))
            before = page.next
        } while before != nil
        #expect(pages.map(\.count) == [4, 4, 2])
        #expect(Array(pages.joined()) == decisions.reversed().map(\.id))
        #expect(try await stores.decisions.decisions(DecisionQuery(limit: 10)).next == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `filters hold together`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let decisions =
            self.decisions(1...6) + [
                SampleDecisions.decision(7, domain: "task"), SampleDecisions.decision(8, chosen: nil),
                SampleDecisions.decision(9, chosen: 2),
            ]
        try await stores.decisions.append(decisions)
        func numbers(_ query: DecisionQuery) async throws -> [Int64] {
            try await stores.decisions.decisions(query).decisions.compactMap {
                $0.decision.id.number.map { $0 & 0xFF }
            }
        }
        #expect(try await numbers(DecisionQuery(domain: "task")) == [7])
        #expect(try await numbers(DecisionQuery(domain: "other")) == [])
        #expect(try await numbers(DecisionQuery(target: Target.ID("daytona"))) == [9])
        #expect(try await numbers(DecisionQuery(target: Target.ID("mars"))) == [])
        #expect(try await numbers(DecisionQuery(workload: Workload.Key("python/1"))) == [8, 1])
        let window = DecisionQuery(from: SampleDecisions.moment(3), until: SampleDecisions.moment(5))
        #expect(try await numbers(window) == [4, 3])
        #expect(
            try await numbers(
                DecisionQuery(domain: "sandbox", from: SampleDecisions.moment(5), workload: Workload.Key("python/2"))
            ) == [9]
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `the first run of a decision is its outcome`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let decisions = self.decisions(1...3)
        try await stores.decisions.append(decisions)
        let first = RunReport(SampleRuns.run(4, succeeded: false), decision: decisions[1].id, error: "out of memory")
        let second = RunReport(SampleRuns.run(5), decision: decisions[1].id)
        #expect(try await stores.runs.append([first], to: "sandbox") == RunImport(kept: [0]))
        #expect(try await stores.runs.append([second, first], to: "sandbox") == RunImport(kept: [0], duplicates: 1))
        let outcome = ObservedOutcome(
            runID: first.run.id,
            target: first.run.target.id,
            startedAt: first.run.startedAt,
            outcome: first.run.outcome
        )
        #expect(try await stores.decisions.decision(decisions[1].id)?.outcome == outcome)
        let observed = try await stores.decisions.decisions(DecisionQuery(observed: true))
        #expect(observed.decisions == [ObservedDecision(decision: decisions[1], outcome: outcome)])
        let open = try await stores.decisions.decisions(DecisionQuery(observed: false))
        #expect(open.decisions.map(\.decision.id) == [decisions[2].id, decisions[0].id])
    }

    @Test(arguments: StoreKind.allCases)
    func `a run of a decision that is not in the log, or of another domain, is told and not kept`(
        kind: StoreKind
    ) async throws {
        let stores = try Stores(kind)
        let decision = SampleDecisions.decision(1, domain: "task")
        try await stores.decisions.append([decision])
        let strays = [
            RunReport(SampleRuns.run(1), decision: SampleDecisions.decision(2).id),
            RunReport(SampleRuns.run(2), decision: decision.id),
            RunReport(SampleRuns.run(3), decision: Decision.ID("nonsense")), RunReport(SampleRuns.run(4)),
        ]
        let result = try await stores.runs.append(strays, to: "sandbox")
        #expect(result == RunImport(kept: [3], unknownDecisions: strays[..<3].map(\.run.id)))
        #expect(try await stores.runs.summary(of: "sandbox").count == 1)
        #expect(try await stores.decisions.decision(decision.id)?.outcome == nil)
        #expect(try await stores.runs.append([strays[1]], to: "task") == RunImport(kept: [0]))
    }

    @Test(arguments: StoreKind.allCases)
    func `what exploration costs is added up by domain and survives removal`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        try await stores.decisions.append([
            SampleDecisions.decision(1, explorationCost: 0.5), SampleDecisions.decision(2),
            SampleDecisions.decision(3, domain: "task", explorationCost: 2),
            SampleDecisions.decision(4, explorationCost: 0.25),
        ])
        #expect(try await stores.decisions.explorationSpent() == ["sandbox": 0.75, "task": 2])
        #expect(try await stores.decisions.remove(madeBefore: SampleDecisions.moment(9), limit: 9) == 4)
        #expect(try await stores.decisions.explorationSpent() == ["sandbox": 0.75, "task": 2])
    }

    @Test(arguments: StoreKind.allCases)
    func `removal takes the oldest first, at most so many, with their outcomes`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let decisions = self.decisions(1...6)
        try await stores.decisions.append(decisions)
        let run = RunReport(SampleRuns.run(1), decision: decisions[0].id)
        _ = try await stores.runs.append([run], to: "sandbox")
        #expect(try await stores.decisions.remove(madeBefore: SampleDecisions.moment(4), limit: 2) == 2)
        #expect(try await stores.decisions.decision(decisions[1].id) == nil)
        #expect(try await stores.decisions.remove(madeBefore: SampleDecisions.moment(4), limit: 2) == 1)
        #expect(try await stores.decisions.remove(madeBefore: SampleDecisions.moment(4), limit: 2) == 0)
        let left = try await stores.decisions.decisions(DecisionQuery())
        #expect(left.decisions.map(\.decision.id) == decisions[3...].reversed().map(\.id))
        #expect(try await stores.runs.reports(RunQuery(domain: "sandbox")) == [run], "the run stays")
        #expect(try await stores.runs.append([run], to: "sandbox") == RunImport(duplicates: 1), "and is known")
    }

    // MARK: What records name by its hash

    @Test(arguments: StoreKind.allCases)
    func `a declaration is kept once, and the first of a domain stays the first`(kind: StoreKind) async throws {
        let log = try Stores(kind).decisions
        let texts = ["domain: a", "domain: a # edited", "domain: b"].map { DomainDeclaration($0) }
        #expect(try await log.firstDeclaration(of: "a") == nil)
        #expect(try await log.declaration(texts[0].hash) == nil)
        for (text, domain) in [(0, "a"), (1, "a"), (2, "b"), (0, "a"), (1, "a")] {
            try await log.keep(texts[text], of: domain)
        }
        #expect(try await log.firstDeclaration(of: "a") == texts[0])
        #expect(try await log.firstDeclaration(of: "b") == texts[2])
        for text in texts { #expect(try await log.declaration(text.hash) == text) }
    }

    @Test(arguments: StoreKind.allCases)
    func `a table of targets is kept while a record names it or decisions are made on it`(
        kind: StoreKind
    ) async throws {
        let log = try Stores(kind).decisions
        for name in ["named", "in force", "neither"] {
            try await log.keep(targetTable: Array(name.utf8), hash: name)
            try await log.keep(targetTable: Array(name.utf8), hash: name)
        }
        try await log.append([SampleDecisions.decision(1, targetTable: "named"), SampleDecisions.decision(2)])
        #expect(try await log.decision(SampleDecisions.decision(1).id)?.decision.targetTable == "named")
        #expect(try await log.removeTargetTables(except: ["in force"]) == 1)
        #expect(try await log.targetTable("neither") == nil)
        #expect(try await log.targetTable("named") == Array("named".utf8))
        #expect(try await log.targetTable("in force") == Array("in force".utf8))
        _ = try await log.remove(madeBefore: SampleDecisions.moment(9), limit: 9)
        #expect(try await log.removeTargetTables(except: []) == 2)
        #expect(try await log.targetTable("named") == nil)
    }
}
