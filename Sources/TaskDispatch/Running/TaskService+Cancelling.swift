internal import Nodes
internal import Placement
internal import Resilience
internal import Synchronization

extension TaskService {
    /// Ends a task that waits; asks the node to stop one that runs. Asking twice is asking once.
    ///
    /// - Throws: ``TaskError``: `unknownTask`, `ended` for one that ended otherwise; the store's errors.
    package func cancel(_ id: TaskRecord.ID) async throws -> TaskRecord {
        let now = self.surroundings.now()
        switch self.open.withLock({ $0.queue.cancel(id, at: now) }) {
        case .ended(let action): await self.carryOut(action)
        case .asks(let node):
            // A node that does not hear of it tells the task's end all the same.
            if let node = self.fleet.node(node)?.node { await self.stop(id, on: node) }
        case .notOpen:
            let task = try await self.task(id)
            guard task.status == .cancelled || !task.status.isEnd else { throw TaskError.ended(id, task.status) }
        }
        return try await self.task(id)
    }

    /// Asks a node to stop a task.
    func stop(_ id: TaskRecord.ID, on node: Node) async {
        _ = await race(against: .seconds(OrderFollower.requestSeconds), on: self.surroundings.clock) {
            await self.link.cancel(id, on: node)
        }
    }
}
