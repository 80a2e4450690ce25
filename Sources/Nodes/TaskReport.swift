package import Placement

/// How a task ended on a node.
package struct TaskReport: Sendable, Hashable {
    /// How it ended.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case succeeded
        /// The work itself failed; ``TaskReport/error`` says why.
        case failed
        case cancelled
        case timedOut = "timed-out"
    }

    /// The task that ended.
    package let task: TaskOrder.ID
    /// The token of the order that this is the end of; whoever commits results compares it.
    package let token: Int64
    /// How it ended.
    package let status: Status
    /// What the work came to; missing unless it succeeded, or failed with something to show.
    package let result: Value
    /// Why it did not succeed, for people.
    package let error: String?
    /// Seconds in a slot, 0 for a task that never got one.
    package let executionSeconds: Double
    /// Seconds from acceptance to a slot, or to the end for a task that never got one.
    package let queuedSeconds: Double
    /// What of the node that ran it is pretended.
    package let emulated: [EmulatedTrait]

    package init(
        task: TaskOrder.ID,
        token: Int64,
        status: Status,
        result: Value,
        error: String?,
        executionSeconds: Double,
        queuedSeconds: Double,
        emulated: [EmulatedTrait]
    ) {
        self.task = task
        self.token = token
        self.status = status
        self.result = result
        self.error = error
        self.executionSeconds = executionSeconds
        self.queuedSeconds = queuedSeconds
        self.emulated = emulated
    }
}
