package import Nodes
package import Placement

/// Decides on which kind of node tasks run, and learns from what became of them.
package protocol TaskPlacer: Sendable {
    /// - Parameter fleet: How the nodes stand that could run the task, by kind; those of other kinds are missing.
    /// - Returns: `nil` where no kind may run it now. The decision may still be on its way to the disk; ``learn(_:)``
    ///   waits for it.
    /// - Throws: Where no decision can be made.
    func place(_ task: Submission, on fleet: [Node.Kind: KindStanding]) async throws -> KindChoice?

    /// Keeps what a node made of a decision.
    func learn(_ run: TaskRun) async throws
}

/// How the ready nodes of one kind stand that run a type of task.
package struct KindStanding: Sendable, Hashable {
    /// Percent of their slots and queues that are taken, 0 to 100.
    package let load: Double
    /// Seconds from a request to its answer, the mean over the nodes; `nil` before one was measured.
    package let latencySeconds: Double?
    /// Tasks that they would take.
    package let room: Int

    package init(load: Double, latencySeconds: Double?, room: Int) {
        self.load = load
        self.latencySeconds = latencySeconds
        self.room = room
    }
}

/// What a node made of a task that was decided for it.
package struct TaskRun: Sendable, Hashable {
    /// The decision that placed it.
    package let decision: Decision.ID
    /// When the order was sent.
    package let startedAt: Timestamp
    /// From the order until its result was there.
    package let seconds: Double
    /// `nil` where the node states no price.
    package let cost: Money?
    /// Whether the task did what it should.
    package let succeeded: Bool
    /// Why it did not succeed; `nil` where it did.
    package let error: String?

    package init(
        decision: Decision.ID,
        startedAt: Timestamp,
        seconds: Double,
        cost: Money?,
        succeeded: Bool,
        error: String?
    ) {
        self.decision = decision
        self.startedAt = startedAt
        self.seconds = seconds
        self.cost = cost
        self.succeeded = succeeded
        self.error = error
    }
}
