package import MetricRegistry
internal import Nodes

/// Metrics of the tasks that ended on a node.
package struct RunnerMeasures: Sendable {
    private let tasks: Counter
    private let executionSeconds: Histogram
    private let queuedSeconds: Histogram

    private static let bounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800]

    /// - Parameter taskTypes: The types that the node runs; they are read as 0 before their first task.
    package init(_ registry: MetricRegistry, taskTypes: [String]) {
        self.tasks = registry.counter(
            "berth_node_tasks_total",
            "Tasks finished on this node.",
            labels: ["task_type", "status"]
        )
        self.executionSeconds = registry.histogram(
            "berth_node_execution_seconds",
            "Time in a slot, for tasks that got one, however they ended.",
            labels: ["task_type"],
            bounds: Self.bounds
        )
        self.queuedSeconds = registry.histogram(
            "berth_node_queued_seconds",
            "Time from acceptance to a slot, or to the end for tasks that never got one.",
            bounds: Self.bounds
        )
        for type in taskTypes {
            for status in TaskReport.Status.allCases { self.tasks.add(0, type, status.rawValue) }
        }
    }

    func ended(_ report: TaskReport, type: String) {
        self.tasks.add(1, type, report.status.rawValue)
        self.queuedSeconds.observe(report.queuedSeconds)
        if report.executionSeconds > 0 { self.executionSeconds.observe(report.executionSeconds, type) }
    }
}
