import Catalog
import Declarations
import Demo
import Placement
import Statistics
import Testing

@Suite struct SandboxSimulatorTests {
    @Test func `the same seed gives the same past, another seed another`() throws {
        let first = try Support.history(count: 500)
        #expect(try Support.history(count: 500) == first)
        #expect(try Support.history(count: 500, seed: 8) != first)
    }

    @Test func `runs are in order, within the days, and say that they are simulated`() throws {
        let runs = try Support.history(count: 3000).map(\.run)
        #expect(runs.count == 3000)
        #expect(Set(runs.map(\.id)).count == 3000)
        #expect(runs.allSatisfy { $0.id.description.hasPrefix("simulated-") })
        #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.startedAt <= $1.startedAt })
        let first = try #require(runs.first)
        let last = try #require(runs.last)
        #expect(first.startedAt >= Support.start)
        #expect(last.startedAt < Support.start.advanced(bySeconds: Double(Support.days) * 86_400))
        let busy = runs.count { $0.startedAt.hour == 15 && $0.startedAt.weekday < 5 }
        let quiet = runs.count { $0.startedAt.hour == 3 && $0.startedAt.weekday < 5 }
        #expect(busy > 2 * quiet)
    }

    @Test func `the past repeats workloads, covers every target and has failures`() throws {
        let runs = try Support.history(count: 10_000)
        let perWorkload = Dictionary(grouping: runs, by: \.run.workload.key).values.map(\.count)
        #expect(perWorkload.count { $0 >= 20 } > 60)
        #expect(perWorkload.count { $0 == 1 } > 2500)
        let perTarget = Dictionary(grouping: runs, by: \.run.target.id)
        #expect(perTarget.count == 9)
        for (target, runs) in perTarget {
            #expect(runs.count > 50, "\(target)")
            let failures = Double(runs.count { !$0.run.outcome.succeeded }) / Double(runs.count)
            #expect(failures > 0.002 && failures < 0.2, "\(target) fails \(failures)")
        }
        #expect(Set(runs.map(\.workload.family)).count >= 17)
        #expect(Set(runs.map(\.workload.request.language)) == ["python", "javascript", "go", "rust", "bash"])
    }

    @Test func `the past goes to favourites seven times in ten`() throws {
        let python = try Support.history(count: 3000).filter {
            $0.workload.request.language == "python" && !$0.workload.request.gpu
                && $0.workload.request.memoryMB <= 8192
        }
        let share = Double(python.count { $0.run.target.id == Target.ID("e2b") }) / Double(python.count)
        // 0.7 and about an eighth of the rest.
        #expect(abs(share - 0.737) < 0.03)
    }

