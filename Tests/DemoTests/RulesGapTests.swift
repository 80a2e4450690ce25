import Catalog
import Demo
import Domains
import Engine
import Features
import Foundation
import Placement
import Testing

/// What there is to gain in the simulation: the declared rules against what the simulator knows to be best.
@Suite struct RulesGapTests {
    /// Whether to judge more and print the figures.
    private static let isShown = ProcessInfo.processInfo.environment["BERTH_SHOW"] == "1"

    private struct Tally {
        var logRatios: [Double] = []
        var costs = (chosen: 0.0, best: 0.0)
        var times = (chosen: 0.0, best: 0.0)
        var exact = 0
        var ratiosByFamily: [String: [Double]] = [:]

        var geometricMean: Double { exp(self.logRatios.reduce(0, +) / Double(self.logRatios.count)) }
    }

    /// Judges the choice for each run of a past; a choice that never succeeds counts apart.
    private static func judge(
        _ past: [SimulatedRun],
        by simulator: SandboxSimulator,
        choosing choose: (SimulatedRun) throws -> Target.ID?
    ) throws -> (tally: Tally, hopeless: Int) {
        var tally = Tally()
        var hopeless = 0
        for run in past {
            let moment = run.run.startedAt
            guard let best = try simulator.bestKnown(for: run.workload, at: moment, objective: .costTime),
                let chosen = try choose(run),
                let truth = try simulator.truth(of: run.workload, on: chosen, at: moment)
            else { continue }
            guard truth.successProbability > 0 else {
                hopeless += 1
                continue
            }
            tally.logRatios.append(log(truth.value(.costTime) / best.truth.value(.costTime)))
            tally.ratiosByFamily[run.workload.family, default: []].append(tally.logRatios.last ?? 0)
            tally.costs.chosen += truth.cost / truth.successProbability
            tally.costs.best += best.truth.cost / best.truth.successProbability
            tally.times.chosen += truth.timeSeconds / truth.successProbability
            tally.times.best += best.truth.timeSeconds / best.truth.successProbability
            tally.exact += chosen == best.target ? 1 : 0
        }
        return (tally, hopeless)
    }

    private static func report(_ name: String, _ judged: (tally: Tally, hopeless: Int)) {
        guard Self.isShown else { return }
        let tally = judged.tally
        print(
            "simulated:",
            name,
            "geometric mean",
            Figure.short(tally.geometricMean),
            "exact",
            Figure.percent(Double(tally.exact) / Double(tally.logRatios.count)),
            "cost",
            Figure.short(tally.costs.chosen / tally.costs.best),
            "time",
            Figure.short(tally.times.chosen / tally.times.best),
            "hopeless",
            judged.hopeless
        )
        if name == "rules" {
            for (family, ratios) in tally.ratiosByFamily.sorted(by: { $0.key < $1.key }) {
                print("simulated:  ", family, Figure.short(exp(ratios.reduce(0, +) / Double(ratios.count))))
            }
        }
    }

    @Test func `rules leave something to gain`() throws {
        let domain = try Support.domain()
        let simulator = try Support.simulator()
        let past = try Support.history(count: Self.isShown ? 3000 : 300)
        var state = EngineState(seed: 1)
        let rules = try Self.judge(past, by: simulator) { run in
            let snapshot = ServingSnapshot(
                domain: domain,
                targets: simulator.targets(at: run.run.startedAt).map(\.target),
                model: nil,
                policy: Policy(strategy: .rules, exploration: .off),
                history: RunStatistics()
            )
            let request = DecisionRequest(
                id: Decision.ID(run.run.id.description),
                at: run.run.startedAt,
                workload: run.run.workload
            )
            return try Engine.decide(request, with: snapshot, state: &state).chosenCandidate?.target.id
        }
        let habit = try Self.judge(past, by: simulator) { $0.run.target.id }
        Self.report("rules", rules)
        Self.report("habit", habit)
        for target in simulator.targets(at: Support.start).map(\.target.id) where Self.isShown {
            Self.report("always \(target) where it fits", try Self.judge(past, by: simulator) { _ in target })
        }
        #expect(rules.tally.geometricMean > 1.15)
    }

    @Test func `what runs cost and take on each sandbox is of a plausible scale`() throws {
        let clock = ContinuousClock()
        let began = clock.now
        let past = try Support.history(count: Self.isShown ? 20_000 : 6000)
        if Self.isShown { print("simulated:", past.count, "runs in", clock.now - began) }
        for (target, runs) in Dictionary(grouping: past, by: \.run.target.id).sorted(by: { $0.key < $1.key }) {
            let count = Double(runs.count)
            let time = runs.reduce(0) { $0 + $1.run.outcome.timeSeconds } / count
            let cost = runs.reduce(0) { $0 + $1.run.outcome.cost.units } / count
            let failures = Double(runs.count { !$0.run.outcome.succeeded }) / count
            if Self.isShown {
                print(
                    "simulated:",
                    target,
                    runs.count,
                    "runs, mean",
                    Figure.short(time),
                    "s,",
                    Figure.short(cost),
                    "USD, failures",
                    Figure.percent(failures)
                )
            }
            #expect(time > 1 && time < 400, "\(target)")
            #expect(cost > 1e-5 && cost < 1, "\(target)")
        }
    }
}
