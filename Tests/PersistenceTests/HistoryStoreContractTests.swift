import BerthTesting
import Decisions
import Features
import Persistence
import Placement
import Statistics
import Telemetry
import Testing

/// Every store of history sums keeps these promises.
struct HistoryStoreContractTests {
    @Test(arguments: StoreKind.allCases)
    func `a domain without runs has no sums`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        #expect(try await stores.history.targets(of: "sandbox", fromHour: 0) == [:])
        _ = try await stores.runs.append(reports([SampleRuns.run(1)]), to: "task")
        #expect(try await stores.history.targets(of: "sandbox", fromHour: 0) == [:])
        #expect(try await stores.history.targets(of: Workload.Key("x"), in: "task", fromHour: 0) == [:])
        #expect(try await stores.history.workloadHashes(of: "sandbox", after: nil, limit: 10) == [])
    }

    /// Runs of a few hours, targets and workloads, in batches of any size, some failed, some reported twice.
    private static func history(seed: UInt64) -> [[Run]] {
        var generator = SeededGenerator(seed: seed)
        func draw(_ count: Int) -> Int { Int(generator.uniform() * Double(count)) }
        return (0..<12).map { batch in
            (0..<draw(40)).map { index in
                Run(
                    id: Run.ID("r-\(batch)-\(index % 30)"),
                    workload: Workload(key: Workload.Key("w\(draw(5))"), attributes: [:]),
                    target: Target(id: Target.ID("t\(draw(3))"), attributes: [:]),
                    startedAt: Timestamp(microseconds: 1_767_225_600_000_000 + Int64(draw(36_000)) * 1_000_000),
                    outcome: Outcome(
                        timeSeconds: generator.uniform() * 5000,
                        cost: Money(nanos: Int64(draw(1 << 40)) << 22, currency: .usd),
                        succeeded: generator.uniform() < 0.6
                    )
                )
            }
        }
    }

    @Test(arguments: StoreKind.allCases, [1, 2, 3] as [UInt64])
    func `sums are those of the statistics that run by run are kept in memory`(
        kind: StoreKind,
        seed: UInt64
    ) async throws {
        let stores = try Stores(kind)
        for batch in Self.history(seed: seed) { _ = try await stores.runs.append(reports(batch), to: "sandbox") }
        let runs = try await stores.runs.runs(RunQuery(domain: "sandbox"))
        let statistics = RunStatistics(runs)
        let hours = Set(runs.map(\.endedAt.hoursSince1970))
        let first = try #require(hours.min()) + 2
        let targets = try await stores.history.targets(of: "sandbox", fromHour: first)
        #expect(Set(targets.keys) == Set(runs.map(\.target.id)))
        for (target, sums) in targets {
            Self.expect(sums, from: first) { window, moment in
                statistics.summary(
                    .target,
                    workload: Workload.Key(""),
                    target: target,
                    windowSeconds: window,
                    before: moment
                )
            }
        }
        for key in Set(runs.map(\.workload.key)) {
            let pairs = try await stores.history.targets(of: key, in: "sandbox", fromHour: first)
            #expect(Set(pairs.keys) == Set(runs.filter { $0.workload.key == key }.map(\.target.id)))
            for (target, sums) in pairs {
                Self.expect(sums, from: first) { window, moment in
                    statistics.summary(.pair, workload: key, target: target, windowSeconds: window, before: moment)
                }
            }
        }
        var hashes: [UInt64] = []
        repeat {
            let page = try await stores.history.workloadHashes(of: "sandbox", after: hashes.last, limit: 2)
            hashes += page
            if page.count < 2 { break }
        } while hashes.count < 100
        #expect(Set(hashes) == Set(runs.map { StableHash.of($0.workload.key.description) }))
        #expect(hashes.count == Set(hashes).count)
    }

    @Test(arguments: StoreKind.allCases, [1, 7, 1000])
    func `sums of workloads that are too old are removed, at most so many at once`(
        kind: StoreKind,
        limit: Int
    ) async throws {
        let stores = try Stores(kind)
        for batch in Self.history(seed: 4) { _ = try await stores.runs.append(reports(batch), to: "sandbox") }
        _ = try await stores.runs.append(reports([SampleRuns.run(1)]), to: "task")
        let runs = try await stores.runs.runs(RunQuery(domain: "sandbox"))
        let hours = Set(runs.map(\.endedAt.hoursSince1970)).sorted()
        let first = hours[hours.count / 2]
        func sums(_ index: Int) async throws -> [Target.ID: HourlySums] {
            try await stores.history.targets(of: Workload.Key("w\(index)"), in: "sandbox", fromHour: 0)
        }
        func entries(_ sums: [Target.ID: HourlySums]) -> Int { sums.values.reduce(0) { $0 + $1.hours.count } }
        let targets = try await stores.history.targets(of: "sandbox", fromHour: 0)
        var before: [[Target.ID: HourlySums]] = []
        for index in 0..<5 { before.append(try await sums(index)) }
        var removed = 0
        var place: HistoryPlace?
        repeat {
            let piece = try await stores.history.removeWorkloadHours(
                of: "sandbox",
                before: first,
                after: place,
                limit: limit
            )
            #expect(piece.removed <= limit)
            removed += piece.removed
            place = piece.next
        } while place != nil
        var left = 0
        for index in 0..<5 {
            let found = try await sums(index)
            left += entries(found)
            for (target, sums) in before[index] {
                #expect(found[target]?.hours ?? [] == sums.hours.filter { $0.hour >= first })
            }
        }
        #expect(removed > 0 && removed + left == before.reduce(0) { $0 + entries($1) })
        #expect(try await stores.history.targets(of: "sandbox", fromHour: 0) == targets)
        let other = try await stores.history.targets(of: SampleRuns.run(1).workload.key, in: "task", fromHour: 0)
        #expect(!other.isEmpty)
    }

    /// Each hour's sums are those of the window of that hour, and `earlier` all before the first.
    private static func expect(
        _ sums: HourlySums,
        from first: Int64,
        _ summary: (Double?, Timestamp) -> RunSummary
    ) {
        func start(_ hour: Int64) -> Timestamp { Timestamp(microseconds: hour * 3_600_000_000) }
        #expect(sums.earlier == summary(nil, start(first)))
        #expect(sums.hours.map(\.hour) == sums.hours.map(\.hour).sorted())
        for entry in sums.hours {
            #expect(entry.hour >= first)
            #expect(entry.sum == summary(3600, start(entry.hour + 1)))
        }
        var all = sums.earlier.runs
        for entry in sums.hours { all += entry.sum.runs }
        #expect(all == summary(nil, Timestamp(microseconds: .max / 2)).runs)
    }

    @Test(arguments: StoreKind.allCases)
    func `sums wrap as those in memory do`(kind: StoreKind) async throws {
        let stores = try Stores(kind)
        let runs = (0..<12).map { SampleRuns.run($0, target: "e2b") }
        for run in runs { _ = try await stores.runs.append(reports([run]), to: "sandbox") }
        let sums = try await stores.history.targets(of: "sandbox", fromHour: 0)[Target.ID("e2b")]
        #expect(sums?.hours.map(\.sum.costNanos) == [runs.reduce(0) { $0 &+ $1.outcome.cost.nanos }])
    }
}
