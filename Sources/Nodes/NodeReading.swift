package import Placement

/// How busy a node was at one moment, as it measured itself.
package struct NodeReading: Sendable, Hashable {
    /// Tasks in slots.
    package let running: Int
    /// Tasks that wait for a slot.
    package let queued: Int
    /// Share of the machine's processors that was busy since the reading before, 0 to 1; `nil` where it is not
    /// measured.
    package let cpuShare: Double?
    /// Share of the machine's memory that is in use, 0 to 1; `nil` where it is not measured.
    package let memoryShare: Double?
    /// Whether the node takes no further tasks.
    package let isDraining: Bool
    /// When it was measured, by the node's clock.
    package let at: Timestamp

    package init(
        running: Int,
        queued: Int,
        cpuShare: Double?,
        memoryShare: Double?,
        isDraining: Bool,
        at: Timestamp
    ) {
        self.running = running
        self.queued = queued
        self.cpuShare = cpuShare
        self.memoryShare = memoryShare
        self.isDraining = isDraining
        self.at = at
    }

    /// As ``Node/load(taken:)``.
    package func load(of node: Node) -> Double { node.load(taken: self.running + self.queued) }
}

/// The one message that a node sends: it registers the node and tells that it lives.
///
/// Sent to `POST /api/v1/nodes` once a second; whoever has forgotten the node knows it again after the next one.
package struct NodeHeartbeat: Sendable, Hashable {
    /// Who tells.
    package let node: Node
    /// How busy it is.
    package let reading: NodeReading

    package init(node: Node, reading: NodeReading) {
        self.node = node
        self.reading = reading
    }

    /// Percent of the node's places that are taken, 0 to 100.
    package var load: Double { self.reading.load(of: self.node) }
}
