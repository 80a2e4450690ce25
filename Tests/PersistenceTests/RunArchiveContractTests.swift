import BerthTesting
import Decisions
import Persistence
import Placement
import Statistics
import Telemetry
import Testing

/// Every store that packs and removes runs keeps these promises.
struct RunArchiveContractTests {
    private static let later = SampleRuns.received.advanced(bySeconds: 1)

    /// Reports of all forms: with and without decision, error and metrics, under ids of all forms.
    private static func reports(_ count: Int, decision: Decision.ID? = nil) -> [RunReport] {
        (0..<count).map { index in
            let id = index % 3 == 0 ? "3f2504e0-4f89-41d3-9a0c-0305e82c33\(index % 90 + 10)" : "r/\(index)"
            let run = SampleRuns.run(index, id: id, succeeded: index % 4 != 0)
            return RunReport(
                run,
                decision: index % 5 == 0 ? decision : nil,
                error: index % 4 == 0 ? "exit code \(index): λ" : nil,
                metrics: index % 2 == 0 ? ["cpuMs": .number(Double(index) / 3), "oom": false] : [:]
            )
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `packed runs are read, paged, counted and known as before`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let decision = SampleDecisions.decision(1)
        try await stores.decisions.append([decision])
        let reports = Self.reports(50, decision: decision.id)
        _ = try await stores.runs.append(Array(reports[..<40].reversed()), to: "sandbox")
        _ = try await stores.runs.append([reports[7]], to: "task")
        let counts = try await stores.runs.summary(of: "sandbox")
        #expect(try await stores.runs.seal(receivedBefore: SampleRuns.received, limit: 100) == 0)
        #expect(try await stores.runs.seal(receivedBefore: Self.later, limit: 15) == 15)
        #expect(try await stores.runs.seal(receivedBefore: Self.later, limit: 15) == 15)
        #expect(try await stores.runs.seal(receivedBefore: Self.later, limit: 15) == 11)
        #expect(try await stores.runs.seal(receivedBefore: Self.later, limit: 15) == 0)
        _ = try await stores.runs.append(Array(reports[40...]), to: "sandbox")

        #expect(try await stores.runs.reports(RunQuery(domain: "sandbox")) == reports)
        #expect(try await stores.runs.reports(RunQuery(domain: "task")) == [reports[7]])
        let known = try await stores.runs.summary(of: "sandbox")
        #expect(known.count == 50 && known.earliest == counts.earliest)
        #expect(known.latest == reports[49].run.startedAt)
        var paged: [RunReport] = []
        repeat {
            let after = paged.last?.run.position
            let page = try await stores.runs.reports(RunQuery(domain: "sandbox", after: after, limit: 7))
            paged += page
            if page.isEmpty { break }
        } while true
        #expect(paged == reports)
        let window = RunQuery(
            domain: "sandbox",
            from: reports[10].run.startedAt,
            until: reports[45].run.startedAt,
            limit: 30
        )
        #expect(try await stores.runs.reports(window) == Array(reports[10..<40]))

        let other = RunReport(SampleRuns.run(3, id: reports[3].run.id.description, seconds: 77))
        let again = try await stores.runs.append([reports[0], other, reports[41]], to: "sandbox")
        #expect(again == RunImport(duplicates: 2, contradicting: [other.run.id]))
        #expect(try await stores.decisions.decision(decision.id)?.outcome?.runID == reports[35].run.id)
    }

    @Test(arguments: StoreKind.allCases)
    func `runs that are too old are removed, packed or not, at most so many`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let reports = Self.reports(30)
        _ = try await stores.runs.append(Array(reports[..<20]), to: "sandbox")
        #expect(try await stores.runs.seal(receivedBefore: Self.later, limit: 12) == 12)
        _ = try await stores.runs.append(Array(reports[20...]), to: "sandbox")
        let moment = reports[25].run.startedAt
        #expect(try await stores.runs.remove(from: "sandbox", startedBefore: reports[0].run.startedAt, limit: 100) == 0)
        #expect(try await stores.runs.remove(from: "sandbox", startedBefore: moment, limit: 10) == 10)
        #expect(try await stores.runs.summary(of: "sandbox").count == 20)
        #expect(try await stores.runs.remove(from: "sandbox", startedBefore: moment, limit: 8) == 8)
        #expect(try await stores.runs.remove(from: "sandbox", startedBefore: moment, limit: 100) == 7)
        #expect(try await stores.runs.remove(from: "sandbox", startedBefore: moment, limit: 100) == 0)
        #expect(try await stores.runs.reports(RunQuery(domain: "sandbox")) == Array(reports[25...]))
        let counts = try await stores.runs.summary(of: "sandbox")
        #expect(counts.count == 5 && counts.earliest == moment)
        #expect(counts.countPerTarget.values.reduce(0, +) == 5)
        #expect(try await stores.runs.remove(from: "sandbox", startedBefore: SampleRuns.received, limit: 100) == 5)
        #expect(try await stores.runs.domains() == [])
        #expect(try await stores.runs.summary(of: "sandbox") == RunCounts())
        #expect(try await stores.runs.append([reports[1]], to: "sandbox") == RunImport(kept: [0]))
    }

