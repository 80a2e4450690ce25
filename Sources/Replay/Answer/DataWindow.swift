package import Placement

/// Which runs were read.
package struct DataWindow: Sendable, Hashable, Codable {
    /// When the first started and the last ended.
    package let from: Timestamp
    /// When the last one ended.
    package let to: Timestamp
    /// Runs with a time and a cost.
    package let runs: Int
    /// Different workloads among them.
    package let workloads: Int
    /// Different targets among them.
    package let targets: Int

    /// - Parameter runs: At least one.
    init(_ runs: [Run]) {
        let nothing = Timestamp(microseconds: 0)
        self.from = runs.map(\.startedAt).min() ?? nothing
        self.to = runs.map(\.endedAt).max() ?? nothing
        self.runs = runs.count
        self.workloads = Set(runs.map(\.workload.key)).count
        self.targets = Set(runs.map(\.target.id)).count
    }
}
