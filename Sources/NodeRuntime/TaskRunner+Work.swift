internal import Nodes
internal import Placement
internal import Resilience
internal import Synchronization

/// The work of what was accepted, and its end.
extension TaskRunner {
    /// Works until the node is drained, or the task that calls is cancelled, which stops all work.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await attempt in self.starts {
                group.addTask { await self.execute(attempt) }
            }
        }
    }

    private func execute(_ attempt: TaskBook.Attempt) async {
        let found = self.accepted.withLock { accepted in
            (accepted.jobs[attempt], accepted.book.times(of: attempt))
        }
        guard let job = found.0, let times = found.1 else { return }
        let startedAt = self.surroundings.nanoseconds()
        job.feed.publish(.started, at: startedAt)
        let end = await self.supervised(job, until: times.deadline)
        let endedAt = self.surroundings.nanoseconds()
        let status: TaskReport.Status
        var result = Value.missing
        var error: String?
        switch end {
        case .done(.done(let value)): (status, result) = (.succeeded, value)
        case .done(.failed(let failure)): (status, result, error) = (.failed, failure.result, failure.reason)
        case .late: (status, error) = (.timedOut, "its time ran out")
        case .done(.stopped), .calledOff: (status, error) = (.cancelled, Self.cancelled)
        }
        let report = TaskReport(
            task: attempt.task,
            token: attempt.token,
            status: status,
            result: result,
            error: error,
            executionSeconds: Double(endedAt &- startedAt) / 1e9,
            queuedSeconds: Double(startedAt &- times.acceptedAt) / 1e9,
            emulated: self.emulated
        )
        self.end(attempt, report)
    }

    private enum WorkEnd: Sendable {
        case done(Value)
        case failed(TaskFailure)
        case stopped
    }

    /// Runs the work until it ends, its time is up or somebody wishes to stop it; the slot stays taken until the work has
    /// really stopped.
    private func supervised(_ job: Job, until deadline: UInt64) async -> RaceEnd<WorkEnd> {
        let nanoseconds = self.surroundings.nanoseconds
        let supervision = Supervision(
            slowdown: self.profile.slowdown ?? 1,
            nanoseconds: nanoseconds,
            report: { job.feed.publish(.progress($0), at: nanoseconds()) }
        )
        let now = nanoseconds()
        return await race(
            against: .nanoseconds(Int64(clamping: deadline > now ? deadline - now : 0)),
            on: self.surroundings.clock,
            until: job.stopped,
            executor: self.threads
        ) { () async -> WorkEnd in
            do {
                let value = try await job.work(supervision)
                try supervision.check()
                return .done(value)
            } catch let failure as TaskFailure {
                return .failed(failure)
            } catch is CancellationError {
                return .stopped
            } catch {
                return .failed(TaskFailure("\(error)"))
            }
        }
    }

    /// Ends an attempt that never had a slot.
    ///
    /// - Returns: Whether it still waited; what is at work goes on.
    func withdraw(_ attempt: TaskBook.Attempt, _ status: TaskReport.Status, error: String) -> Bool {
        let now = self.surroundings.nanoseconds()
        let ended = self.accepted.withLock { accepted -> (Job?, TaskReport)? in
            guard let acceptedAt = accepted.book.times(of: attempt)?.acceptedAt else { return nil }
            let report = TaskReport(
                task: attempt.task,
                token: attempt.token,
                status: status,
                result: .missing,
                error: error,
                executionSeconds: 0,
                queuedSeconds: Double(now &- acceptedAt) / 1e9,
                emulated: self.emulated
            )
            guard accepted.book.withdraw(attempt, report, bytes: report.result.bytes, at: now) else { return nil }
            return (accepted.jobs.removeValue(forKey: attempt), report)
        }
        guard let (job, report) = ended else { return false }
        self.tell(report, to: job, at: now)
        return true
    }

    private func end(_ attempt: TaskBook.Attempt, _ report: TaskReport) {
        let now = self.surroundings.nanoseconds()
        let (job, starts, isOver) = self.accepted.withLock { accepted in
            let starts = accepted.book.finish(attempt, report, bytes: report.result.bytes, at: now)
            let job = accepted.jobs.removeValue(forKey: attempt)
            return (job, starts, accepted.book.isDraining && accepted.book.isIdle)
        }
        self.tell(report, to: job, at: now)
        for start in starts { self.begin.yield(start) }
        if isOver { self.begin.finish() }
    }

    /// Counts an end before anybody hears of it, so that who has heard finds it counted.
    private func tell(_ report: TaskReport, to job: Job?, at now: UInt64) {
        guard let job else { return }
        self.measures.ended(report, type: job.type)
        job.feed.publish(.finished(report), at: now)
    }
}

extension Value {
    /// What the value takes in memory, about.
    fileprivate var bytes: Int {
        switch self {
        case .missing, .flag, .number: 24
        case .text(let text): 24 + text.utf8.count
        case .list(let elements): elements.reduce(24) { $0 + $1.bytes }
        case .record(let fields): fields.reduce(24) { $0 + $1.key.utf8.count + $1.value.bytes + 24 }
        }
    }
}
