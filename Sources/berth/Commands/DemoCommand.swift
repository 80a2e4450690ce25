internal import ArgumentParser
internal import Catalog
internal import Demo
internal import Domains
internal import Engine
internal import Features
internal import Foundation
internal import LightGBMTrainer
internal import Persistence
internal import Placement
internal import Registry
internal import Replay
internal import Statistics
internal import Tables
internal import Telemetry
internal import Training

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Learns from a simulated history of sandbox runs and shows what that is worth.",
        discussion: """
            Everything in it is simulated, from published prices and start-up times of sandbox providers: the history, \
            the failures, and a drift half-way. The first part of the history is learnt from, the last is replayed.

            Examples:
              berth demo --once
              berth demo --csv > template.csv
            """
    )

    @OptionGroup var domain: DomainOptions

    @Option(name: .long, help: "The folder that the demo's runs and model are left in.")
    var dataDir = "berth-demo"

    @Option(name: .long, help: "Simulated runs.")
    var runs = 6000

    @Option(name: .long, help: "Seed of the simulation and the training.")
    var seed: UInt64 = 7

    @Flag(name: .long, help: "End after one pass.")
    var once = false

    @Flag(
        name: .long,
        help: "Write the simulated history as CSV, as a template of the sandbox domain's columns, and end."
    )
    var csv = false

    private static let days = 28
    private static let testShare = 0.25
    private static let explained = 3
    private static let judged = 400

    func validate() throws {
        guard (200...200_000).contains(self.runs) else {
            throw ValidationError("--runs takes a whole number from 200 to 200000, not \(self.runs).")
        }
    }

    func run() async throws {
        try await reporting {
            guard let start = Timestamp(parsing: "2026-10-01") else { return }
            let middle = start.advanced(bySeconds: Double(Self.days) * 43_200)
            let simulator = try SandboxSimulator(
                seed: self.seed,
                catalog: try SandboxCatalog.builtIn(),
                driftAt: middle
            )
            let history = try simulator.history(count: self.runs, startingAt: start, days: Self.days)
            let simulated = history.map(\.run)
            if self.csv {
                FileHandle.standardOutput.write(Data(try SandboxHistoryCSV.bytes(of: simulated)))
                return
            }
            let domain = try self.domain.load()
            Console.result("Simulated: \(simulated.count) sandbox runs of \(Self.days) days, with a drift half-way.")
            let split = Int(Double(simulated.count) * (1 - Self.testShare))
            let (known, unseen) = (Array(simulated[..<split]), Array(simulated[split...]))
            let line = ProgressLine()
            defer { line.end() }
            let trainer = try TrainingOptions.trainer()
            let workspace = try Workspace(try DataDirectory(self.dataDir, for: .writing), domain: domain)
            let registration = ModelRegistration(
                workspace: workspace,
                settings: TrainingSettings(seed: self.seed),
                trainer: trainer,
                parent: try await workspace.models.latest(of: domain.name)?.id.version
            )
            _ = try await workspace.runs.append(simulated.map { RunReport($0) }, to: domain.name)
            let trained = try registration.train(
                known,
                as: ModelVersion.next(after: registration.parent),
                notes: ["made by berth demo from simulated runs"],
                progress: line.show
            )
            line.end()
            let model = try LearnedModel(trained.artifact, domain: domain)
            let answer = try HistoryReplay(
                try ReplayPlan(strategy: .model, seed: self.seed),
                domain: domain,
                learner: Trained(model: model)
            ).run(
                ReplayFiles(
                    training: [try Self.file("simulated past", known)],
                    test: [try Self.file("its last quarter", unseen)]
                )
            )
            Console.result(ReplayReport.text(answer))
            try self.judge(
                model,
                domain: domain,
                simulator: simulator,
                known: simulated,
                at: history[history.count - 1]
            )
        }
    }

    /// A learner that has learnt already.
    private struct Trained: ModelLearner {
        let model: LearnedModel

        func learn(from runs: [Run], progress: (String, Double) -> Void) throws -> any AdaptivePredictor { self.model }
    }

    private static func file(_ name: String, _ runs: [Run]) throws -> ReplayFile {
        ReplayFile(name: name, table: try Table(csv: try SandboxHistoryCSV.bytes(of: runs), file: name))
    }

    /// Simulated workloads decided by rules and by hybrid, beside what the simulator knows to be best.
    private func judge(
        _ model: LearnedModel,
        domain: Domain,
        simulator: SandboxSimulator,
        known: [Run],
        at last: SimulatedRun
    ) throws {
        let moment = last.run.endedAt.advanced(bySeconds: 1)
        let snapshot = ServingSnapshot(
            domain: domain,
            targets: simulator.targets(at: moment).map(\.target),
            model: model,
            policy: domain.policy,
            history: RunStatistics(known)
        )
        let rules = snapshot.following(Policy(strategy: .rules))
        var state = EngineState(seed: self.seed)
        let workloads = simulator.workloads(count: Self.judged)
        let past = Set(known.map(\.workload.key))
        var totals = SimulatedTotals(known: workloads.count { past.contains($0.workload.key) })
        var byModel: [Decision] = []
        var byRule: [Decision] = []
        for (number, workload) in workloads.enumerated() {
            func decide(_ snapshot: ServingSnapshot, _ state: inout EngineState) throws -> Decision {
                try Engine.decide(
                    DecisionRequest(id: Decision.ID("demo-\(number)"), at: moment, workload: workload.workload),
                    with: snapshot,
                    state: &state
                )
            }
            var unused = EngineState(seed: self.seed)
            let byRules = try decide(rules, &unused)
            let byHybrid = try decide(snapshot, &state)
            guard let best = try simulator.bestKnown(for: workload, at: moment, objective: domain.objective),
                let ruled = try byRules.chosenCandidate.flatMap({
                    try simulator.truth(of: workload, on: $0.target.id, at: moment)
                }),
                let learnt = try byHybrid.chosenCandidate.flatMap({
                    try simulator.truth(of: workload, on: $0.target.id, at: moment)
                })
            else { continue }
            totals.add(rules: ruled, hybrid: learnt, best: best.truth, objective: domain.objective)
            if byHybrid.basis == .model { byModel.append(byHybrid) } else { byRule.append(byHybrid) }
        }
        Console.result(totals.text)
        // Decisions of the model first, from all over the list.
        let step = max(1, byModel.count / Self.explained)
        let spread = stride(from: 0, to: byModel.count, by: step).map { byModel[$0] }
        for decision in (spread + byRule).prefix(Self.explained) {
            Console.result("")
            for sentence in Explanation(decision, model: model).sentences { Console.result("  " + sentence) }
        }
        Console.result(
            "\nRuns and model are in \(self.dataDir). Try: berth models show sandbox --data-dir \(self.dataDir)"
        )
    }
}
