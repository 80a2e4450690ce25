internal import Nodes
package import Placement
internal import Synchronization
package import TaskDispatch

/// Tasks in memory.
package final class MemoryTaskStore: TaskStore, TaskArchive {
    private let state = Mutex(Kept())

    private struct Kept {
        /// In the order of arrival.
        var tasks: [(number: Int64, task: TaskRecord)] = []
        var next: Int64 = 1
        var failure: (any Error)?

        mutating func change(_ id: TaskRecord.ID, _ change: (inout TaskRecord) -> Void) throws {
            if let failure = self.failure { throw failure }
            guard let index = self.tasks.firstIndex(where: { $0.task.id == id }) else { return }
            change(&self.tasks[index].task)
        }
    }

    /// No tasks.
    package init() {}

    /// Lets every write fail from now on, or succeed again.
    package func fail(with error: (any Error)?) { self.state.withLock { $0.failure = error } }

    package func add(_ submission: Submission) async throws -> TaskRecord.ID? {
        try self.state.withLock { state in
            if let failure = state.failure { throw failure }
            if let key = submission.key, let known = state.tasks.first(where: { $0.task.submission.key == key }) {
                return known.task.id
            }
            state.tasks.append((state.next, TaskRecord(submission)))
            state.next += 1
            return nil
        }
    }

    package func order(_ task: TaskRecord) async throws {
        try self.state.withLock { state in
            try state.change(task.id) { stored in
                guard stored.attempts <= task.attempts, stored.end == nil else { return }
                stored = TaskRecord(
                    stored.submission,
                    placement: task.placement,
                    node: task.node,
                    attempts: task.attempts,
                    losses: stored.losses
                )
            }
        }
    }

    package func wait(_ task: TaskRecord) async throws {
        try self.state.withLock { state in
            try state.change(task.id) { stored in
                guard stored.attempts == task.attempts, stored.end == nil else { return }
                stored = TaskRecord(
                    stored.submission,
                    placement: stored.placement,
                    attempts: stored.attempts,
                    losses: task.losses
                )
            }
        }
    }

    package func end(_ task: TaskRecord) async throws {
        try self.state.withLock { state in
            if state.failure == nil, !state.tasks.contains(where: { $0.task.id == task.id }) {
                throw TaskNotAdded(id: task.id)
            }
            try state.change(task.id) { stored in
                guard stored.end == nil else { return }
                stored = TaskRecord(
                    stored.submission,
                    placement: task.placement,
                    node: task.node,
                    attempts: task.attempts,
                    losses: task.losses,
                    end: task.end
                )
            }
        }
    }

    package func open() async -> [TaskRecord] {
        self.state.withLock { $0.tasks.map(\.task).filter { $0.end == nil } }
    }

    package func task(_ id: TaskRecord.ID) async -> TaskRecord? {
        self.state.withLock { $0.tasks.first { $0.task.id == id }?.task }
    }

    package func tasks(_ query: TaskQuery) async -> TaskPage {
        let found = self.state.withLock { $0.tasks }.reversed().filter { number, task in
            query.statuses?.contains(task.status) ?? true
                && query.type.map { $0 == task.submission.type } ?? true
                && query.kind.map { $0 == task.placement?.kind } ?? true
                && query.node.map { $0 == task.node } ?? true
                && query.from.map { task.submission.at >= $0 } ?? true
                && query.until.map { task.submission.at < $0 } ?? true
                && query.before.map { number < $0 } ?? true
        }
        return TaskPage(
            tasks: found.prefix(query.limit).map(\.task.summary),
            next: found.count > query.limit ? found.prefix(query.limit).last?.number : nil
        )
    }

    package func removeTasks(endedBefore moment: Timestamp, limit: Int) async -> Int {
        self.state.withLock { state in
            let old = state.tasks.filter { $0.task.end.map { $0.at < moment } ?? false }.prefix(limit).map(\.number)
            state.tasks.removeAll { old.contains($0.number) }
            return old.count
        }
    }
}
