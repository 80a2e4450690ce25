import Demo
import Domains
import Engine
import Features
import Foundation
import LearnedModels
import Placement
import RunMapping
import Statistics
import Tables
import Training

/// Learns from one part of the simulated tasks and decides another.
struct TaskBench {
    let domain: Domain
    let options: Options
    let simulator: TaskSimulator
    let training: [SimulatedTask]
    let test: [SimulatedTask]
    let runs: [Run]

    private static let start = Timestamp(secondsSince1970: 1_790_812_800)

    init(_ options: Options) throws {
        let domain = try Domain(yaml: String(contentsOfFile: options.domain, encoding: .utf8), file: options.domain)
        let simulator = TaskSimulator(seed: options.seed)
        func tasks(_ count: Int, _ stream: String) throws -> [SimulatedTask] {
            try simulator.tasks(count: count, stream: stream) { try domain.workload($0).key }
        }
        self.domain = domain
        self.options = options
        self.simulator = simulator
        self.training = try tasks(options.training, "tasks")
        self.test = try tasks(options.test, "test tasks")
        // Through the CSV, as a history comes in.
        let table = try Table(
            csv: TaskHistoryCSV.bytes(
                of: self.training,
                simulator: simulator,
                startingAt: Self.start,
                secondsBetween: 200
            ),
            file: "tasks.csv"
        )
        guard let mapping = domain.history else { throw Options.Refused(description: "the domain has no history") }
        self.runs = try mapping.runs(from: table, sides: [:], badRows: .refuse).runs.map(\.run)
    }

    func report(trainer: any TreeTrainer) throws -> String {
        var settings = TrainingSettings(seed: self.options.seed, forest: self.options.forest ?? self.domain.forest)
        for knob in self.options.knobs { try settings.boosting.set(knob.key, to: knob.value) }
        let began = Date()
        let result = try ModelTrainer(domain: self.domain, trainer: trainer, settings: settings, version: "v1.0.0")
            .train(self.runs)
        let seconds = Date().timeIntervalSince(began)
        let bytes = try JSONEncoder().encode(result.artifact).count
        let model = try LearnedModel(result.artifact, domain: self.domain)
        let byModel = try self.score(model, strategy: .model)
        let byHybrid = try self.score(model, strategy: .hybrid)
        let byRules = try self.score(model, strategy: .rules)
        var lines = [
            "learnt from \(self.options.training) workloads (\(self.runs.count) runs) in \(Figure.short(seconds)) s; "
                + "artifact \(bytes / 1_000) kB, seed \(self.options.seed), \(settings.boosting.method)",
            "decided \(byModel.score.decisions) others with a choice; \(byModel.score.forced) had none; "
                + "\(Figure.short(byModel.microseconds)) µs a decision, targets new each time",
            "Bayes accuracy \(Self.share(byModel.score.bayesAccuracy)) ± \(Self.share(byModel.score.bayesError)) "
                + "(\(self.options.draws) draws a workload and kind)",
        ]
        for (name, figures) in [("model", byModel), ("hybrid", byHybrid), ("rules", byRules)] {
            let score = figures.score
            lines.append(
                "\(name): accuracy \(Self.share(score.accuracy)) ± \(Self.share(score.accuracyError)), "
                    + "regret in value \(Self.share(score.valueRegret)), in cost \(Self.share(score.costRegret)), "
                    + "in time \(Self.share(score.timeRegret)), mean confidence \(Self.share(figures.confidence))"
            )
        }
        lines += result.metrics.sorted { $0.key < $1.key }.map { "  \($0.key): \(Figure.short($0.value))" }
        return lines.joined(separator: "\n")
    }

    private static func share(_ value: Double) -> String { String(format: "%.4f", value) }

    private func score(
        _ model: LearnedModel,
        strategy: Policy.Strategy
    ) throws -> (score: TaskScore, confidence: Double, microseconds: Double) {
        var score = TaskScore()
        var state = EngineState(seed: 1)
        var truths = SeededGenerator(seed: self.options.seed, stream: "odds")
        var ends = SeededGenerator(seed: self.options.seed, stream: "test outcomes")
        var confidences: [Double] = []
        var seconds = 0.0
        let policy = Policy(
            strategy: strategy,
            confidenceGate: self.domain.policy.confidenceGate,
            exploration: .off
        )
        for (number, task) in self.test.enumerated() where !task.offers.isEmpty {
            let request = DecisionRequest(id: Decision.ID("\(number)"), at: Self.start, workload: task.workload)
            let began = Date()
            let decision = try Engine.decide(
                request,
                with: ServingSnapshot(
                    domain: self.domain,
                    targets: task.offers.map(\.target),
                    model: model,
                    policy: policy,
                    history: RunStatistics()
                ),
                state: &state
            )
            seconds += Date().timeIntervalSince(began)
            guard let chosen = decision.chosen else { continue }
            let odds = TaskOdds(
                task,
                objective: decision.objective,
                simulator: self.simulator,
                draws: self.options.draws,
                using: &truths
            )
            let outcomes = self.simulator.outcomes(of: task, using: &ends)
            score.add(chosen: chosen, odds: odds, outcomes: outcomes, objective: decision.objective)
            confidences += decision.confidence.map { [$0] } ?? []
        }
        return (
            score, confidences.isEmpty ? .nan : Summaries.mean(confidences),
            seconds / Double(self.test.count) * 1e6
        )
    }
}
