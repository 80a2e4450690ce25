package import Nodes
package import Placement
internal import Synchronization

/// Keeps the fleet: takes heartbeats, and notices who falls silent.
///
/// Nothing of it is stored: every node tells of itself once a second, so that a service that starts again knows its
/// fleet within two.
package final class FleetService: Sendable {
    private let fleet: Mutex<Fleet>
    private let changes = Atomic<Int>(0)
    private let now: @Sendable () -> Timestamp

    /// Seconds between a node's heartbeats.
    package static let heartbeatSeconds = 1.0

    /// - Parameter now: The clock.
    package init(_ fleet: Fleet = Fleet(), now: @escaping @Sendable () -> Timestamp) {
        self.fleet = Mutex(fleet)
        self.now = now
    }

    /// Ascending by name.
    package var nodes: [FleetNode] { self.fleet.withLock { $0 }.nodes }

    /// Takes a heartbeat.
    ///
    /// - Parameter ordered: As ``Fleet/hear(_:ordered:at:)`` takes it.
    /// - Returns: The node as it is known now, and whether that is another than before.
    /// - Throws: ``FleetFull``.
    package func hear(
        _ heartbeat: NodeHeartbeat,
        ordered: Int
    ) throws(FleetFull) -> (node: FleetNode, isChanged: Bool) {
        let now = self.now()
        let (hearing, node) = self.fleet.withLock { fleet in
            (fleet.hear(heartbeat, ordered: ordered, at: now), fleet[heartbeat.node.id])
        }
        guard let node, hearing != .full else { throw FleetFull(capacity: Fleet.capacity) }
        if hearing == .changed { self.changes.add(1, ordering: .releasing) }
        return (node, hearing == .changed)
    }

    /// Notes how long a node took to answer.
    package func measured(_ seconds: Double, of node: Node.ID) {
        self.fleet.withLock { $0.measured(seconds, of: node) }
    }

    /// Another number whenever a node came, went, or told something else about itself.
    package var version: Int { self.changes.load(ordering: .acquiring) }

    /// `nil` for a node that is not known.
    package func node(_ id: Node.ID) -> FleetNode? { self.fleet.withLock { $0[id] } }

    func asked(_ node: Node.ID) {
        let now = self.now()
        self.fleet.withLock { $0.asked(node, at: now) }
    }

    func spared(_ node: Node.ID) {
        let now = self.now()
        self.fleet.withLock { $0.spared(node, at: now) }
    }

    func answered(_ node: Node.ID, isFull: Bool = false) { self.fleet.withLock { $0.answered(node, isFull: isFull) } }

    func failed(_ node: Node.ID) {
        let now = self.now()
        self.fleet.withLock { $0.failed(node, at: now) }
    }

    /// The nodes that fell silent since the last call, ascending by name.
    package func losses() -> [Node.ID] {
        let now = self.now()
        let lost = self.fleet.withLock { $0.losses(at: now) }
        if !lost.isEmpty { self.changes.add(1, ordering: .releasing) }
        return lost
    }
}

/// There is no room for another node.
package struct FleetFull: Error, Sendable, Hashable, CustomStringConvertible {
    /// The most nodes that are kept.
    package let capacity: Int

    package var description: String { "\(self.capacity) nodes are known, and no more are accepted" }
}