    @Test(arguments: StoreKind.allCases)
    func `targets are those of the latest runs, in whatever order they came, and go with their last run`(
        kind: StoreKind
    ) async throws {
        let stores = try Stores(kind)
        func report(_ index: Int, _ target: String, _ price: Double) -> RunReport {
            let run = SampleRuns.run(index)
            let target = Target(id: Target.ID(target), attributes: ["price": .number(price), "gpu": .missing])
            return RunReport(
                Run(
                    id: run.id,
                    workload: run.workload,
                    target: target,
                    startedAt: run.startedAt,
                    outcome: run.outcome
                )
            )
        }
        func prices() async throws -> [String: Double] {
            let targets = try await stores.runs.targets(of: "sandbox")
            #expect(targets.map(\.id) == targets.map(\.id).sorted())
            return Dictionary(uniqueKeysWithValues: targets.map { ("\($0.id)", $0.attributes["price"]?.number ?? -1) })
        }
        #expect(try await prices() == [:])
        let batch = [report(5, "a", 5), report(3, "a", 3), report(4, "b", 4)]
        _ = try await stores.runs.append(batch, to: "sandbox")
        #expect(try await prices() == ["a": 5, "b": 4])
        _ = try await stores.runs.append([report(4, "a", 99), report(2, "b", 2)], to: "sandbox")
        #expect(try await prices() == ["a": 5, "b": 4])
        _ = try await stores.runs.append([report(6, "b", 6)], to: "sandbox")
        _ = try await stores.runs.seal(receivedBefore: Self.later, limit: 100)
        _ = try await stores.runs.append([report(7, "c", 7)], to: "sandbox")
        #expect(try await prices() == ["a": 5, "b": 6, "c": 7])
        let moment = SampleRuns.run(6).startedAt
        _ = try await stores.runs.remove(from: "sandbox", startedBefore: moment, limit: 100)
        #expect(try await prices() == ["b": 6, "c": 7])
        _ = try await stores.runs.append([report(1, "a", 1)], to: "sandbox")
        #expect(try await prices() == ["a": 1, "b": 6, "c": 7])
    }

    @Test(arguments: StoreKind.allCases)
    func `history keeps what sealed and removed runs told`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        _ = try await stores.runs.append(Self.reports(30), to: "sandbox")
        let before = try await stores.history.targets(of: "sandbox", fromHour: 0)
        _ = try await stores.runs.seal(receivedBefore: Self.later, limit: 100)
        _ = try await stores.runs.remove(from: "sandbox", startedBefore: SampleRuns.received, limit: 100)
        #expect(try await stores.history.targets(of: "sandbox", fromHour: 0) == before)
    }
}
