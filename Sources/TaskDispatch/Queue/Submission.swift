package import Nodes
package import Placement

/// A task that somebody wants done.
package struct Submission: Sendable, Hashable {
    package let id: TaskOrder.ID
    /// The name of a task type.
    package let type: String
    package let payload: Value
    /// From 1, whenever there is time, to 10, at once.
    package let priority: Int
    /// Seconds from the moment that a node takes the task until it is stopped.
    package let timeoutSeconds: Double
    /// Whether running it twice does no harm, so that it may run again elsewhere when its node is lost.
    package let isIdempotent: Bool
    /// What the client calls this submission: the same key again is the same task.
    package let key: String?
    package let at: Timestamp

    package static let priorities = 1...10

    /// - Precondition: The priority lies in ``priorities``.
    package init(
        id: TaskOrder.ID,
        type: String,
        payload: Value,
        priority: Int,
        timeoutSeconds: Double,
        isIdempotent: Bool,
        key: String? = nil,
        at: Timestamp
    ) {
        precondition(Self.priorities.contains(priority), "a priority from 1 to 10")
        self.id = id
        self.type = type
        self.payload = payload
        self.priority = priority
        self.timeoutSeconds = timeoutSeconds
        self.isIdempotent = isIdempotent
        self.key = key
        self.at = at
    }
}
