import BerthTesting
import Foundation
import Persistence
import Placement
import Telemetry
import Testing

/// Every store of runs keeps these promises.
struct RunStoreContractTests {
    @Test(arguments: StoreKind.allCases)
    func `a store without runs has no domains and an empty summary`(kind: StoreKind) async throws {
        let store = try Stores(kind).runs
        #expect(try await store.domains() == [])
        #expect(try await store.summary(of: "sandbox") == RunCounts())
        #expect(try await store.runs(RunQuery(domain: "sandbox")) == [])
    }

    @Test(arguments: StoreKind.allCases)
    func `runs come back as they were, ascending by start and id`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let runs = SampleRuns.runs(20)
        #expect(try await stores.runs.append(reports(runs.reversed()), to: "sandbox") == RunImport(kept: Array(0..<20)))
        let same = SampleRuns.run(3, id: "run-0003")
        #expect(try await stores.runs.append(reports([same]), to: "sandbox") == RunImport(kept: [0]))
        let found = try await stores.runs.runs(RunQuery(domain: "sandbox"))
        #expect(found == Array(runs[...2]) + [runs[3], same].sorted { $0.id < $1.id } + Array(runs[4...]))
    }

    @Test(arguments: StoreKind.allCases)
    func `a window includes its start and excludes its end, a limit takes the earliest`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let runs = SampleRuns.runs(10)
        _ = try await stores.runs.append(reports(runs), to: "sandbox")
        func ids(_ query: RunQuery) async throws -> [String] {
            try await stores.runs.runs(query).map(\.id.description)
        }
        let (from, until) = (runs[3].startedAt, runs[7].startedAt)
        #expect(
            try await ids(RunQuery(domain: "sandbox", from: from, until: until)) == [
                "run-3", "run-4", "run-5", "run-6",
            ]
        )
        #expect(try await ids(RunQuery(domain: "sandbox", from: from, limit: 2)) == ["run-3", "run-4"])
        #expect(try await ids(RunQuery(domain: "sandbox", until: runs[1].startedAt)) == ["run-0"])
        #expect(try await ids(RunQuery(domain: "sandbox", limit: 0)) == [])
        #expect(try await ids(RunQuery(domain: "other")) == [])
    }

    @Test(arguments: StoreKind.allCases)
    func `the summary counts runs, their window and their targets`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let runs = SampleRuns.runs(10)
        _ = try await stores.runs.append(reports(runs), to: "sandbox")
        _ = try await stores.runs.append(reports([runs[0]]), to: "task")
        let summary = try await stores.runs.summary(of: "sandbox")
        #expect(summary.count == 10)
        #expect(summary.earliest == runs[0].startedAt)
        #expect(summary.latest == runs[9].startedAt)
        #expect(summary.countPerTarget == [Target.ID("daytona"): 3, Target.ID("e2b"): 4, Target.ID("modal"): 3])
        #expect(try await stores.runs.domains() == ["sandbox", "task"])
    }

    @Test(arguments: StoreKind.allCases)
    func `the same run twice is one run, another run under its id is reported and not kept`(kind: StoreKind)
        async throws
    {
        let stores = try Stores(kind)
        let first = SampleRuns.run(1)
        let other = SampleRuns.run(1, seconds: 99)
        let result = try await stores.runs.append(reports([first, first, other, SampleRuns.run(2)]), to: "sandbox")
        #expect(result == RunImport(kept: [0, 3], duplicates: 1, contradicting: [first.id]))
        let again = try await stores.runs.append(reports([first, other, SampleRuns.run(2)]), to: "sandbox")
        #expect(again == RunImport(duplicates: 2, contradicting: [first.id]))
        #expect(try await stores.runs.runs(RunQuery(domain: "sandbox")) == [first, SampleRuns.run(2)])
        #expect(
            try await stores.runs.append(reports([other]), to: "task") == RunImport(kept: [0]),
            "ids are a domain's own"
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `one run that cannot be kept refuses all of its batch`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let good = SampleRuns.run(1)
        for (bad, problem) in Self.unstorable {
            await #expect(throws: RunStoreError.unstorable(bad.id, problem)) {
                try await stores.runs.append(reports([good, bad]), to: "sandbox")
            }
        }
        #expect(try await stores.runs.summary(of: "sandbox").count == 0)
    }

    private static var unstorable: [(Run, RunStoreError.Problem)] {
        func run(
            id: String = "bad",
            attributes: [String: Value] = [:],
            start: Int64 = 0,
            nanos: Int64 = 0,
            seconds: Double = 1
        ) -> Run {
            Run(
                id: Run.ID(id),
                workload: Workload(key: Workload.Key("w"), attributes: attributes),
                target: Target(id: Target.ID("t"), attributes: [:]),
                startedAt: Timestamp(microseconds: start),
                outcome: Outcome(timeSeconds: seconds, cost: Money(nanos: nanos, currency: .usd), succeeded: true)
            )
        }
        let deep = (0...RunStoreError.depthLimit).reduce(Value.number(1)) { value, _ in .list([value]) }
        let future: Int64 = 253_402_300_800_000_000
        return [
            (run(id: ""), .emptyID),
            (run(seconds: -1), .time(seconds: -1)),
            (run(seconds: .infinity), .time(seconds: .infinity)),
            (run(seconds: 1e13), .time(seconds: 1e13)),
            (run(nanos: -1), .cost(Money(nanos: -1, currency: .usd))),
            (
                run(attributes: ["a": .list([1, .record(["b": .number(.infinity)])])]),
                .attribute(path: "workload.a[1].b", value: .infinity)
            ),
            (run(attributes: ["a": deep]), .tooDeep(attribute: "workload.a")),
            (run(start: future), .start(Timestamp(microseconds: future))),
        ]
    }

    @Test func `the refusals say what is needed`() {
        let texts = Self.unstorable.map { run, problem in RunStoreError.unstorable(run.id, problem).description }
        #expect(
            texts == [
                "run '' cannot be stored: its id is empty",
                "run 'bad' cannot be stored: its time is -1.0 s; a number from 0 to 1e12 is needed",
                "run 'bad' cannot be stored: its time is inf s; a number from 0 to 1e12 is needed",
                "run 'bad' cannot be stored: its time is 10000000000000.0 s; a number from 0 to 1e12 is needed",
                "run 'bad' cannot be stored: its cost is -1e-09 USD; an amount of at least 0 is needed",
                "run 'bad' cannot be stored: workload.a[1].b is inf; omit what is not known",
                "run 'bad' cannot be stored: workload.a is nested more than 16 deep; keep attributes flat",
                "run 'bad' cannot be stored: it started at 253402300800.0 s since 1970; only years 1 to 9999 are allowed",
            ]
        )
    }
}
