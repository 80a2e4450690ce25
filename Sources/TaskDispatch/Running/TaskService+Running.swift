package import Nodes
internal import Placement
internal import Synchronization

extension TaskService {
    /// How often what waits is looked at, even when nothing has happened.
    private static let tick = Duration.milliseconds(500)
    /// How long after the start a node may take to tell of itself, before what it had counts as lost.
    private static let returnSeconds = 10.0
    /// Between two questions to a node that does not answer.
    private static let inquirySeconds = 0.25
    /// How long such a node is asked for.
    private static let silenceSeconds = 15.0
    /// How long after its timeout a task may take to be told of.
    private static let graceSeconds = 10.0

    /// Works until it is cancelled. Tasks that nodes have go on there, and are followed again after the next start.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                while (try? await self.surroundings.clock.sleep(for: Self.tick)) != nil { self.tick() }
            }
            for order in self.interrupted { group.addTask { await self.pickUp(order) } }
            self.kick.yield()
            for await _ in self.kicks {
                if Task.isCancelled { break }
                self.takeNext { task in
                    group.addTask {
                        guard let (order, node) = await self.place(task) else { return }
                        // Another may be decided now.
                        self.kick.yield()
                        await self.send(order, to: node)
                        self.kick.yield()
                    }
                }
            }
            group.cancelAll()
        }
        self.changes.end()
    }

    /// The orders that nodes had when the service stopped.
    private var interrupted: [(order: TaskOrder, node: Node.ID)] {
        self.state.withLock { state in
            state.records.values.compactMap { task in
                guard let open = state.queue[task.id], let node = open.node else { return nil }
                return (TaskOrder(task.submission, token: open.token), node)
            }
        }
    }

    /// Follows an order of before the start again.
    private func pickUp(_ interrupted: (order: TaskOrder, node: Node.ID)) async {
        let started = self.surroundings.now()
        while self.fleet.node(interrupted.node).map({ $0.status == .lost }) ?? true {
            guard abs(self.surroundings.now().seconds(since: started)) < Self.returnSeconds else {
                return await self.lose(interrupted.order)
            }
            guard (try? await self.surroundings.clock.sleep(for: Self.tick)) != nil else { return }
        }
        guard let node = self.fleet.node(interrupted.node)?.node else { return await self.lose(interrupted.order) }
        await self.settle(.broken(reason: "the service was stopped"), of: interrupted.order, on: node, sentAt: started)
        self.kick.yield()
    }

    /// Gives a node its order, and sees it to its end.
    private func send(_ order: TaskOrder, to node: Node) async {
        guard let task = self.state.withLock({ $0.records[order.task] }) else { return }
        do {
            try await self.store.order(task)
        } catch {
            self.measures.failedToWrite()
            self.surroundings.report("an order cannot be written down: \(error)")
            return await self.takeBack(order, isResting: true)
        }
        self.changes.tell(task)
        let sentAt = self.surroundings.now()
        await self.settle(await self.follow(order, on: node), of: order, on: node, sentAt: sentAt)
    }

    private func follow(_ order: TaskOrder, on node: Node) async -> OrderEnd {
        await self.limited(seconds: order.timeoutSeconds + Self.graceSeconds) {
            await self.link.run(order, on: node) { self.note($0, of: order) }
        } ?? .broken(reason: "no end was told in time")
    }

    private func note(_ event: TaskEvent, of order: TaskOrder) {
        guard case .progress(let progress) = event else { return }
        self.update(order.task) { task in
            if task.attempts == order.token { task.progress = progress }
        }
    }

    /// Draws the consequences of how following an order ended.
    private func settle(_ end: OrderEnd, of order: TaskOrder, on node: Node, sentAt: Timestamp) async {
        var end = end
        var firstSilence: Timestamp?
        while !Task.isCancelled {
            switch end {
            case .finished(let report):
                self.fleet.answered(node.id)
                return await self.commit(report, of: order, on: node, sentAt: sentAt)
            case .refused(.full):
                self.fleet.answered(node.id, isFull: true)
                return await self.takeBack(order, isResting: false)
            case .refused(.unusable(let reason)):
                self.fleet.answered(node.id)
                let report = TaskReport.refused(order, reason)
                return await self.commit(report, of: order, on: node, sentAt: sentAt)
            case .refused(.stale):
                self.fleet.answered(node.id)
                return await self.lose(order)
            case .unreachable:
                self.fleet.failed(node.id)
                return await self.takeBack(order, isResting: false)
            case .broken:
                if firstSilence == nil { self.fleet.failed(node.id) }
                guard self.isCurrent(order) else { return }
                switch await self.inquire(order, on: node) {
                case .known: end = await self.follow(order, on: node)
                case .unknown: return await self.lose(order)
                case .silent:
                    let now = self.surroundings.now()
                    let since = firstSilence ?? now
                    firstSilence = since
                    guard abs(now.seconds(since: since)) < Self.silenceSeconds else { return await self.lose(order) }
                    try? await self.surroundings.clock.sleep(for: .seconds(Self.inquirySeconds))
                }
            }
        }
    }

    private func inquire(_ order: TaskOrder, on node: Node) async -> OrderInquiry {
        await self.limited(seconds: 2) { await self.link.inquire(order.task, on: node) } ?? .silent
    }

    private func isCurrent(_ order: TaskOrder) -> Bool {
        self.state.withLock { state in
            guard let task = state.queue[order.task] else { return false }
            return task.token == order.token && task.node != nil
        }
    }

    // MARK: Ends

    /// Takes a node's report, unless the order was given up meanwhile.
    private func commit(_ report: TaskReport, of order: TaskOrder, on node: Node, sentAt: Timestamp) async {
        guard self.state.withLock({ $0.queue.report(report) }) != nil,
            let task = self.state.withLock({ $0.records[order.task] })
        else { return }
        let now = self.surroundings.now()
        let cost = node.profile.pricePerHour.flatMap {
            Money($0.units * report.executionSeconds / 3600, currency: $0.currency)
        }
        let figures = TaskFigures(
            at: now,
            executionSeconds: report.executionSeconds,
            queuedSeconds: report.queuedSeconds,
            cost: cost,
            emulated: report.emulated,
            error: report.error,
            result: report.result
        )
        let run = task.placement?.decision.flatMap { decision in
            report.tellsOfPlace
                ? TaskRun(
                    decision: decision,
                    startedAt: sentAt,
                    seconds: max(0, now.seconds(since: sentAt)),
                    cost: cost,
                    succeeded: report.status == .succeeded,
                    error: report.error
                ) : nil
        }
        // Both reach the disk together.
        async let learnt: Void = self.learn(run)
        await self.finish(order.task, TaskRecord.Status(report.status), figures)
        await learnt
    }

    private func learn(_ run: TaskRun?) async {
        guard let run else { return }
        do {
            try await self.placer?.learn(run)
        } catch {
            // The task has its result; what is missing is an example to learn from.
            self.measures.failedToLearn()
            self.surroundings.report("the outcome of decision \(run.decision) cannot be kept: \(error)")
        }
    }

    /// A node never began an order: the task waits again.
    private func takeBack(_ order: TaskOrder, isResting: Bool) async {
        let change = self.state.withLock { state -> Change? in
            let change = state.queue.refused(order.task, token: order.token).map { state.noted($0) }
            if isResting, case .waitsAgain(let task)? = change?.loss { state.resting.insert(task.submission.need) }
            return change
        }
        if let change { await self.carryOut(change) }
    }

    private func lose(_ order: TaskOrder) async {
        let change = self.state.withLock { state in
            state.queue.lost(order.task, token: order.token).map { state.noted($0) }
        }
        guard let change else { return }
        self.measures.lost(change.task?.placement?.kind)
        await self.carryOut(change)
    }

    /// A node has fallen silent: what it had runs again elsewhere, or ends.
    package func lost(_ node: Node.ID) async {
        let changes = self.state.withLock { state in state.queue.lose(node).map { state.noted($0) } }
        for change in changes {
            self.measures.lost(change.task?.placement?.kind)
            await self.carryOut(change)
        }
        self.kick.yield()
    }

    private func carryOut(_ change: Change) async {
        guard let task = change.task else { return }
        let now = self.surroundings.now()
        switch change.loss {
        case .waitsAgain:
            self.changes.tell(task)
            self.kick.yield()
            // The store takes this for the order that was lost only, should another one have been given meanwhile.
            await self.write { try await self.store.wait(task) }
        case .ended(_, .cancelled): await self.finish(task.id, .cancelled, TaskFigures(at: now))
        case .ended(_, .outcomeUnknown(let node)):
            let error = "the node \(node) was lost while it had the task, which must not run twice"
            await self.finish(task.id, .outcomeUnknown, TaskFigures(at: now, error: error))
        case .ended(_, .abandoned(let losses)):
            let error = "\(losses) nodes were lost while they had the task"
            await self.finish(task.id, .abandoned, TaskFigures(at: now, error: error))
        case .ended(_, .reported): break
        }
    }
}

