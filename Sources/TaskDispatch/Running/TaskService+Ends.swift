internal import Nodes
internal import Placement
internal import Synchronization

/// What follows from what the queue says: it is written down, and then told.
extension TaskService {
    private static let rewriteSeconds = 1.0

    /// Carries out what the queue says, if anything.
    func carryOut(_ action: TaskAction?) async {
        switch action {
        case .waitAgain(let task)?:
            self.changes.tell(task)
            self.kick.yield()
            // The store takes this for the order that was lost only, should another one have been given meanwhile.
            await self.write { try await self.store.wait(task) }
        case .end(let task)?: await self.finish(task)
        case nil: break
        }
    }

    /// Writes down how a task ended, and then tells of it. The queue has let go of it already, so that this happens once.
    ///
    /// Where the store cannot be written, it is tried until it can; the task stays open meanwhile. A service that ends
    /// before leaves the task to its next start, which asks the node again.
    private func finish(_ task: TaskRecord) async {
        let isWritten = await self.write {
            // Unless it was withdrawn meanwhile.
            if self.open.withLock({ $0.queue.isEnding(task.id) }) { try await self.store.end(task) }
        }
        // One that was withdrawn was never there.
        guard isWritten, self.open.withLock({ $0.queue.written(task.id) }) else { return }
        self.measures.ended(task)
        self.changes.tell(task)
    }

    /// Repeats a write until it succeeds, or the service stops.
    ///
    /// - Returns: Whether it has succeeded.
    @discardableResult
    private func write(_ work: () async throws -> Void) async -> Bool {
        var failures = 0
        while true {
            do {
                try await work()
                return true
            } catch {
                self.measures.failedToWrite()
                if failures == 0 { self.surroundings.report("a task cannot be stored: \(error)") }
                failures += 1
            }
            do {
                try await self.surroundings.clock.sleep(for: .seconds(Self.rewriteSeconds))
            } catch {
                return false
            }
        }
    }

    /// Takes a node's report, unless the order was given up meanwhile, and keeps what it teaches.
    func commit(_ report: TaskReport, on node: Node, sentAt: Timestamp) async {
        let now = self.surroundings.now()
        let action = self.open.withLock {
            $0.queue.report(report, pricePerHour: node.profile.pricePerHour, at: now)
        }
        guard let action else { return }
        // Both reach the disk together.
        async let learnt: Void = self.learn(action.task.run(sentAt: sentAt))
        await self.carryOut(action)
        await learnt
    }

    private func learn(_ run: TaskRun?) async {
        guard let run else { return }
        do {
            // In a task of its own, which is waited for and which a stop does not cancel: the service does not ask for
            // this outcome again.
            try await Task { try await self.placer?.learn(run) }.value
        } catch {
            // The task has its result; what is missing is an example to learn from.
            self.measures.failedToLearn()
            self.surroundings.report("the outcome of decision \(run.decision) cannot be stored: \(error)")
        }
    }
}

extension TaskRecord {
    /// What its end says of the place where it ran; `nil` where it was not decided for it, or says nothing of it: work
    /// that failed, or was stopped on request, does not.
    fileprivate func run(sentAt: Timestamp) -> TaskRun? {
        guard let end, let decision = self.placement?.decision, [.succeeded, .timedOut].contains(end.status) else {
            return nil
        }
        return TaskRun(
            decision: decision,
            startedAt: sentAt,
            seconds: max(0, end.at.seconds(since: sentAt)),
            cost: end.cost,
            succeeded: end.status == .succeeded,
            error: end.error
        )
    }
}
