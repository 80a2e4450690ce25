package import Placement

/// How a task ended on a node.
package struct TaskReport: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case succeeded
        /// The work itself failed; ``TaskReport/error`` says why.
        case failed
        case cancelled
        case timedOut = "timed-out"
    }

    package let task: TaskOrder.ID
    /// The token of the order that this is the end of; whoever commits results compares it.
    package let token: Int64
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

extension TaskReport: Codable {
    private enum Key: String, CodingKey {
        case task, token, status, result, error, executionSeconds, queuedSeconds, emulated
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        self.init(
            task: try fields.decode(TaskOrder.ID.self, forKey: .task),
            token: try fields.decode(Int64.self, forKey: .token),
            status: try fields.decode(Status.self, forKey: .status),
            result: try fields.decodeIfPresent(Value.self, forKey: .result) ?? .missing,
            error: try fields.decodeIfPresent(String.self, forKey: .error),
            executionSeconds: try fields.decode(Double.self, forKey: .executionSeconds),
            queuedSeconds: try fields.decode(Double.self, forKey: .queuedSeconds),
            emulated: try fields.decodeIfPresent([EmulatedTrait].self, forKey: .emulated) ?? []
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(self.task, forKey: .task)
        try fields.encode(self.token, forKey: .token)
        try fields.encode(self.status, forKey: .status)
        if !self.result.isMissing { try fields.encode(self.result, forKey: .result) }
        try fields.encodeIfPresent(self.error, forKey: .error)
        try fields.encode(self.executionSeconds, forKey: .executionSeconds)
        try fields.encode(self.queuedSeconds, forKey: .queuedSeconds)
        if !self.emulated.isEmpty { try fields.encode(self.emulated, forKey: .emulated) }
    }
}
