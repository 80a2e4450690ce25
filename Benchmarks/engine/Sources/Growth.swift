import Domains
import Engine
import Features
import LearnedModels
import LightGBMTrainer
import Placement

/// How the time of a decision grows with candidates, trees and features.
struct Growth {
    let trainer: LightGBMTrainer
    let options: Options

    private static let usualCandidates = 8
    private static let usualTrees = 200

    func print() throws {
        let usual = try SandboxBench(trainer: self.trainer, trees: Self.usualTrees)
        Swift.print("candidates  forests  trees  features  columns   median      99 %     mean  decisions/s")
        for count in self.options.candidates { try self.line(usual, candidates: count) }
        for trees in self.options.trees where trees != Self.usualTrees {
            try self.line(SandboxBench(trainer: self.trainer, trees: trees), candidates: Self.usualCandidates)
        }
        for features in self.options.features {
            try self.line(
                SandboxBench(trainer: self.trainer, trees: Self.usualTrees, features: features),
                candidates: Self.usualCandidates
            )
        }
        let times = try self.times(usual, candidates: Self.usualCandidates)
        Swift.print(
            "\(Self.usualCandidates) candidates, \(usual.forests) models of \(Self.usualTrees) trees: "
                + "median \(times.median) µs, 99 % \(times.high) µs, mean \(times.mean) µs a decision; 100 µs are allowed"
        )
    }

    private func line(_ bench: SandboxBench, candidates: Int) throws {
        let times = try self.times(bench, candidates: candidates)
        let numbers: [(Any, Int)] = [
            (candidates, 10), (bench.forests, 9), (bench.trees, 7), (bench.domain.program.features.count, 10),
            (bench.artifact.program.columnNames.count, 9), ("\(times.median) µs", 10), ("\(times.high) µs", 10),
            ("\(times.mean) µs", 9), (Int(1e6 / times.mean), 13),
        ]
        Swift.print(
            numbers.map { value, width in
                String(repeating: " ", count: max(1, width - "\(value)".count)) + "\(value)"
            }.joined()
        )
    }

    private struct Times {
        let median: Double
        let high: Double
        let mean: Double

        /// - Parameter seconds: One a decision.
        init(_ seconds: [Double]) {
            let sorted = seconds.sorted()
            func rounded(_ value: Double) -> Double { (value * 1e7).rounded() / 10 }
            self.median = rounded(sorted[sorted.count / 2])
            self.high = rounded(sorted[sorted.count * 99 / 100])
            self.mean = rounded(sorted.reduce(0, +) / Double(sorted.count))
        }
    }

    /// Every decision is for another workload than the one before, and has as many feasible candidates as asked.
    private func times(_ bench: SandboxBench, candidates: Int) throws -> Times {
        let targets = bench.candidates(candidates)
        let workloads = try bench.workloads(for: targets)
        let snapshot = ServingSnapshot(
            domain: bench.domain,
            targets: targets,
            model: try LearnedModel(bench.artifact, domain: bench.domain),
            policy: bench.domain.policy,
            history: RunStatistics(bench.runs)
        )
        // The machine is shared: the round in which others disturbed least.
        var best = try self.round(snapshot, workloads: workloads, at: bench.moment)
        for _ in 1..<Self.rounds {
            let next = try self.round(snapshot, workloads: workloads, at: bench.moment)
            if next.median < best.median { best = next }
        }
        return best
    }

    private static let rounds = 7

    private func round(_ snapshot: ServingSnapshot, workloads: [Workload], at moment: Timestamp) throws -> Times {
        var state = EngineState(seed: SandboxBench.seed)
        var took: [Double] = []
        let clock = ContinuousClock()
        for number in 0..<self.options.decisions + 200 {
            let request = DecisionRequest(
                id: Decision.ID("\(number)"),
                at: moment,
                workload: workloads[number % workloads.count]
            )
            let began = clock.now
            let decision = try Engine.decide(request, with: snapshot, state: &state)
            let elapsed = (clock.now - began).components
            precondition(decision.candidates.allSatisfy { $0.prediction != nil }, "every candidate is predicted")
            // The first ones find cold caches.
            if number >= 200 { took.append(Double(elapsed.attoseconds) / 1e18 + Double(elapsed.seconds)) }
        }
        return Times(took)
    }
}
