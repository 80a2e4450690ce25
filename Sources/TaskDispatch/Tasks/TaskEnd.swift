package import Nodes
package import Placement

/// How a task ended, and what it came to. A task ends once.
package struct TaskEnd: Sendable, Hashable {
    /// How it ended; never `queued` or `running`.
    package let status: TaskRecord.Status
    /// When its end was known here.
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
    /// What the work came to; missing where it came to nothing.
    package let result: Value

    /// - Precondition: The status is an end.
    package init(
        _ status: TaskRecord.Status,
        at: Timestamp,
        executionSeconds: Double? = nil,
        queuedSeconds: Double? = nil,
        cost: Money? = nil,
        emulated: [EmulatedTrait] = [],
        error: String? = nil,
        result: Value = .missing
    ) {
        precondition(status.isEnd, "a task that is \(status.rawValue) has not ended")
        self.status = status
        self.at = at
        self.executionSeconds = executionSeconds
        self.queuedSeconds = queuedSeconds
        self.cost = cost
        self.emulated = emulated
        self.error = error
        self.result = result
    }
}

extension TaskEnd {
    /// A node has told.
    ///
    /// - Parameter pricePerHour: Of a slot of the node; `nil` where it has none.
    package static func reported(_ report: TaskReport, pricePerHour: Money?, at moment: Timestamp) -> TaskEnd {
        TaskEnd(
            TaskRecord.Status(report.status),
            at: moment,
            executionSeconds: report.executionSeconds,
            queuedSeconds: report.queuedSeconds,
            cost: pricePerHour.flatMap { Money($0.units * report.executionSeconds / 3600, currency: $0.currency) },
            emulated: report.emulated,
            error: report.error,
            result: report.result
        )
    }

    /// Its node was lost, and it must not run twice: whether it ran to its end nobody knows.
    package static func outcomeUnknown(on node: Node.ID, at moment: Timestamp) -> TaskEnd {
        TaskEnd(
            .outcomeUnknown,
            at: moment,
            error: "the node \(node) was lost while running the task, which must not run twice"
        )
    }

    /// It lost one node after the other, so that it may be what brings them down.
    package static func abandoned(losses: Int, at moment: Timestamp) -> TaskEnd {
        TaskEnd(.abandoned, at: moment, error: "\(losses) nodes were lost while running the task")
    }

    /// The end without its result.
    var withoutResult: TaskEnd {
        TaskEnd(
            self.status,
            at: self.at,
            executionSeconds: self.executionSeconds,
            queuedSeconds: self.queuedSeconds,
            cost: self.cost,
            emulated: self.emulated,
            error: self.error
        )
    }
}

extension TaskRecord.Status {
    fileprivate init(_ status: TaskReport.Status) {
        self =
            switch status {
            case .succeeded: .succeeded
            case .failed: .failed
            case .cancelled: .cancelled
            case .timedOut: .timedOut
            }
    }
}
