package import Nodes

/// A task that has not ended.
package struct OpenTask: Sendable, Hashable {
    package let submission: Submission
    package internal(set) var phase: Phase
    /// Of the last order, 0 before the first: a result is taken with this one only.
    package internal(set) var token: Int64
    /// Nodes that were lost, or could not be asked, while they had the task.
    package internal(set) var losses: Int
    /// Whether somebody asked for its end while a node had it.
    package internal(set) var isCancelled: Bool

    package enum Phase: Sendable, Hashable {
        /// It is being written down.
        case arriving
        case queued
        /// It is being decided where it runs.
        case placing
        case ordered(Node.ID)
    }

    package init(_ submission: Submission, phase: Phase = .queued, token: Int64 = 0, losses: Int = 0) {
        self.submission = submission
        self.phase = phase
        self.token = token
        self.losses = losses
        self.isCancelled = false
    }

    /// The node that has it.
    package var node: Node.ID? { if case .ordered(let node) = self.phase { node } else { nil } }
}

/// How a task ended; it ends once.
package enum TaskEnd: Sendable, Hashable {
    /// A node has told.
    case reported(TaskReport, by: Node.ID)
    /// Nobody had begun it.
    case cancelled
    /// Its node was lost, and it must not run twice: whether it ran to its end nobody knows.
    case outcomeUnknown(Node.ID)
    /// It lost one node after the other, so that it may be what brings them down.
    case abandoned(losses: Int)
}
