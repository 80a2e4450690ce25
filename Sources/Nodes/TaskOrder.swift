package import Placement

/// What a dispatcher asks a node to do.
package struct TaskOrder: Sendable, Hashable {
    /// Names a task on the dispatcher and on its nodes.
    package typealias ID = Identifier<TaskOrder>

    /// The task that is to be done.
    package let task: ID
    /// Grows with every attempt at the same task; a node refuses a token that is older than one it has seen, so that a
    /// dispatcher that was thought dead cannot undo what came after it.
    package let token: Int64
    /// The name of a task type, such as `fraud_detection`.
    package let type: String
    /// A record of the type's fields.
    package let payload: Value
    /// Seconds from the node's acceptance until the task is stopped, waiting included; more than 0.
    package let timeoutSeconds: Double

    package init(task: ID, token: Int64, type: String, payload: Value, timeoutSeconds: Double) {
        self.task = task
        self.token = token
        self.type = type
        self.payload = payload
        self.timeoutSeconds = timeoutSeconds
    }

    /// Seconds that may be asked for.
    package static let timeouts = 0.001...86_400
}
