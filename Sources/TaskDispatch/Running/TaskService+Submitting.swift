internal import Nodes
package import Placement
internal import Problems
internal import Synchronization

extension TaskService {
    /// What somebody wants done.
    package struct Request: Sendable {
        /// The name of a task type.
        package let type: String
        /// Checked against the type's declaration when it is taken.
        package let payload: Value
        /// Bytes of the payload as it was sent.
        package let payloadBytes: Int
        /// What matters to whoever wants it done.
        package let wishes: TaskWishes
        /// Seconds that a node may work on it; `nil` takes ``defaultTimeoutSeconds``.
        package let timeoutSeconds: Double?
        /// Whether it may run twice; `nil` leaves that to the type.
        package let isIdempotent: Bool?
        /// What the client calls it: the same key again is the same task. `nil` makes a new task each time.
        package let key: String?

        package init(
            type: String,
            payload: Value,
            payloadBytes: Int,
            wishes: TaskWishes = .usual,
            timeoutSeconds: Double? = nil,
            isIdempotent: Bool? = nil,
            key: String? = nil
        ) {
            self.type = type
            self.payload = payload
            self.payloadBytes = payloadBytes
            self.wishes = wishes
            self.timeoutSeconds = timeoutSeconds
            self.isIdempotent = isIdempotent
            self.key = key
        }
    }

    /// Seconds that a node may work on a task, unless it is asked otherwise.
    package static let defaultTimeoutSeconds = 300.0
    private static let retrySeconds = 1

    /// Takes a task, durably before it returns.
    ///
    /// - Returns: The task as it stands, and whether it is a new one: the same key again gives the task that had it.
    /// - Throws: ``TaskError`` for what is not taken, and the store's errors; nothing is kept then.
    package func submit(_ request: Request) async throws -> (task: TaskRecord, isNew: Bool) {
        let submission: Submission
        do throws(TaskError) {
            submission = try self.checked(request)
        } catch {
            self.measures.refused("invalid")
            throw error
        }
        switch self.open.withLock({ $0.queue.admit(submission) }) {
        case .full:
            self.measures.refused("full")
            let capacity = self.open.withLock { $0.queue.capacity }
            throw TaskError.full(capacity: capacity, retrySeconds: Self.retrySeconds)
        case .known(let id):
            if let task = try await self.known(id) { return (task, false) }
            self.measures.refused("being-taken")
            throw TaskError.beingTaken(key: submission.key ?? "")
        case .accepted: break
        }
        // What may run twice, and is told from everything else, may begin while it is written down.
        let beginsAtOnce = submission.isIdempotent && submission.key == nil
        if beginsAtOnce { self.arrive(submission) }
        let known: TaskRecord.ID?
        do {
            known = try await self.store.add(submission)
        } catch {
            self.withdraw(submission.id)
            throw error
        }
        if let known {
            self.withdraw(submission.id)
            return (try await self.task(known), false)
        }
        if !beginsAtOnce { self.arrive(submission) }
        self.measures.submitted(submission.type)
        return (self.open.withLock { $0.queue[submission.id] } ?? TaskRecord(submission), true)
    }

    private func arrive(_ submission: Submission) {
        if let task = self.open.withLock({ $0.queue.arrived(submission.id) }) { self.changes.tell(task) }
        self.kick.yield()
    }

    private func withdraw(_ id: TaskRecord.ID) { self.open.withLock { $0.queue.withdraw(id) } }

    private func checked(_ request: Request) throws(TaskError) -> Submission {
        guard let type = TaskType.named(request.type) else { throw .unknownType(request.type) }
        guard request.payloadBytes <= type.payloadBytes else {
            throw .payloadTooLarge(bytes: request.payloadBytes, limit: type.payloadBytes, type: type.name)
        }
        let payload: Payload
        do throws(FieldFault) { payload = try type.check(request.payload) } catch { throw .payload(error) }
        return Submission(
            id: self.surroundings.makeID(),
            type: type.name,
            payload: .record(payload.values),
            payloadBytes: request.payloadBytes,
            wishes: request.wishes,
            timeoutSeconds: request.timeoutSeconds ?? Self.defaultTimeoutSeconds,
            isIdempotent: request.isIdempotent ?? type.isIdempotent,
            key: request.key,
            at: self.surroundings.now()
        )
    }
}