/// What the loss of an order changed, with the task as it then stood.
private struct Change: Sendable {
    let loss: TaskQueue.Loss
    let task: TaskRecord?
}

extension TaskService.State {
    /// Brings the records in line with the queue; under the same lock, since the task may be given away again at once.
    fileprivate mutating func noted(_ loss: TaskQueue.Loss) -> Change {
        let id: TaskRecord.ID
        switch loss {
        case .waitsAgain(let task):
            id = task.submission.id
            self.records[id]?.status = .queued
            self.records[id]?.node = nil
            self.records[id]?.progress = nil
            self.records[id]?.losses = task.losses
        case .ended(let task, _):
            id = task.submission.id
            self.records[id]?.losses = task.losses
        }
        return Change(loss: loss, task: self.records[id])
    }
}

extension TaskOrder {
    fileprivate init(_ submission: Submission, token: Int64) {
        self.init(
            task: submission.id,
            token: token,
            type: submission.type,
            payload: submission.payload,
            timeoutSeconds: submission.timeoutSeconds
        )
    }
}

extension TaskReport {
    /// A node has refused the payload, as any other would.
    fileprivate static func refused(_ order: TaskOrder, _ reason: String) -> TaskReport {
        TaskReport(
            task: order.task,
            token: order.token,
            status: .failed,
            result: .missing,
            error: reason,
            executionSeconds: 0,
            queuedSeconds: 0,
            emulated: []
        )
    }

    /// Whether its end says something of the place where it ran: work that failed, or was stopped on request, does not.
    fileprivate var tellsOfPlace: Bool { self.status == .succeeded || self.status == .timedOut }
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
