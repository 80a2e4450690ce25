package import Nodes
package import Placement

/// A task that somebody wants done.
package struct Submission: Sendable, Hashable {
    /// Unique among all tasks.
    package let id: TaskOrder.ID
    /// The name of a task type.
    package let type: String
    /// Checked against the type's declaration.
    package let payload: Value
    /// About what the payload takes in memory.
    package let payloadBytes: Int
    /// What matters to whoever wants it done.
    package let wishes: TaskWishes
    /// Seconds from the moment that a node takes the task until it is stopped.
    package let timeoutSeconds: Double
    /// Whether running it twice does no harm, so that it may run again elsewhere when its node is lost.
    package let isIdempotent: Bool
    /// What the client calls this submission: the same key again is the same task.
    package let key: String?
    /// When it came in.
    package let at: Timestamp

    /// - Parameter payloadBytes: About what the payload takes in memory.
    package init(
        id: TaskOrder.ID,
        type: String,
        payload: Value,
        payloadBytes: Int = 0,
        wishes: TaskWishes = .usual,
        timeoutSeconds: Double,
        isIdempotent: Bool,
        key: String? = nil,
        at: Timestamp
    ) {
        self.id = id
        self.type = type
        self.payload = payload
        self.payloadBytes = payloadBytes
        self.wishes = wishes
        self.timeoutSeconds = timeoutSeconds
        self.isIdempotent = isIdempotent
        self.key = key
        self.at = at
    }
}

extension Submission {
    /// What a node must offer to run it.
    package var need: TaskNeed { TaskNeed(type: self.type, requiresGPU: self.wishes.requiresGPU) }
}

/// What matters to whoever wants a task done. Scales go from 1, hardly, to 10, above all.
package struct TaskWishes: Sendable, Hashable, Decodable {
    /// Which of the waiting tasks goes first.
    package let priority: Int
    /// How soon the result is needed.
    package let latency: Int
    /// How much the price counts.
    package let costSensitivity: Int
    /// Whether only a node with a GPU will do.
    package let requiresGPU: Bool

    /// What priority, latency and cost sensitivity may be.
    package static let scale = 1...10
    /// The wishes of a task that states none.
    package static let usual = TaskWishes()

    /// - Precondition: Each lies on the ``scale``.
    package init(priority: Int = 5, latency: Int = 5, costSensitivity: Int = 5, requiresGPU: Bool = false) {
        precondition(
            [priority, latency, costSensitivity].allSatisfy { Self.scale.contains($0) },
            "wishes are from 1 to 10"
        )
        self.priority = priority
        self.latency = latency
        self.costSensitivity = costSensitivity
        self.requiresGPU = requiresGPU
    }
}

/// What a node must offer to run a task. Tasks of one need wait in one line: what one node cannot take holds up nobody
/// whom it could take.
package struct TaskNeed: Sendable, Hashable {
    /// The name of the task type.
    package let type: String
    /// Whether only a node of kind `gpu` will do.
    package let requiresGPU: Bool

    package init(type: String, requiresGPU: Bool) {
        self.type = type
        self.requiresGPU = requiresGPU
    }

    /// Whether a node offers the type, and a GPU where one is needed.
    package func isMet(by node: Node) -> Bool {
        (!self.requiresGPU || node.kind == .gpu) && node.taskTypes.contains(self.type)
    }
}
