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
import Testing
import Training

/// Domain `task` learns from simulated tasks, whose truth is known, and decides others. `Benchmarks/task` has the figures
/// of as many workloads as the project promises; here are fewer, and wider bounds.
@Suite struct TaskDomainTests {
    /// One training for all tests.
    private struct Learnt: Sendable {
        let domain: Domain
        let simulator: TaskSimulator
        let model: LearnedModel
        let metrics: [String: Double]
        let gaps: [String]
    }

    private static let learnt = Result { try Self.learn(count: 1_500) { $0 } }

    private static func domain() throws -> Domain {
        let file = PackageRoot.url.appending(path: "domains/task.yaml")
        return try Domain(yaml: String(contentsOf: file, encoding: .utf8), file: "task.yaml")
    }

    private static func tasks(_ domain: Domain, count: Int, stream: String = "tasks") throws -> [SimulatedTask] {
        try TaskSimulator(seed: 11).tasks(count: count, stream: stream) { try domain.workload($0).key }
    }

    private static func learn(count: Int, choosing: ([Run]) -> [Run]) throws -> Learnt {
        let domain = try Self.domain()
        let simulator = TaskSimulator(seed: 11)
        let table = try Table(
            csv: TaskHistoryCSV.bytes(
                of: try Self.tasks(domain, count: count),
                simulator: simulator,
                startingAt: Workshop.start,
                secondsBetween: 60
            ),
            file: "tasks.csv"
        )
        let mapping = try #require(domain.history)
        let runs = try mapping.runs(from: table, sides: [:], badRows: .refuse).runs.map(\.run)
        var settings = TrainingSettings(seed: 1, forest: domain.forest)
        settings.boosting.rounds = 20
        settings.folds = 2
        let result = try ModelTrainer(
            domain: domain,
            trainer: try Learning.trees(),
            settings: settings,
            version: "v1.0.0"
        ).train(choosing(runs))
        return Learnt(
            domain: domain,
            simulator: simulator,
            model: try LearnedModel(result.artifact, domain: domain),
            metrics: result.metrics,
            gaps: result.gaps
        )
    }

    private static func decide(
        _ attributes: [String: Value],
        _ learnt: Learnt,
        targets: [Target] = SimulatedNodeKind.all.map { $0.target(pricePerHour: $0.pricePerHour) }
    ) throws -> Decision {
        var state = EngineState(seed: 1)
        return try Engine.decide(
            DecisionRequest(
                id: Decision.ID("1"),
                at: Workshop.start,
                workload: try learnt.domain.workload(attributes)
            ),
            with: ServingSnapshot(
                domain: learnt.domain,
                targets: targets,
                model: learnt.model,
                policy: Policy(
                    strategy: .hybrid,
                    confidenceGate: learnt.domain.policy.confidenceGate,
                    exploration: .off
                ),
                history: RunStatistics()
            ),
            state: &state
        )
    }

    private static func task(
        _ type: String,
        priority: Double,
        latency: Double,
        costSensitivity: Double = 5,
        requiresGPU: Bool = false,
        payload: [String: Value],
        edgeLoad: Double = 0
    ) -> [String: Value] {
        [
            "taskType": .text(type), "priority": .number(priority), "latency": .number(latency),
            "cost_sensitivity": .number(costSensitivity), "requiresGPU": .flag(requiresGPU),
            "payload": .record(payload),
            "edge_load": .number(edgeLoad), "cloud_load": 0, "gpu_load": 0, "edge_latency_ms": 2,
            "cloud_latency_ms": 40, "gpu_latency_ms": 60,
        ]
    }

    private static let jobPayload: [String: Value] = [
        "rows": 2_000, "epochs": 10, "features": 16, "classes": 3, "hidden": 32, "batchSize": 32, "learningRate": 0.1,
        "seed": 1,
    ]

    // MARK: What it is worth

    @Test func `choices on other tasks come near what could be known`() throws {
        let learnt = try Self.learnt.get()
        var score = TaskScore()
        var generator = SeededGenerator(seed: 3, stream: "odds")
        for task in try Self.tasks(learnt.domain, count: 300, stream: "other tasks") where !task.offers.isEmpty {
            let decision = try Self.decide(task.workload.attributes, learnt, targets: task.offers.map(\.target))
            let odds = TaskOdds(
                task,
                objective: decision.objective,
                simulator: learnt.simulator,
                draws: 100,
                using: &generator
            )
            let outcomes = learnt.simulator.outcomes(of: task, using: &generator)
            score.add(
                chosen: try #require(decision.chosen),
                odds: odds,
                outcomes: outcomes,
                objective: decision.objective
            )
        }
        #expect(score.decisions > 200 && score.forced > 20)
        #expect((0.92...0.98).contains(score.bayesAccuracy), "\(score.bayesAccuracy)")
        #expect(score.accuracy > score.bayesAccuracy - 0.08, "\(score.accuracy) of \(score.bayesAccuracy)")
        #expect((0..<0.03).contains(score.valueRegret), "\(score.valueRegret)")
        #expect(score.costRegret < 0.1, "\(score.costRegret)")
    }

