internal import Engine
package import Nodes
package import Placement
internal import Resilience

/// The nodes that have told of themselves, and which of them are gone.
///
/// A value without a clock: a node that was not heard for ``Silence/lostSeconds`` is lost, and is known again with its
/// next heartbeat. Times are Berth's own, since a node's clock may be off; when Berth's clock goes back, nobody is lost
/// for it.
package struct Fleet: Sendable {
    /// When silence means something.
    package struct Silence: Sendable, Hashable {
        /// Seconds without a heartbeat until a node counts as lost.
        package let lostSeconds: Double
        /// Seconds until a lost node is forgotten.
        package let forgottenSeconds: Double

        /// Three heartbeats missed; forgotten after a day.
        package static let usual = Silence(lostSeconds: 3.5, forgottenSeconds: 86_400)

        package init(lostSeconds: Double, forgottenSeconds: Double) {
            self.lostSeconds = lostSeconds
            self.forgottenSeconds = forgottenSeconds
        }
    }

    /// The most nodes; a heartbeat of one more is refused.
    package static let capacity = 10_000
    /// Measurements of the latency that count.
    private static let latencies = 5

    private let silence: Silence
    private var known: [Node.ID: FleetNode] = [:]

    package init(_ silence: Silence = .usual) { self.silence = silence }

    /// Ascending by name.
    package var nodes: [FleetNode] { self.known.values.sorted { $0.node.id < $1.node.id } }

    /// A node as it is known; `nil` for one that never told of itself.
    package subscript(id: Node.ID) -> FleetNode? { self.known[id] }

    /// What a heartbeat changed.
    package enum Hearing: Sendable, Hashable {
        /// It is new, was lost, or tells something else about itself: what it offers has to be looked at again.
        case changed
        case same
        /// There is no room for another node.
        case full
    }

    /// A heartbeat came in.
    ///
    /// - Parameter ordered: The most tasks ordered by Berth that the node had at once since its heartbeat before: some may
    ///   have ended after its reading, and what exceeds them others have given it.
    package mutating func hear(_ heartbeat: NodeHeartbeat, ordered: Int = 0, at now: Timestamp) -> Hearing {
        let id = heartbeat.node.id
        let others = max(0, heartbeat.reading.running + heartbeat.reading.queued - ordered)
        guard var state = self.known[id] else {
            guard self.known.count < Self.capacity else { return .full }
            self.known[id] = FleetNode(
                node: heartbeat.node,
                reading: heartbeat.reading,
                others: others,
                heardAt: now,
                isLost: false
            )
            return .changed
        }
        let before = (state.node, state.status)
        // What was measured to another address says nothing about this one.
        if state.node.address != heartbeat.node.address { state.latencies = [] }
        state.node = heartbeat.node
        state.reading = heartbeat.reading
        state.others = others
        state.heardAt = now
        state.isLost = false
        state.isLeftAlone = false
        self.known[id] = state
        return before == (state.node, state.status) ? .same : .changed
    }

    /// Berth has measured how long a node takes to answer.
    ///
    /// - Parameter seconds: Not negative.
    package mutating func measured(_ seconds: Double, of id: Node.ID) {
        guard var latencies = self.known[id]?.latencies else { return }
        latencies.append(seconds)
        self.known[id]?.latencies = Array(latencies.suffix(Self.latencies))
    }

    // MARK: What orders tell

    /// A node is given an order.
    package mutating func asked(_ id: Node.ID, at now: Timestamp) { _ = self.known[id]?.breaker.mayCall(at: now) }

    /// A node was not given the order after all.
    package mutating func spared(_ id: Node.ID, at now: Timestamp) { self.known[id]?.breaker.withdrew(at: now) }

    /// A node took an order, or refused it properly.
    ///
    /// - Parameter isFull: It has no room until it tells otherwise.
    package mutating func answered(_ id: Node.ID, isFull: Bool = false) {
        self.known[id]?.breaker.succeeded()
        if isFull { self.known[id]?.isLeftAlone = true }
    }

    /// A node could not be asked, or answered with what is no answer. It is left alone until its next heartbeat: one that
    /// was killed sends none, and one that was started again is asked at once.
    ///
    /// What fails before that heartbeat is one failure: when a node goes, all its orders break together, and its breaker
    /// would keep orders away long after it has come back.
    package mutating func failed(_ id: Node.ID, at now: Timestamp) {
        guard let state = self.known[id] else { return }
        self.known[id]?.isLeftAlone = true
        if !state.isLeftAlone || state.breaker.isHalfOpen { self.known[id]?.breaker.failed(at: now) }
    }

    // MARK: Silence

    /// Looks who has fallen silent.
    ///
    /// - Returns: The nodes that are lost since the last look, ascending by name.
    package mutating func losses(at now: Timestamp) -> [Node.ID] {
        var lost: [Node.ID] = []
        for (id, state) in self.known {
            let silent = now.seconds(since: state.heardAt)
            if silent < 0 {
                self.known[id]?.heardAt = now
            } else if state.isLost {
                if silent >= self.silence.forgottenSeconds { self.known[id] = nil }
            } else if silent >= self.silence.lostSeconds {
                self.known[id]?.isLost = true
                lost.append(id)
            }
        }
        return lost.sorted()
    }
}
