package import Nodes
internal import Placement
internal import Resilience
internal import Synchronization

extension TaskService {
    /// - Throws: ``TaskError/unknownTask(_:)``, and the store's errors.
    package func task(_ id: TaskRecord.ID) async throws -> TaskRecord {
        guard let task = try await self.known(id) else { throw TaskError.unknownTask(id) }
        return task
    }

    func known(_ id: TaskRecord.ID) async throws -> TaskRecord? {
        if let task = self.open.withLock({ $0.queue[id] }) { return task }
        return try await self.store.task(id)
    }

    /// The tasks of a page, the newest first, with the progress of those that are open.
    ///
    /// - Throws: The store's errors.
    package func tasks(_ query: TaskQuery) async throws -> TaskPage {
        let page = try await self.store.tasks(query)
        // The store does not keep how far a task has come.
        let open = self.open.withLock { open in page.tasks.map { open.queue[$0.id]?.progress } }
        let tasks = zip(page.tasks, open).map { task, progress in
            var task = task
            task.progress = progress
            return task
        }
        return TaskPage(tasks: tasks, next: page.next)
    }

    /// A task as it stands, and its changes from then on. The changes end with the task, and when the service stops; when
    /// there are none for a while, the task comes as it stands.
    ///
    /// - Throws: As ``task(_:)``.
    package func follow(_ id: TaskRecord.ID) async throws -> (now: TaskRecord, changes: AsyncStream<TaskRecord>) {
        // First the stream, so that nothing is missed in between.
        let changes = self.changes.follow(id)
        return (try await self.task(id), changes)
    }

    /// Waits for a task's end.
    ///
    /// - Returns: The task as it ended, or as it stands after so long, or when the service stops.
    /// - Throws: As ``task(_:)``.
    package func end(of id: TaskRecord.ID, within seconds: Double) async throws -> TaskRecord {
        let (now, changes) = try await self.follow(id)
        if now.status.isEnd { return now }
        let ended = await race(against: .seconds(seconds), on: self.surroundings.clock) { () -> TaskRecord? in
            for await task in changes where task.status.isEnd { return task }
            return nil
        }
        if case .done(let task?) = ended { return task }
        return try await self.task(id)
    }

    /// Open tasks: those that wait here, and those that nodes have; and how many may be open.
    package var counts: (queued: Int, running: Int, capacity: Int) {
        self.open.withLock { ($0.queue.waiting, $0.queue.count - $0.queue.waiting, $0.queue.capacity) }
    }

    /// By node the tasks that it was ordered to do and that have not ended.
    package func ordered(on node: Node.ID) -> Int { self.open.withLock { $0.queue.tasks(of: node).count } }

    /// Why a task waits, in a sentence for people; `nil` for one that does not.
    package func reasonToWait(_ task: TaskRecord) -> String? {
        guard task.status == .queued else { return nil }
        let nodes = self.fleet.nodes.filter { $0.status == .ready }
        if nodes.isEmpty { return "Waiting: no node is ready. It will run when one is." }
        let able = nodes.filter { task.submission.need.isMet(by: $0.node) }
        if able.isEmpty {
            let gpu = task.submission.wishes.requiresGPU ? " on a GPU" : ""
            return "Waiting: no ready node runs \(task.submission.type)\(gpu)."
        }
        return "Waiting: every node that could run it is full, or has just failed."
    }
}