    @Test func `the card tells how often held-out choices were the best`() throws {
        let learnt = try Self.learnt.get()
        let share = try #require(learnt.metrics["newWorkload.trees.exactShare"])
        #expect((0.8...0.98).contains(share), "\(share)")
        #expect(try #require(learnt.metrics["newWorkload.trees.decisions"]) > 1_000)
        // No pair is predicted from its own runs, so none is judged by them.
        #expect(learnt.metrics["known.decisions"] == nil && learnt.metrics["newTarget.decisions"] == nil)
        #expect(learnt.model.artifact.cells.isEmpty && learnt.model.artifact.workloads.isEmpty)
    }

    // MARK: The scenarios, with an idle fleet

    @Test func `a training job that needs a GPU gets one`() throws {
        let decision = try Self.decide(
            Self.task("ml_training", priority: 7, latency: 4, requiresGPU: true, payload: Self.jobPayload),
            try Self.learnt.get()
        )
        #expect(decision.chosenCandidate?.target.id == Target.ID("gpu"))
        #expect(try #require(decision.confidence) > 0.9)
        #expect(decision.basis == .model)
        #expect(decision.candidates.count { $0.exclusion != nil } == 2)
    }

    @Test func `an alert that is needed at once stays at the edge`() throws {
        let decision = try Self.decide(
            Self.task("sensor_alert", priority: 10, latency: 10, payload: ["readingsCount": 25]),
            try Self.learnt.get()
        )
        #expect(decision.chosenCandidate?.target.id == Target.ID("edge"))
        let prediction = try #require(decision.chosenCandidate?.prediction)
        #expect(prediction.timeSeconds.value < 0.2 && prediction.situation == .newWorkload)
        #expect(prediction.timeSeconds.lower < prediction.timeSeconds.value)
        #expect(prediction.timeSeconds.upper > prediction.timeSeconds.value)
        let shares = decision.candidates.compactMap(\.prediction?.selectionProbability)
        #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-6 && shares.allSatisfy { $0 >= 0 })
    }

    @Test func `a report that should be cheap goes to the cloud`() throws {
        let decision = try Self.decide(
            Self.task(
                "daily_report",
                priority: 2,
                latency: 2,
                costSensitivity: 9,
                payload: ["rows": 20_000, "seed": 1]
            ),
            try Self.learnt.get()
        )
        #expect(decision.chosenCandidate?.target.id == Target.ID("cloud"))
        #expect(decision.objective.costExponent > 0.8)
    }

    @Test func `a picture that needs a GPU gets one`() throws {
        let decision = try Self.decide(
            Self.task("image_classification", priority: 5, latency: 5, requiresGPU: true, payload: ["seed": 7]),
            try Self.learnt.get()
        )
        #expect(decision.chosenCandidate?.target.id == Target.ID("gpu"))
    }

    @Test func `fraud detection leaves the edge as it fills`() throws {
        let learnt = try Self.learnt.get()
        let chosen = try [0.0, 5, 30, 60, 90, 100].map { load in
            try Self.decide(
                Self.task("fraud_detection", priority: 6, latency: 6, payload: ["amount": 1_240], edgeLoad: load),
                learnt
            ).chosenCandidate?.target.id
        }
        #expect(chosen[0] == Target.ID("edge") && chosen[1] == Target.ID("edge"))
        #expect(chosen[3...].allSatisfy { $0 == Target.ID("cloud") }, "\(chosen)")
    }

    // MARK: Runs as real nodes report them

    @Test func `it learns from runs of the chosen kind alone`() throws {
        // Who chose the past was not good at it: any kind in turn.
        let learnt = try Self.learn(count: 1_500) { runs in
            let byTask = Dictionary(grouping: runs) { $0.startedAt }.sorted { $0.key < $1.key }
            return byTask.enumerated().map { number, entry in entry.value[number % entry.value.count] }
        }
        #expect(learnt.metrics["newWorkload.trees.decisions"] == nil)
        let fraud = Self.task("fraud_detection", priority: 6, latency: 6, payload: ["amount": 1_240])
        let report = Self.task(
            "daily_report",
            priority: 2,
            latency: 2,
            costSensitivity: 9,
            payload: ["rows": 20_000, "seed": 1]
        )
        for (attributes, kind) in [(fraud, "edge"), (report, "cloud")] {
            let decision = try Self.decide(attributes, learnt)
            let values = decision.candidates.map { $0.prediction?.logValue ?? .infinity }
            let best = values.indices.min { values[$0] < values[$1] }
            #expect(best.map { decision.candidates[$0].target.id } == Target.ID(kind))
            #expect(try #require(decision.confidence) > 0)
        }
    }
}
