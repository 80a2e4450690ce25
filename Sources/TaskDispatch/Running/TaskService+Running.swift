package import Nodes
internal import Placement
internal import Synchronization

extension TaskService {
    /// How often what waits is looked at, even when nothing has happened.
    private static let tick = Duration.milliseconds(500)
    /// Every ten seconds followers are told how their tasks stand.
    private static let ticksAReminder = 20
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
            group.addTask { await self.watch() }
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
                for (task, node) in self.state.withLock({ $0.takeOvertaken() }) {
                    group.addTask {
                        _ = await self.limited(seconds: Self.requestSeconds) { await self.link.cancel(task, on: node) }
                    }
                }
            }
            group.cancelAll()
        }
        self.changes.end()
    }

    private func watch() async {
        var ticks = 0
        while (try? await self.surroundings.clock.sleep(for: Self.tick)) != nil {
            self.look()
            ticks += 1
            if ticks.isMultiple(of: Self.ticksAReminder) {
                self.changes.remind { id in self.state.withLock { $0.records[id] } }
            }
        }
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
        let order = interrupted.order
        if let end = await self.recovered(order, on: node, until: self.deadline(of: order, sentAt: started)) {
            await self.settle(end, of: order, on: node, sentAt: started)
        }
        self.kick.yield()
    }

    /// Gives a node its order, and sees it to its end.
    private func send(_ order: TaskOrder, to node: Node) async {
        // Since the order was made, its node may have been lost, or the task withdrawn.
        guard let task = self.state.withLock({ $0.isCurrent(order) ? $0.records[order.task] : nil }) else {
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
            self.surroundings.report("an order cannot be written down: \(error)")
            return false
        }
    }

    private func begin(_ order: TaskOrder, of task: TaskRecord, on node: Node) async {
        guard let isCancelled = self.state.withLock({ $0.isCurrent(order) ? $0.isCancelled(order) : nil }) else {
            return self.fleet.spared(node.id)
        }
        if isCancelled {
            self.fleet.spared(node.id)
            return await self.takeBack(order)
        }
        self.changes.tell(task)
        let sentAt = self.surroundings.now()
        let end = await self.follow(order, on: node, until: self.deadline(of: order, sentAt: sentAt))
        await self.settle(end, of: order, on: node, sentAt: sentAt)
    }

    /// Until when an order's end has to be told.
    private func deadline(of order: TaskOrder, sentAt: Timestamp) -> Timestamp {
        sentAt.advanced(bySeconds: order.timeoutSeconds + Self.graceSeconds)
    }

    private func follow(_ order: TaskOrder, on node: Node, until deadline: Timestamp) async -> OrderEnd {
        // Never longer than the whole time, should the clock go back.
        let seconds = min(deadline.seconds(since: self.surroundings.now()), order.timeoutSeconds + Self.graceSeconds)
        return await self.limited(seconds: max(0, seconds)) {
            await self.link.run(order, on: node) { self.note($0, of: order, on: node) }
        } ?? .broken(reason: "no end was told in time")
    }

    private func note(_ event: TaskEvent, of order: TaskOrder, on node: Node) {
        switch event {
        case .started:
            // The request to cancel it may have reached the node before the order did.
            let isOvertaken = self.state.withLock { $0.noteOvertaken(order, on: node) }
            if isOvertaken { self.kick.yield() }
        case .progress(let progress):
            self.update(order.task) { task in
                if task.attempts == order.token { task.progress = progress }
            }
        case .finished: break
        }
    }

    /// Draws the consequences of how following an order ended.
    private func settle(_ end: OrderEnd, of order: TaskOrder, on node: Node, sentAt: Timestamp) async {
        var end = end
        var hasBroken = false
        while !Task.isCancelled {
            switch end {
            case .finished(let report):
                self.fleet.answered(node.id)
                return await self.commit(report, of: order, on: node, sentAt: sentAt)
            case .refused(.full):
                self.fleet.answered(node.id, isFull: true)
                return await self.takeBack(order)
            case .refused(.unusable(let reason)):
                self.fleet.answered(node.id)
                let report = TaskReport.refused(order, reason)
                return await self.commit(report, of: order, on: node, sentAt: sentAt)
            case .refused(.stale):
                self.fleet.answered(node.id)
                return await self.lose(order)
            case .unreachable:
                self.fleet.failed(node.id)
                return await self.takeBack(order)
            case .broken:
                self.fleet.failed(node.id)
                if hasBroken { try? await self.surroundings.clock.sleep(for: .seconds(Self.inquirySeconds)) }
                hasBroken = true
                let deadline = self.deadline(of: order, sentAt: sentAt)
                guard let next = await self.recovered(order, on: node, until: deadline) else { return }
                end = next
            }
        }
    }

    /// Asks a node for an order that is not followed any more, and follows it again.
    ///
    /// - Returns: How following it ended; `nil` where it is lost, was given up meanwhile, or the service stops.
    private func recovered(_ order: TaskOrder, on node: Node, until deadline: Timestamp) async -> OrderEnd? {
        let since = self.surroundings.now()
        while !Task.isCancelled, self.state.withLock({ $0.isCurrent(order) }) {
            let answer = await self.inquire(order, on: node)
            let now = self.surroundings.now()
            switch answer {
            case .known where now < deadline: return await self.follow(order, on: node, until: deadline)
            case .silent where abs(now.seconds(since: since)) < Self.silenceSeconds:
                try? await self.surroundings.clock.sleep(for: .seconds(Self.inquirySeconds))
            case .known, .unknown, .silent:
                if !Task.isCancelled { await self.lose(order) }
                return nil
            }
        }
        return nil
    }

    private func inquire(_ order: TaskOrder, on node: Node) async -> OrderInquiry {
        await self.limited(seconds: Self.requestSeconds) { await self.link.inquire(order.task, on: node) }
            ?? .silent
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
            // In a task of its own, which a stop does not cancel: the service does not ask for this outcome again.
            try await Task { try await self.placer?.learn(run) }.value
        } catch {
            // The task has its result; what is missing is an example to learn from.
            self.measures.failedToLearn()
            self.surroundings.report("the outcome of decision \(run.decision) cannot be kept: \(error)")
        }
    }

    /// A node never began an order: the task waits again.
    ///
    /// - Parameter isWritten: Whether the store has the order. Where it could not be written, nothing is there to be
    ///   taken back, and its like rest until the next tick, lest a store that fails is tried without a pause.
    private func takeBack(_ order: TaskOrder, isWritten: Bool = true) async {
        let change = self.state.withLock { state -> Change? in
            let change = state.queue.refused(order.task, token: order.token).map { state.noted($0) }
            if !isWritten, case .waitsAgain(let task)? = change?.loss { state.resting.insert(task.submission.need) }
            return change
        }
        guard let change else { return }
        if !isWritten, case .waitsAgain = change.loss, let task = change.task { return self.changes.tell(task) }
        await self.carryOut(change)
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
    /// Whether an order is its task's last, and has not been given up.
    fileprivate func isCurrent(_ order: TaskOrder) -> Bool {
        guard let task = self.queue[order.task] else { return false }
        return task.token == order.token && task.node != nil
    }

    fileprivate func isCancelled(_ order: TaskOrder) -> Bool { self.queue[order.task]?.isCancelled ?? false }

    /// - Returns: Whether a node is to be asked once more to stop a task.
    fileprivate mutating func noteOvertaken(_ order: TaskOrder, on node: Node) -> Bool {
        guard self.isCurrent(order), self.isCancelled(order) else { return false }
        self.overtaken.append((order.task, node))
        return true
    }

    fileprivate mutating func takeOvertaken() -> [(TaskOrder.ID, Node)] {
        defer { self.overtaken = [] }
        return self.overtaken
    }

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
