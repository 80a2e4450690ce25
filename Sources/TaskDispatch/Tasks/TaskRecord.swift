package import Nodes
package import Placement

/// A task as it stands: what was asked, where it runs, how it ended.
package struct TaskRecord: Sendable, Hashable {
    package typealias ID = TaskOrder.ID

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

        package var isEnd: Bool { self != .queued && self != .running }
    }

    package let submission: Submission
    package internal(set) var status: Status
    /// The last decision on it.
    package internal(set) var placement: KindChoice?
    /// The node that has it, or had it last.
    package internal(set) var node: Node.ID?
    /// Orders so far; also the token of the last.
    package internal(set) var attempts: Int64
    /// Nodes that it lost.
    package internal(set) var losses: Int
    /// How far the node has come; not stored.
    package internal(set) var progress: TaskProgress?
    package internal(set) var end: TaskFigures?

    package init(
        _ submission: Submission,
        status: Status = .queued,
        placement: KindChoice? = nil,
        node: Node.ID? = nil,
        attempts: Int64 = 0,
        losses: Int = 0,
        end: TaskFigures? = nil
    ) {
        self.submission = submission
        self.status = status
        self.placement = placement
        self.node = node
        self.attempts = attempts
        self.losses = losses
        self.end = end
    }

    package var id: ID { self.submission.id }
}

/// What a task came to.
package struct TaskFigures: Sendable, Hashable {
    package let at: Timestamp
    /// Seconds in a slot of the node; `nil` where no node has told.
    package let executionSeconds: Double?
    /// Seconds in the node's queue; `nil` where no node has told.
    package let queuedSeconds: Double?
    /// Execution at the node's price; `nil` where the node has none, or has not told.
    package let cost: Money?
    /// What of the node that ran it is pretended.
    package let emulated: [EmulatedTrait]
    /// Why it did not succeed, for people.
    package let error: String?
    package let result: Value

    package init(
        at: Timestamp,
        executionSeconds: Double? = nil,
        queuedSeconds: Double? = nil,
        cost: Money? = nil,
        emulated: [EmulatedTrait] = [],
        error: String? = nil,
        result: Value = .missing
    ) {
        self.at = at
        self.executionSeconds = executionSeconds
        self.queuedSeconds = queuedSeconds
        self.cost = cost
        self.emulated = emulated
        self.error = error
        self.result = result
    }
}

/// On which kind of node a task was decided to run.
package struct KindChoice: Sendable, Hashable, Decodable {
    /// The decision's record; `nil` where no decision could be made, and the least loaded node was taken.
    package let decision: Decision.ID?
    package let kind: Node.Kind
    package let confidence: Double?
    /// What was expected there; `nil` where rules decided.
    package let predicted: Prediction?

    package init(decision: Decision.ID?, kind: Node.Kind, confidence: Double?, predicted: Prediction?) {
        self.decision = decision
        self.kind = kind
        self.confidence = confidence
        self.predicted = predicted
    }
}
