internal import Access
internal import MetricRegistry
internal import NodeRuntime
internal import Nodes
internal import Placement
internal import Problems
internal import Synchronization
internal import Web

/// A node's metrics beside those of its tasks: who it is, how busy, and what it refused.
struct NodeMeasures: Sendable {
    private let refusals: Counter

    init(_ registry: MetricRegistry, identity: NodeIdentity) {
        self.refusals = registry.counter(
            "berth_node_refusals_total",
            "Tasks that this node rejected.",
            labels: ["reason"]
        )
        for kind in Self.ofOrders { self.refusals.add(0, kind.code) }
        let gauges = NodeGauges(registry)
        registry.beforeReading { gauges.show(identity.heartbeat, version: identity.version) }
    }

    /// What can be wrong with an order; each is read as 0 before it first happens.
    private static let ofOrders: [Problem.Kind] = [
        .malformedJSON, .unknownField, .missingField, .invalidField, .unsupportedMediaType, .tooLarge, .unprocessable,
        .unknownTaskType, .staleToken, .full, .draining,
    ]

    /// Counts an order that was not taken; other requests are no orders.
    func refused(_ route: Route, _ problem: Problem) {
        guard route.permission == .submit, route.body != .none, Self.ofOrders.contains(problem.kind) else { return }
        self.refusals.add(1, problem.kind.code)
    }
}

/// What is read rather than counted.
private final class NodeGauges: Sendable {
    private let info: Gauge
    private let emulated: Gauge
    private let running: Gauge
    private let queued: Gauge
    private let slots: Gauge
    private let queueLimit: Gauge
    private let load: Gauge
    private let draining: Gauge
    private let machine: Gauge
    /// The name that was shown the last time: it is final only once the node listens.
    private let shown = Mutex<String?>(nil)

    init(_ registry: MetricRegistry) {
        self.info = registry.gauge(
            "berth_node_info",
            "Always 1; identifies the node.",
            labels: ["node", "kind", "version"]
        )
        self.emulated = registry.gauge(
            "berth_node_emulated",
            "1 for each trait of this node that is emulated.",
            labels: ["trait"]
        )
        self.running = registry.gauge("berth_node_running_tasks", "Tasks in slots.")
        self.queued = registry.gauge("berth_node_queued_tasks", "Tasks waiting for a slot.")
        self.slots = registry.gauge("berth_node_slots", "Limit on running tasks.")
        self.queueLimit = registry.gauge("berth_node_queue_limit", "Limit on waiting tasks.")
        self.load = registry.gauge("berth_node_taken_ratio", "Share of slots and queue in use.")
        self.draining = registry.gauge("berth_node_draining", "1 while the node accepts no more tasks.")
        // With a label, so that it is absent and not 0 where it is not measured.
        self.machine = registry.gauge(
            "berth_node_machine_ratio",
            "Share of the machine's processors that is busy, and of its memory in use.",
            labels: ["resource"]
        )
    }

    func show(_ heartbeat: NodeHeartbeat, version: String) {
        let (node, reading) = (heartbeat.node, heartbeat.reading)
        let name = node.id.description
        let before = self.shown.withLock { shown in
            defer { shown = name }
            return shown
        }
        if let before, before != name { self.info.remove(before, node.kind.rawValue, version) }
        self.info.set(1, name, node.kind.rawValue, version)
        for trait in EmulatedTrait.allCases { self.emulated.set(node.emulated.contains(trait) ? 1 : 0, trait.rawValue) }
        self.running.set(Double(reading.running))
        self.queued.set(Double(reading.queued))
        self.slots.set(Double(node.slots))
        self.queueLimit.set(Double(node.queueLimit))
        self.load.set(heartbeat.load / 100)
        self.draining.set(reading.isDraining ? 1 : 0)
        if let share = reading.cpuShare { self.machine.set(share, "cpu") }
        if let share = reading.memoryShare { self.machine.set(share, "memory") }
    }
}
