internal import MetricRegistry
internal import Nodes
internal import Placement
internal import Resilience
internal import Synchronization
internal import TaskDispatch

/// Metrics of the nodes, read when somebody reads metrics.
final class FleetGauges: Sendable {
    private let fleet: FleetService
    private let isUp: Gauge
    private let load: Gauge
    private let latency: Gauge
    private let breaker: Gauge
    private let ordered: @Sendable (Node.ID) -> Int
    private let now: @Sendable () -> Timestamp
    /// Nodes that were shown the last time, so that forgotten ones disappear.
    private let shown = Mutex<Set<[String]>>([])

    /// - Parameter ordered: By node the tasks that it was ordered to do and that have not ended.
    init(
        _ registry: MetricRegistry,
        fleet: FleetService,
        ordered: @escaping @Sendable (Node.ID) -> Int,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.fleet = fleet
        self.ordered = ordered
        self.now = now
        self.breaker = registry.gauge(
            "berth_node_breaker_open",
            "1 while no tasks are sent to a node that failed several times in a row.",
            labels: ["node", "kind"]
        )
        self.isUp = registry.gauge(
            "berth_node_up",
            "1 for a node whose heartbeats arrive, 0 for one that went silent without draining.",
            labels: ["node", "kind"]
        )
        self.load = registry.gauge(
            "berth_node_load_ratio",
            "Share of the node's slots and queue in use.",
            labels: ["node", "kind"]
        )
        self.latency = registry.gauge(
            "berth_node_latency_seconds",
            "Time from a request to the node to its response, median of the last five.",
            labels: ["node", "kind"]
        )
    }

    @Sendable func refresh() {
        let now = self.now()
        var told: Set<[String]> = []
        // A node that said good-bye is not missed.
        for state in self.fleet.nodes where !(state.status == .lost && state.reading.isDraining) {
            let (node, kind) = (state.node.id.description, state.node.kind.rawValue)
            told.insert([node, kind])
            self.isUp.set(state.status == .lost ? 0 : 1, node, kind)
            self.load.set(
                state.status == .lost ? 0 : state.load(ordered: self.ordered(state.node.id)) / 100,
                node,
                kind
            )
            self.breaker.set(state.breaker(at: now) == .closed ? 0 : 1, node, kind)
            if let seconds = state.latencySeconds { self.latency.set(seconds, node, kind) }
        }
        let gone = self.shown.withLock { nodes in
            defer { nodes = told }
            return nodes.subtracting(told)
        }
        for labels in gone {
            for gauge in [self.isUp, self.load, self.latency, self.breaker] { gauge.remove(labels[0], labels[1]) }
        }
    }
}
