package import MetricRegistry
internal import Nodes
internal import Placement

/// Metrics of tasks.
package struct TaskMeasures: Sendable {
    private let submitted: Counter
    private let refused: Counter
    private let ended: Counter
    private let executionSeconds: Histogram
    private let seconds: Histogram
    private let overheadSeconds: Histogram
    private let cost: Counter
    private let losses: Counter
    private let unplaced: Counter
    private let unwritten: Counter
    private let unlearnt: Counter

    /// From 0.1 ms to 10 minutes.
    private static let workSeconds = [
        0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600,
    ]

    /// Makes the metrics.
    ///
    /// - Precondition: They were not made before in this registry.
    package init(_ registry: MetricRegistry) {
        self.submitted = registry.counter(
            "berth_tasks_submitted_total",
            "Tasks accepted.",
            labels: ["task_type"]
        )
        self.refused = registry.counter(
            "berth_task_refusals_total",
            "Rejected submissions.",
            labels: ["reason"]
        )
        self.ended = registry.counter(
            "berth_tasks_total",
            "Finished tasks, by kind of node and status; an empty kind if no node had it.",
            labels: ["task_type", "kind", "status"]
        )
        self.executionSeconds = registry.histogram(
            "berth_task_execution_seconds",
            "Time in a slot of a node.",
            labels: ["task_type", "kind"],
            bounds: Self.workSeconds
        )
        self.seconds = registry.histogram(
            "berth_task_seconds",
            "Time from submission to end.",
            labels: ["task_type"],
            bounds: Self.workSeconds
        )
        self.overheadSeconds = registry.histogram(
            "berth_task_overhead_seconds",
            "Time from submission to end, minus the node's queue and work.",
            bounds: Histogram.requestSeconds
        )
        self.cost = registry.counter(
            "berth_task_cost_usd_total",
            "Cost of tasks at the nodes' prices.",
            labels: ["kind", "node"]
        )
        self.losses = registry.counter(
            "berth_task_losses_total",
            "Tasks whose node was lost before reporting how they ended.",
            labels: ["kind"]
        )
        self.unplaced = registry.counter(
            "berth_task_undecided_total",
            "Tasks sent to the least loaded node because no decision could be made."
        )
        self.unwritten = registry.counter(
            "berth_task_unwritten_total",
            "Failed attempts to store a task; each is retried."
        )
        self.unlearnt = registry.counter(
            "berth_task_unlearnt_total",
            "Tasks whose outcome could not be stored to learn from."
        )
    }

    func submitted(_ type: String) { self.submitted.add(1, type) }
    func refused(_ reason: String) { self.refused.add(1, reason) }
    func lost(_ kind: Node.Kind?) { self.losses.add(1, kind?.rawValue ?? "") }
    func undecided() { self.unplaced.add() }
    func failedToLearn() { self.unlearnt.add() }
    func failedToWrite() { self.unwritten.add() }

    func ended(_ task: TaskRecord) {
        let kind = task.placement?.kind.rawValue ?? ""
        let type = task.submission.type
        self.ended.add(1, type, kind, task.status.rawValue)
        guard let figures = task.end else { return }
        let total = figures.at.seconds(since: task.submission.at)
        self.seconds.observe(total, type)
        guard let execution = figures.executionSeconds else { return }
        self.executionSeconds.observe(execution, type, kind)
        if task.attempts == 1 {
            self.overheadSeconds.observe(max(0, total - execution - (figures.queuedSeconds ?? 0)))
        }
        if let cost = figures.cost, let node = task.node { self.cost.add(cost.units, kind, node.description) }
    }
}
