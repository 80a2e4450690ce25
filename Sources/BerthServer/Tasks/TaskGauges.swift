internal import MetricRegistry
internal import Nodes
internal import TaskDispatch

/// Metrics of the open tasks, read when somebody reads metrics.
struct TaskGauges: Sendable {
    private let tasks: TaskService
    private let fleet: FleetService
    private let waiting: Gauge
    private let capacity: Gauge
    private let running: Gauge

    init(_ registry: MetricRegistry, tasks: TaskService, fleet: FleetService) {
        self.tasks = tasks
        self.fleet = fleet
        self.waiting = registry.gauge("berth_task_queue_length", "Tasks waiting for a node.")
        self.capacity = registry.gauge("berth_task_queue_capacity", "Limit on open tasks.")
        self.running = registry.gauge("berth_tasks_running", "Tasks on nodes.", labels: ["kind"])
    }

    @Sendable func refresh() {
        let counts = self.tasks.counts
        self.waiting.set(Double(counts.queued))
        self.capacity.set(Double(counts.capacity))
        for (kind, nodes) in Dictionary(grouping: self.fleet.nodes, by: \.node.kind) {
            let ordered = nodes.reduce(0) { $0 + self.tasks.ordered(on: $1.node.id) }
            self.running.set(Double(ordered), kind.rawValue)
        }
    }
}
