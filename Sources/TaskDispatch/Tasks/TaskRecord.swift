package import Nodes

/// A task as it stands: what was asked, where it runs, how it ended.
package struct TaskRecord: Sendable, Hashable {
    /// Names a task here and on its nodes.
    package typealias ID = TaskOrder.ID

    /// Where a task is on its way.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case queued
        /// A node has it: it runs there, or waits in the node's queue.
        case running
        case succeeded
        /// The work itself failed.
        case failed
        case cancelled
        case timedOut = "timed-out"
        /// Its node was lost, and it must not run twice: whether it ran to its end nobody knows.
        case outcomeUnknown = "outcome-unknown"
        /// It lost one node after the other, and is suspected of bringing them down.
        case abandoned

        /// Whether nothing more happens to it.
        package var isEnd: Bool { self != .queued && self != .running }
    }

    /// What was asked for.
    package let submission: Submission
    /// The last decision on it.
    package internal(set) var placement: KindChoice?
    /// The node that has it; of one that has ended, the node that had it then.
    package internal(set) var node: Node.ID?
    /// Orders so far; also the token of the last.
    package internal(set) var attempts: Int64
    /// Nodes that it lost.
    package internal(set) var losses: Int
    /// How far the node has come; not stored.
    package internal(set) var progress: TaskProgress?
    /// How it ended; `nil` while it is open.
    package internal(set) var end: TaskEnd?

    package init(
        _ submission: Submission,
        placement: KindChoice? = nil,
        node: Node.ID? = nil,
        attempts: Int64 = 0,
        losses: Int = 0,
        end: TaskEnd? = nil
    ) {
        self.submission = submission
        self.placement = placement
        self.node = node
        self.attempts = attempts
        self.losses = losses
        self.end = end
    }

    /// The submission's.
    package var id: ID { self.submission.id }
    /// The end's, or whether a node has it.
    package var status: Status { self.end?.status ?? (self.node == nil ? .queued : .running) }
}
