import Demo
import Domains
import Expressions
import Features
import Foundation
import Placement
import Statistics
import Tables
import TaskPlacement

/// The same tasks as tables of numbers, a row a task with the kind that was best: what a classifier learns from.
struct PeerTables {
    private let bench: TaskBench

    init(_ bench: TaskBench) { self.bench = bench }

    private static let scales = [TaskDomain.priority, TaskDomain.latency, TaskDomain.costSensitivity].map(\.name)

    /// What the domain's features read of a payload, ascending.
    private var sizes: [String] {
        let expressions = self.bench.domain.program.features.compactMap { feature in
            if case .expression(let expression) = feature.source { expression } else { nil }
        }
        let payload = ["workload", TaskDomain.payload.name]
        return Set(expressions.flatMap(\.names).map(\.path).filter { $0.starts(with: payload) }.compactMap(\.last))
            .sorted()
    }

    func write(into folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let parts = [("train", self.bench.training, "history"), ("test", self.bench.test, "test outcomes")]
        for (name, tasks, stream) in parts {
            let url = URL(filePath: folder).appending(path: "\(name).csv")
            try Data(try self.table(of: tasks, stream: stream)).write(to: url)
        }
    }

    private func table(of tasks: [SimulatedTask], stream: String) throws -> [UInt8] {
        let kinds = SimulatedNodeKind.all.map(\.name)
        let states = TaskDomain.fleet.map(\.name)
        let sizes = self.sizes
        var writer = CSVWriter(
            columns: [TaskDomain.taskType.column] + Self.scales + states + sizes + kinds.map { "\($0)_price" }
                + kinds.map { "\($0)_may" } + ["best"]
        )
        var generator = SeededGenerator(seed: self.bench.options.seed, stream: stream)
        for task in tasks {
            let attributes = task.workload.attributes
            // Every task draws, so that the labels are those that the forest is judged by.
            let skips = stream == "test outcomes" && task.offers.isEmpty
            let outcomes = skips ? [] : self.bench.simulator.outcomes(of: task, using: &generator)
            guard task.offers.count > 1,
                let best = outcomes.best(try self.bench.domain.objective(of: task.workload))
            else { continue }
            func cell(_ name: String) -> String? { attributes[name]?.text }
            let payload = attributes[TaskDomain.payload.name] ?? .missing
            let offers = kinds.map { kind in task.offers.first { $0.kind.name == kind } }
            var cells: [String?] = [cell(TaskDomain.taskType.name)] + Self.scales.map(cell) + states.map(cell)
            cells += sizes.map { payload[path: [$0]].text }
            cells += offers.map { $0.map { "\($0.pricePerHour)" } }
            cells += offers.map { $0 == nil ? "0" : "1" }
            writer.append(cells + [task.offers[best].kind.name])
        }
        return writer.bytes
    }
}
