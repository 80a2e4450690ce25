internal import BerthServer
internal import Demo
internal import Domains
internal import Foundation
internal import Pipelines
internal import Placement
internal import Registry
internal import Statistics
internal import Training

/// Tasks for the demo's nodes: a forest learns from simulated ones where they should run, then real ones come in.
struct DemoTasks {
    let seed: UInt64
    let domain: Domain
    let training: TrainingService
    let address: SocketAddress

    private static let simulated = 10_000
    private static let tasksPerSecond = 2.0

    /// Trains the first model on simulated tasks, and lets it serve.
    func learn() async throws {
        let line = ProgressLine()
        defer { line.end() }
        let simulator = TaskSimulator(seed: self.seed)
        let tasks = try simulator.tasks(count: Self.simulated) { try self.domain.workload($0).key }
        let runs = simulator.runs(of: tasks, startingAt: .now().advanced(bySeconds: -86_400), secondsBetween: 8)
        let order = TrainingOrder(
            domain: self.domain.name,
            settings: TrainingSettings(seed: self.seed),
            notes: ["made by berth demo from simulated tasks"]
        )
        let model = try await self.training.train(order, on: runs) { line.show($0.activity, $0.share) }
        try await DemoClient(self.address).serve("\(model.record.id.version)", of: self.domain.name)
    }

    /// Submits a task now and then until the process is stopped.
    func goOn() async throws {
        let client = DemoClient(self.address)
        var generator = SeededGenerator(seed: self.seed, stream: "live tasks")
        while true {
            try await Task.sleep(for: .seconds(1 / Self.tasksPerSecond))
            try await client.submit(Self.task(&generator))
        }
    }

    /// One of the five types, small enough that a notebook runs them beside everything else.
    private static func task(_ generator: inout SeededGenerator) -> [String: Value] {
        func pick(_ range: ClosedRange<Int>) -> Value {
            .number(Double(range.lowerBound + generator.index(below: range.count)))
        }
        switch generator.index(below: 10) {
        case 0...3:
            return [
                "taskType": "fraud_detection", "priority": 6, "latency": 8, "cost_sensitivity": 3,
                "payload": .record(["amount": pick(5...2_000), "hour": pick(0...23), "distanceKm": pick(0...3_000)]),
            ]
        case 4...6:
            return [
                "taskType": "sensor_alert", "priority": pick(7...10), "latency": pick(8...10), "cost_sensitivity": 2,
                "payload": .record(["seed": pick(1...100_000)]),
            ]
        case 7:
            return [
                "taskType": "image_classification", "priority": 5, "latency": pick(3...7),
                "payload": .record(["seed": pick(1...100_000)]),
            ]
        case 8:
            return [
                "taskType": "daily_report", "priority": 2, "latency": 2, "cost_sensitivity": 9,
                "payload": .record(["rows": pick(2_000...20_000), "seed": pick(1...100_000)]),
            ]
        default:
            return [
                "taskType": "ml_training", "priority": 5, "latency": pick(2...5),
                "requiresGPU": .flag(generator.uniform() < 0.5),
                "payload": .record(["rows": pick(300...1_200), "epochs": pick(2...6), "seed": pick(1...100_000)]),
            ]
        }
    }
}
