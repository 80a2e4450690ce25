import Demo
import Domains
import Foundation
import Placement
import Statistics
import Tables

/// The same tasks as tables of numbers, a row a task with the kind that was best: what a classifier learns from.
struct PeerTables {
    private let bench: TaskBench

    init(_ bench: TaskBench) { self.bench = bench }

    private static let scales = ["priority", "latency", "cost_sensitivity"]
    private static let sizes = ["rows", "epochs", "features", "classes", "hidden", "readingsCount", "pngBytes"]

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
        let states = kinds.flatMap { ["\($0)_load", "\($0)_latency_ms"] }
        var writer = CSVWriter(
            columns: ["task_type"] + Self.scales + states + Self.sizes + kinds.map { "\($0)_price" }
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
            let payload = attributes["payload"] ?? .missing
            let offers = kinds.map { kind in task.offers.first { $0.kind.name == kind } }
            var cells: [String?] = [cell("taskType")] + Self.scales.map(cell) + states.map(cell)
            cells += Self.sizes.map { payload[path: [$0]].text }
            cells += offers.map { $0.map { "\($0.pricePerHour)" } }
            cells += offers.map { $0 == nil ? "0" : "1" }
            writer.append(cells + [task.offers[best].kind.name])
        }
        return writer.bytes
    }
}