    @Test func `the truth is what many attempts come to`() throws {
        let simulator = try Support.simulator()
        var generator = SeededGenerator(seed: 3)
        let moment = Support.start.advanced(bySeconds: 15 * 3600)
        for workload in simulator.workloads(count: 9) {
            for target in simulator.targets(at: moment).map(\.target.id) {
                guard let truth = try simulator.truth(of: workload, on: target, at: moment) else { continue }
                var time = 0.0
                var cost = 0.0
                var succeeded = 0.0
                for _ in 0..<500 {
                    let outcome = try #require(
                        try simulator.attempt(workload, on: target, at: moment, using: &generator)
                    )
                    time += outcome.timeSeconds / 500
                    cost += outcome.cost.units / 500
                    succeeded += outcome.succeeded ? 1.0 / 500 : 0
                }
                #expect(abs(truth.timeSeconds / time - 1) < 0.06, "\(workload.family) on \(target)")
                #expect(abs(truth.cost / cost - 1) < 0.06, "\(workload.family) on \(target)")
                #expect(abs(truth.successProbability - succeeded) < 0.1, "\(workload.family) on \(target)")
            }
        }
    }

    @Test func `a run with too little memory fails, but not where memory comes with virtual CPUs`() throws {
        let simulator = try Support.simulator()
        let short = try #require(
            simulator.workloads(count: 2500).first {
                !$0.request.gpu && $0.request.language == "python" && $0.request.cpu >= 2
                    && $0.demand.memoryMB > $0.request.memoryMB && $0.demand.memoryMB < 3500
            }
        )
        let e2b = try #require(try simulator.truth(of: short, on: Target.ID("e2b"), at: Support.start))
        #expect(e2b.successProbability == 0)
        #expect(e2b.value(.costTime) == .infinity)
        let lambda = try #require(try simulator.truth(of: short, on: Target.ID("aws-lambda"), at: Support.start))
        #expect(lambda.successProbability > 0.9)
        #expect(lambda.value(.time) == lambda.timeSeconds / lambda.successProbability)
    }

    @Test func `the drift makes one sandbox slower and another cheaper and faster`() throws {
        let simulator = try Support.simulator()
        let drift = simulator.drift
        let before = Support.start.advanced(bySeconds: 3600)
        // Two weeks and an hour later: the same hour of the same weekday.
        let after = before.advanced(bySeconds: 14 * 86_400)
        for workload in simulator.workloads(count: 60) where workload.family == "monte-carlo" {
            let slower = try [before, after].map { try simulator.truth(of: workload, on: drift.slower, at: $0) }
            if let early = slower[0], let late = slower[1] { #expect(late.timeSeconds > 1.15 * early.timeSeconds) }
            let cheaper = try [before, after].map { try simulator.truth(of: workload, on: drift.cheaper, at: $0) }
            if let early = cheaper[0], let late = cheaper[1] {
                #expect(late.timeSeconds < early.timeSeconds)
                #expect(late.cost < 0.75 * early.cost)
            }
        }
        func price(_ moment: Timestamp) throws -> Double {
            let target = try #require(simulator.targets(at: moment).first { $0.target.id == drift.cheaper })
            return try #require(target.target.attributes["pricePerVCPUHour"]?.number)
        }
        #expect(try abs(price(after) / price(before) - drift.priceFactor) < 1e-9)
    }

    @Test func `the best known sandbox is no worse than any other`() throws {
        let simulator = try Support.simulator()
        for workload in simulator.workloads(count: 15) {
            guard let best = try simulator.bestKnown(for: workload, at: Support.start, objective: .cost) else {
                continue
            }
            for target in simulator.targets(at: Support.start).map(\.target.id) {
                let truth = try simulator.truth(of: workload, on: target, at: Support.start)
                #expect(best.truth.value(.cost) <= truth?.value(.cost) ?? .infinity)
            }
        }
    }

    @Test func `a target that the catalog lacks has no truth and no outcome`() throws {
        let simulator = try Support.simulator()
        let workload = try #require(simulator.workloads(count: 1).first)
        var generator = SeededGenerator(seed: 1)
        #expect(try simulator.truth(of: workload, on: Target.ID("nowhere"), at: Support.start) == nil)
        #expect(try simulator.attempt(workload, on: Target.ID("nowhere"), at: Support.start, using: &generator) == nil)
    }

    @Test func `a catalog with an unknown sandbox that allows nothing gives an empty past`() throws {
        let yaml = """
            format: berth-sandboxes
            version: 1
            origins:
              here: {source: a page, date: 2026-01-01, dated: stated, reading: vendor}
            sandboxes:
              tiny:
                provider: tiny
                name: Tiny
                limits: {memoryMB: 64, origin: here}
                billing:
                  currency: USD
                  startUp: free
                  rounding: {stepSeconds: 1, minimumSeconds: 0}
                  charges: [{meter: wallTime, price: 0.5, per: hour, origin: here}]
            """
        let simulator = try SandboxSimulator(
            seed: 1,
            catalog: SandboxCatalog(Declaration(yaml: yaml, file: "tiny.yaml")),
            driftAt: Support.start
        )
        #expect(try simulator.history(count: 20, startingAt: Support.start, days: 1).isEmpty)
        let workload = try #require(simulator.workloads(count: 1).first)
        #expect(try simulator.bestKnown(for: workload, at: Support.start, objective: .time) == nil)
    }
}
