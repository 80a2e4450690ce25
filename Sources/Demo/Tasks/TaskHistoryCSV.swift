internal import Foundation
package import Placement
internal import Tables
internal import TaskPlacement

/// A simulated history of tasks as the flat CSV that the `history:` section of `domains/task.yaml` reads. The column
/// `origin` says `simulated` in every row.
package enum TaskHistoryCSV {
    /// The whole file in UTF-8: a row for each kind that may take a task, so that it is known which was best.
    ///
    /// - Parameters:
    ///   - start: When the first task comes in.
    ///   - secondsBetween: From one task to the next.
    /// - Throws: What `JSONEncoder` throws for a number that JSON cannot hold.
    package static func bytes(
        of tasks: [SimulatedTask],
        simulator: TaskSimulator,
        startingAt start: Timestamp,
        secondsBetween: Double
    ) throws -> [UInt8] {
        var writer = CSVWriter(columns: Self.columns)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for run in simulator.runs(of: tasks, startingAt: start, secondsBetween: secondsBetween) {
            let (workload, target) = (run.workload.attributes, run.target.attributes)
            let payload = String(
                decoding: try encoder.encode(workload[TaskDomain.payload.name] ?? .missing),
                as: UTF8.self
            )
            let cells =
                [run.startedAt.description] + Self.workload.map { workload[$0.name]?.text } + [payload]
                + TaskDomain.target.map { target[$0.name]?.text }
            writer.append(cells + Self.cells(run.outcome) + ["simulated"])
        }
        return writer.bytes
    }

    /// The header, in order.
    package static let columns =
        ["started_at"] + Self.workload.map(\.column) + [TaskDomain.payload.column] + TaskDomain.target.map(\.column)
        + ["duration_ms", "cost_usd", "success", "origin"]

    private static let workload = TaskDomain.asked + TaskDomain.fleet

    /// Milliseconds with three decimals, and USD with nine, as money has.
    private static func cells(_ outcome: Outcome) -> [String] {
        let milliseconds = (outcome.timeSeconds * 1e6).rounded() / 1e3
        let (units, rest) = outcome.cost.nanos.quotientAndRemainder(dividingBy: 1_000_000_000)
        let digits = String(rest)
        let cost = "\(units)." + String(repeating: "0", count: 9 - digits.count) + digits
        return [Value.spelling(of: milliseconds), cost, "\(outcome.succeeded)"]
    }
}
