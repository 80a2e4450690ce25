internal import Measures
internal import Nodes
internal import Placement
internal import Synchronization
internal import TaskDispatch

/// Metrics of the nodes, read when somebody reads metrics.
final class FleetGauges: Sendable {
    private let fleet: FleetService
    private let isUp: Gauge
    private let load: Gauge
    private let latency: Gauge
    /// Nodes that were shown the last time, so that forgotten ones disappear.
    private let shown = Mutex<Set<[String]>>([])

    init(_ registry: MetricRegistry, fleet: FleetService) {
        self.fleet = fleet
        self.isUp = registry.gauge("berth_node_up", "1 for a node that is heard.", labels: ["node", "kind"])
        self.load = registry.gauge(
            "berth_node_load_ratio",
            "Share of the node's slots and queue that is taken.",
            labels: ["node", "kind"]
        )
        self.latency = registry.gauge(
            "berth_node_latency_seconds",
            "From a request to the node until its answer, smoothed.",
            labels: ["node", "kind"]
        )
    }

    @Sendable func refresh() {
        var now: Set<[String]> = []
        for state in self.fleet.nodes {
            let (node, kind) = (state.node.id.description, state.node.kind.rawValue)
            now.insert([node, kind])
            self.isUp.set(state.status == .lost ? 0 : 1, node, kind)
            self.load.set(state.status == .lost ? 0 : state.load(ordered: 0) / 100, node, kind)
            if let seconds = state.latencySeconds { self.latency.set(seconds, node, kind) }
        }
        let gone = self.shown.withLock { nodes in
            defer { nodes = now }
            return nodes.subtracting(now)
        }
        for labels in gone {
            for gauge in [self.isUp, self.load, self.latency] { gauge.remove(labels[0], labels[1]) }
        }
    }
}
