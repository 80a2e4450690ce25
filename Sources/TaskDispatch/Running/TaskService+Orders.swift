package import Nodes
internal import Placement
internal import Synchronization

/// Orders: given to nodes, seen to their end, taken back, lost.
extension TaskService {
    /// How long after the start a node may take to tell of itself, before what it had counts as lost.
    private static let returnSeconds = 10.0

    /// Follows an order of before the start again.
    func pickUp(_ order: TaskOrder, on node: Node.ID) async {
        let started = self.surroundings.now()
        while self.fleet.node(node).map({ $0.status == .lost }) ?? true {
            guard abs(self.surroundings.now().seconds(since: started)) < Self.returnSeconds else {
                return await self.lose(order)
            }
            guard (try? await self.surroundings.clock.sleep(for: Self.tick)) != nil else { return }
        }
        guard let node = self.fleet.node(node)?.node else { return await self.lose(order) }
        await self.settle(order, on: node, sentAt: started) { await $0.resume() }
        self.kick.yield()
    }

    /// Gives a node its order, and sees it to its end.
    func send(_ order: TaskOrder, to node: Node) async {
        // Since the order was made, its node may have been lost, or the task withdrawn.
        guard let task = self.open.withLock({ $0.queue.isCurrent(order) ? $0.queue[order.task] : nil }) else {
            self.fleet.spared(node.id)
            return await self.takeBack(order)
        }
        // What may run twice may begin while its order is written down: a start that does not know of the order gives it
        // again.
        if task.submission.isIdempotent {
            async let isWritten = self.write(order: task)
            await self.begin(order, of: task, on: node)
            _ = await isWritten
        } else {
            guard await self.write(order: task) else {
                self.fleet.spared(node.id)
                return await self.takeBack(order, isWritten: false)
            }
            await self.begin(order, of: task, on: node)
        }
    }

    private func write(order task: TaskRecord) async -> Bool {
        do {
            try await self.store.order(task)
            return true
        } catch {
            self.measures.failedToWrite()
            self.surroundings.report("an attempt cannot be stored: \(error)")
            return false
        }
    }

    private func begin(_ order: TaskOrder, of task: TaskRecord, on node: Node) async {
        let isCancelled = self.open.withLock { open in
            open.queue.isCurrent(order) ? open.queue.isCancelled(order) : nil
        }
        guard let isCancelled else { return self.fleet.spared(node.id) }
        if isCancelled {
            self.fleet.spared(node.id)
            return await self.takeBack(order)
        }
        self.changes.tell(task)
        await self.settle(order, on: node, sentAt: self.surroundings.now()) { await $0.run() }
    }

    /// Sees an order to its end, and draws the consequences.
    private func settle(
        _ order: TaskOrder,
        on node: Node,
        sentAt: Timestamp,
        _ follow: (OrderFollower) async -> OrderFollower.End?
    ) async {
        let follower = OrderFollower(
            order: order,
            node: node,
            sentAt: sentAt,
            link: self.link,
            fleet: self.fleet,
            surroundings: self.surroundings,
            isCurrent: { self.open.withLock { $0.queue.isCurrent(order) } },
            note: { self.note($0, of: order, on: node) }
        )
        switch await follow(follower) {
        case .reported(let report)?: await self.commit(report, on: node, sentAt: sentAt)
        case .neverBegun?: await self.takeBack(order)
        case .lost?: await self.lose(order)
        case nil: break
        }
    }

    private func note(_ event: TaskEvent, of order: TaskOrder, on node: Node) {
        switch event {
        case .started:
            // The request to cancel it may have reached the node before the order did.
            let isOvertaken = self.open.withLock { open in
                guard open.queue.isCancelled(order) else { return false }
                open.overtaken.append((order.task, node))
                return true
            }
            if isOvertaken { self.kick.yield() }
        case .progress(let progress):
            let task = self.open.withLock { $0.queue.advanced(order, to: progress) }
            if let task { self.changes.tell(task) }
        case .finished: break
        }
    }

    /// A node never began an order: the task waits again.
    ///
    /// - Parameter isWritten: Whether the store has the order. Where it could not be written, nothing is there to be
    ///   taken back, and its like rest until the next tick, lest a store that fails is tried without a pause.
    private func takeBack(_ order: TaskOrder, isWritten: Bool = true) async {
        let now = self.surroundings.now()
        let action = self.open.withLock { open in
            let action = open.queue.refused(order.task, token: order.token, at: now)
            if !isWritten, case .waitAgain(let task)? = action { open.resting.insert(task.submission.need) }
            return action
        }
        if !isWritten, case .waitAgain(let task)? = action { return self.changes.tell(task) }
        await self.carryOut(action)
    }

    private func lose(_ order: TaskOrder) async {
        let now = self.surroundings.now()
        let action = self.open.withLock { $0.queue.lost(order.task, token: order.token, at: now) }
        guard let action else { return }
        self.measures.lost(action.task.placement?.kind)
        await self.carryOut(action)
    }

    /// A node has fallen silent: what it had runs again elsewhere, or ends.
    package func lost(_ node: Node.ID) async {
        let now = self.surroundings.now()
        for action in self.open.withLock({ $0.queue.lose(node, at: now) }) {
            self.measures.lost(action.task.placement?.kind)
            await self.carryOut(action)
        }
        self.kick.yield()
    }
}
