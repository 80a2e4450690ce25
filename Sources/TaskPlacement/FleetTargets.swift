package import Decisions
internal import Engine
internal import Nodes
package import Placement
internal import Synchronization
package import TaskDispatch

/// Keeps the targets of the domain of tasks in line with the fleet: one for each kind of node that was heard.
///
/// Nodes of one kind stand for each other; among them, dispatch takes the least loaded. A kind without a ready node stays
/// a target that cannot be chosen, so that decisions say why.
package final class FleetTargets: Sendable {
    private let fleet: FleetService
    private let serving: DomainServing
    private let now: @Sendable () -> Timestamp
    private let seen = Mutex(-1)

    package init(fleet: FleetService, serving: DomainServing, now: @escaping @Sendable () -> Timestamp) {
        self.fleet = fleet
        self.serving = serving
        self.now = now
    }

    /// Takes over what has changed since the last time.
    package func refresh() {
        let version = self.fleet.version
        self.seen.withLock { seen in
            guard seen != version else { return }
            seen = version
            self.takeOver(Dictionary(grouping: self.fleet.nodes, by: \.node.kind))
        }
    }

    private func takeOver(_ nodes: [Node.Kind: [FleetNode]]) {
        let targets = FleetKinds.targets(nodes)
        if targets != self.serving.targets { self.serving.offer(targets) }
        for kind in Node.Kind.allCases where nodes[kind] != nil {
            let ready = (nodes[kind] ?? []).contains { $0.status == .ready }
            let problem = ready ? nil : "no node of this kind is ready"
            self.serving.availability.set(ProbeResult(at: self.now(), problem: problem), of: Target.ID(kind.rawValue))
        }
    }
}

/// The kinds of the nodes that have joined.
package struct FleetKinds: TargetSource {
    private let fleet: FleetService

    package init(fleet: FleetService) { self.fleet = fleet }

    package func targets(at moment: Timestamp) async throws -> TargetTable {
        Self.targets(Dictionary(grouping: self.fleet.nodes, by: \.node.kind))
    }

    static func targets(_ nodes: [Node.Kind: [FleetNode]]) -> TargetTable {
        TargetTable(
            Node.Kind.allCases.compactMap { kind in
                nodes[kind].map { Target(kind: kind, nodes: $0.map(\.node)) }
            }
        )
    }
}

extension Target {
    /// - Parameter nodes: All nodes of a kind, also lost ones: what is known of the kind does not change with them.
    fileprivate init(kind: Node.Kind, nodes: [Node]) {
        func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
        let prices = nodes.compactMap(\.profile.pricePerHour?.units)
        self = TaskDomain.target(
            kind,
            taskTypes: Set(nodes.flatMap(\.taskTypes)).sorted(),
            pricePerHour: prices.isEmpty ? nil : mean(prices),
            slots: mean(nodes.map { Double($0.slots) }),
            isEmulated: nodes.contains { !$0.emulated.isEmpty }
        )
    }
}
