package import Nodes
package import Placement
package import Resilience

/// A node as Berth knows it.
package struct FleetNode: Sendable, Hashable {
    /// As it last told.
    package internal(set) var node: Node
    /// How busy it was by its last heartbeat.
    package internal(set) var reading: NodeReading
    /// Tasks that it had by its last reading and that Berth has not ordered.
    package internal(set) var others: Int
    /// When Berth heard it, by Berth's clock.
    package internal(set) var heardAt: Timestamp
    /// Seconds from a request to its answer as Berth measured them, the latest last.
    var latencies: [Double] = []
    /// Whether it was silent for so long that it counts as gone.
    package internal(set) var isLost: Bool
    /// It refused an order for want of room, could not be reached or broke off, and has told nothing since.
    package internal(set) var isLeftAlone = false
    var breaker = CircuitBreaker()

    /// Whether a node may be given orders.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case ready
        /// It finishes what it has and takes nothing more.
        case draining
        /// It has not been heard for a while.
        case lost
    }

    /// Lost before draining: a silent node is not asked whether it drains.
    package var status: Status { self.isLost ? .lost : self.reading.isDraining ? .draining : .ready }

    /// Tasks that it would take now.
    ///
    /// - Parameter ordered: Tasks that Berth has ordered from it and that have not ended.
    package func room(ordered: Int) -> Int {
        guard self.status == .ready, !self.isLeftAlone else { return 0 }
        return max(0, self.node.places - self.others - ordered)
    }

    /// Percent of its places that are taken, 0 to 100.
    ///
    /// - Parameter ordered: As in ``room(ordered:)``.
    package func load(ordered: Int) -> Double {
        if self.isLeftAlone { return 100 }
        return self.node.load(taken: self.others + ordered)
    }

    /// Seconds from a request to its answer, the median of the latest measurements, which one that met a busy moment
    /// does not sway; `nil` before the first.
    package var latencySeconds: Double? {
        guard !self.latencies.isEmpty else { return nil }
        let sorted = self.latencies.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// How its breaker stands; half-open from the moment that a trial may be made.
    package func breaker(at now: Timestamp) -> CircuitBreaker.Phase { self.breaker.phase(at: now) }

    /// Whether its breaker lets an order through.
    package func mayBeAsked(at now: Timestamp) -> Bool { self.breaker.allows(at: now) }
}
