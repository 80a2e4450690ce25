internal import Nodes
internal import Placement
internal import Synchronization

/// Tells whoever waits for tasks what becomes of them.
package final class TaskChanges: Sendable {
    private let state = Mutex(Following())

    private struct Following {
        var next = 0
        /// By task the streams that follow it.
        var followers: [TaskRecord.ID: [Int: AsyncStream<TaskRecord>.Continuation]] = [:]
        /// The number of the newest change.
        var number = 0
        /// The tasks that changed last, each once, the newest last, without payloads.
        var recent: [(number: Int, task: TaskRecord)] = []
        var isEnded = false
    }

    /// Changes that a follower may be behind; of more it misses the oldest.
    private static let buffered = 32
    /// How many tasks are remembered as changed.
    private static let remembered = 50

    /// The changes of one task from now on. The stream ends with the task, and when the service stops.
    func follow(_ id: TaskRecord.ID) -> AsyncStream<TaskRecord> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: TaskRecord.self,
            bufferingPolicy: .bufferingNewest(Self.buffered)
        )
        let number = self.state.withLock { state -> Int? in
            guard !state.isEnded else { return nil }
            state.next += 1
            state.followers[id, default: [:]][state.next] = continuation
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.leave(id, number) }
        return stream
    }

    private func leave(_ id: TaskRecord.ID, _ number: Int) {
        self.state.withLock { state in
            state.followers[id]?[number] = nil
            if state.followers[id]?.isEmpty == true { state.followers[id] = nil }
        }
    }

    func tell(_ task: TaskRecord) {
        let followers = self.state.withLock { state in
            state.number += 1
            state.recent.removeAll { $0.task.id == task.id }
            state.recent.append((state.number, task.summary))
            if state.recent.count > Self.remembered { state.recent.removeFirst() }
            let followers = state.followers[task.id].map { Array($0.values) } ?? []
            if task.status.isEnd { state.followers[task.id] = nil }
            return followers
        }
        for follower in followers {
            follower.yield(task)
            if task.status.isEnd { follower.finish() }
        }
    }

    /// Tells followers how their tasks stand although nothing has changed: whoever writes to somebody who has gone away
    /// notices it by that.
    func remind(_ standing: (TaskRecord.ID) -> TaskRecord?) {
        let followed = self.state.withLock { $0.followers.mapValues { Array($0.values) } }
        for (id, followers) in followed {
            guard let task = standing(id) else { continue }
            for follower in followers { follower.yield(task) }
        }
    }

    /// The service stops, and tells nothing further.
    func end() {
        let followers = self.state.withLock { state in
            state.isEnded = true
            defer { state.followers = [:] }
            return state.followers.values.flatMap(\.values)
        }
        for follower in followers { follower.finish() }
    }

    /// The tasks that changed since a number, the newest first, without payloads and results; many changes ago, the
    /// latest of them only.
    ///
    /// - Returns: The number to ask with next.
    package func changes(since number: Int) -> (tasks: [TaskRecord], number: Int) {
        self.state.withLock { state in
            (state.recent.reversed().prefix { $0.number > number }.map(\.task), state.number)
        }
    }
}

extension TaskRecord {
    /// The task without its payload and result.
    package var summary: TaskRecord {
        var task = TaskRecord(
            self.submission.withoutPayload,
            placement: self.placement,
            node: self.node,
            attempts: self.attempts,
            losses: self.losses,
            end: self.end?.withoutResult
        )
        task.progress = self.progress
        return task
    }
}

extension Submission {
    fileprivate var withoutPayload: Submission {
        Submission(
            id: self.id,
            type: self.type,
            payload: .missing,
            payloadBytes: self.payloadBytes,
            wishes: self.wishes,
            timeoutSeconds: self.timeoutSeconds,
            isIdempotent: self.isIdempotent,
            key: self.key,
            at: self.at
        )
    }
}
