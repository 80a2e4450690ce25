import BerthTesting
import Decisions
import Domains
import Features
import Placement
import Statistics
import Telemetry
import Testing

/// What decisions see is what training sees.
struct LiveHistoryTests {
    private static let start = Timestamp(microseconds: 1_800_000_000_000_000)

    private static func domain(_ features: String) throws -> Domain {
        try Domain(
            yaml: """
                domain: small
                summary: A small domain.
                objective: cost
                currency: USD
                features:
                \(features)
                """,
            file: "small.yaml"
        )
    }

    private static func runs(_ count: Int, seed: UInt64) -> [Run] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            Run(
                id: Run.ID("r-\(index)"),
                workload: Workload(key: Workload.Key("w\(Int(generator.uniform() * 5))"), attributes: [:]),
                target: Target(id: Target.ID("t\(Int(generator.uniform() * 3))"), attributes: [:]),
                startedAt: Self.start.advanced(bySeconds: Double(index) * 700 + generator.uniform() * 5000),
                outcome: Outcome(
                    timeSeconds: generator.uniform() * 100,
                    cost: Money(nanos: Int64(generator.uniform() * 1e6), currency: .usd),
                    succeeded: generator.uniform() < 0.7
                )
            )
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `live sums are those of the statistics that training reads`(seed: UInt64) async throws {
        let domain = try Self.domain(
            """
              a: {from: history, as: mean-time, of: target, window: 24h}
              b: {from: history, as: availability, of: target, window: 6h}
              c: {from: history, as: run-count, of: workload}
              d: {from: history, as: mean-cost, of: workload-on-target, window: 48h}
            """
        )
        let runs = Self.runs(300, seed: seed).sorted { $0.endedAt < $1.endedAt }
        let store = MemoryRunStore()
        let history = LiveHistory(domain: domain, store: store, capacity: 2)
        var statistics = RunStatistics()
        // Half of them are there at the start, the others come in while it is in service.
        for run in runs[..<150] {
            _ = try await store.append([RunReport(run)], to: domain.name)
            statistics.record(run)
        }
        try await history.load(at: runs[149].endedAt)
        for run in runs[150...] {
            _ = try await store.append([RunReport(run)], to: domain.name)
            history.record([run], at: run.endedAt)
            statistics.record(run)
            let moment = run.endedAt.advanced(bySeconds: 1)
            for workload in (0..<6).map({ Workload.Key("w\($0)") }) {
                try await history.prepare(workload, at: moment)
                for target in (0..<4).map({ Target.ID("t\($0)") }) {
                    let asked: [(HistoryScope, Double?)] = [
                        (.target, 86_400), (.target, 21_600), (.workload, nil), (.pair, 172_800),
                    ]
                    for (scope, window) in asked {
                        func summary(_ source: some HistorySource) -> RunSummary {
                            source.summary(
                                scope,
                                workload: workload,
                                target: target,
                                windowSeconds: window,
                                before: moment
                            )
                        }
                        var expected = summary(statistics)
                        var found = summary(history)
                        if scope == .workload {
                            // Hours on several targets are not told apart in sums of all time, and no feature asks.
                            (expected.hoursSeen, expected.hoursUp, found.hoursSeen, found.hoursUp) = (0, 0, 0, 0)
                        }
                        #expect(found == expected)
                    }
                }
            }
        }
        #expect(history.lookups.misses > 0)
    }

    @Test func `workloads are found before they were learnt, and not looked for in vain afterwards`() async throws {
        let domain = try Self.domain("  a: {from: history, as: run-count, of: workload}")
        let runs = Self.runs(120, seed: 4).sorted { $0.endedAt < $1.endedAt }
        let store = MemoryRunStore()
        _ = try await store.append(runs.map { RunReport($0) }, to: domain.name)
        let history = LiveHistory(domain: domain, store: store)
        let moment = (runs.last?.endedAt ?? Self.start).advanced(bySeconds: 1)
        try await history.load(at: moment)
        func seen(_ workload: String) async throws -> Int64 {
            try await history.prepare(Workload.Key(workload), at: moment)
            let (key, target) = (Workload.Key(workload), Target.ID("t0"))
            return history.summary(.workload, workload: key, target: target, windowSeconds: nil, before: moment).runs
        }
        let expected = Int64(runs.count { $0.workload.key == Workload.Key("w1") })
        #expect(try await seen("w1") == expected && expected > 0)
        #expect(try await seen("none") == 0)
        let misses = history.lookups.misses
        try await history.learnWorkloads()
        #expect(try await seen("w2") > 0)
        #expect(try await seen("none either") == 0)
        #expect(history.lookups.misses == misses + 1)
    }

    @Test func `hours on several targets are one hour where a feature counts them`() async throws {
        let domain = try Self.domain("  a: {from: history, as: availability, of: workload}")
        let runs = Self.runs(120, seed: 9).sorted { $0.endedAt < $1.endedAt }
        let store = MemoryRunStore()
        let history = LiveHistory(domain: domain, store: store)
        _ = try await store.append(runs.map { RunReport($0) }, to: domain.name)
        let moment = (runs.last?.endedAt ?? Self.start).advanced(bySeconds: 1)
        try await history.load(at: moment)
        let statistics = RunStatistics(runs)
        for workload in (0..<5).map({ Workload.Key("w\($0)") }) {
            try await history.prepare(workload, at: moment)
            func summary(_ source: some HistorySource) -> RunSummary {
                source.summary(
                    .workload,
                    workload: workload,
                    target: Target.ID("t0"),
                    windowSeconds: nil,
                    before: moment
                )
            }
            #expect(summary(history) == summary(statistics))
        }
    }

    @Test func `a domain without history features keeps nothing`() async throws {
        let domain = try Self.domain("  a: {from: workload.cpu}")
        let history = LiveHistory(domain: domain, store: MemoryRunStore())
        history.record(Self.runs(10, seed: 1), at: Self.start)
        try await history.prepare(Workload.Key("w1"), at: Self.start)
        #expect(history.lookups == Lookups())
    }
}
