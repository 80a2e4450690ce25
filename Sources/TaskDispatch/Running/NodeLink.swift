package import Nodes

/// How orders reach nodes.
package protocol NodeLink: Sendable {
    /// Gives a node an order and follows it to its end. The same order again follows the first, while the node
    /// remembers it.
    ///
    /// - Parameter progress: Called for every event but the end.
    func run(
        _ order: TaskOrder,
        on node: Node,
        progress: @escaping @Sendable (TaskEvent) -> Void
    ) async -> OrderEnd

    /// Asks whether a node knows a task.
    func inquire(_ task: TaskOrder.ID, on node: Node) async -> OrderInquiry

    /// Asks a node to stop a task; its end is told where it is followed.
    func cancel(_ task: TaskOrder.ID, on node: Node) async
}

/// How following an order ended.
package enum OrderEnd: Sendable, Hashable {
    case finished(TaskReport)
    /// The node never began it.
    case refused(Refusal)
    /// The node could not be reached, so that it never began it.
    case unreachable(reason: String)
    /// The node may have begun it, and no end was heard.
    case broken(reason: String)

    /// Why a node did not take an order; it has not begun.
    package enum Refusal: Sendable, Hashable {
        /// No room, or the node is draining.
        case full
        /// No node could work on it.
        case unusable(reason: String)
        /// The node has seen a newer order for the task.
        case stale
    }
}

/// What a node knows of a task.
package enum OrderInquiry: Sendable, Hashable {
    case known
    case unknown
    /// It does not answer, or not properly.
    case silent
}
