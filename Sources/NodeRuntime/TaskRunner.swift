package import Nodes
internal import Placement
internal import Synchronization

/// Takes orders and runs them in slots.
///
/// Orders are taken at any time and on any thread; ``run()`` does the work. A task goes on when whoever asked for it goes
/// away: it can be asked for again until it is forgotten.
package final class TaskRunner: Sendable {
    /// What the runner asks its surroundings for.
    package struct Surroundings: Sendable {
        package let clock: any Clock<Duration>
        /// A clock that never goes back.
        package let nanoseconds: @Sendable () -> UInt64

        package init(clock: any Clock<Duration>, nanoseconds: @escaping @Sendable () -> UInt64) {
            self.clock = clock
            self.nanoseconds = nanoseconds
        }
    }

    /// What the runner knows of a task.
    package struct Standing: Sendable, Hashable {
        package let attempt: TaskBook.Attempt
        package let standing: TaskBook.Standing
        package let progress: TaskProgress?
    }

    private struct Job: Sendable {
        /// The task type's name.
        let type: String
        let work: TaskWork
        let feed: TaskFeed
        /// Ends the work; the reason is all that is ever sent.
        let stop: AsyncStream<Void>.Continuation
        let stopped: AsyncStream<Void>
    }

    private struct State {
        var book: TaskBook
        /// Those that wait or are at work.
        var jobs: [TaskBook.Attempt: Job] = [:]
    }

    private let state: Mutex<State>
    private let handlers: [String: any TaskHandler]
    private let profile: NodeProfile
    private let emulated: [EmulatedTrait]
    private let surroundings: Surroundings
    private let measures: RunnerMeasures
    private let threads: WorkerThreads
    private let starts: AsyncStream<TaskBook.Attempt>
    private let begin: AsyncStream<TaskBook.Attempt>.Continuation

    /// - Parameters:
    ///   - handlers: One for each task type that is taken.
    ///   - emulated: What of the node is pretended; every report says it.
    package init(
        limits: TaskBook.Limits,
        handlers: [any TaskHandler],
        profile: NodeProfile,
        emulated: [EmulatedTrait],
        surroundings: Surroundings,
        measures: RunnerMeasures
    ) {
        self.state = Mutex(State(book: TaskBook(limits)))
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.type.name, $0) })
        self.profile = profile
        self.emulated = emulated
        self.surroundings = surroundings
        self.measures = measures
        self.threads = WorkerThreads(count: limits.slots)
        // Never more than there are slots: who begins has one.
        (self.starts, self.begin) = AsyncStream.makeStream(of: TaskBook.Attempt.self, bufferingPolicy: .unbounded)
    }

    /// The types that are taken, in ascending order.
    package var taskTypes: [String] { self.handlers.keys.sorted() }

    package func type(named name: String) -> TaskType? { self.handlers[name]?.type }

    // MARK: Orders

    /// Takes an order.
    ///
    /// - Returns: What happens to the task, ``TaskEvent/finished(_:)`` last; for an order that came before, what
    ///   happened so far at first.
    package func submit(_ order: TaskOrder) throws(TaskRefusal) -> AsyncStream<TimedEvent> {
        guard let handler = self.handlers[order.type] else {
            throw .unknownType(order.type, known: self.taskTypes)
        }
        let payload: Payload
        do throws(FieldFault) { payload = try handler.type.check(order.payload) } catch { throw .badPayload(error) }
        let work: TaskWork
        do throws(FieldFault) { work = try handler.work(on: payload) } catch { throw .unusablePayload(error) }
        let attempt = TaskBook.Attempt(task: order.task, token: order.token)
        let (stopped, stop) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let job = Job(type: order.type, work: work, feed: TaskFeed(), stop: stop, stopped: stopped)
        self.expire()
        let now = self.surroundings.nanoseconds()
        let (admission, known) = self.state.withLock { state -> (TaskBook.Admission, TaskBook.Standing?) in
            let admission = state.book.admit(order, at: now)
            switch admission {
            case .start, .wait: state.jobs[attempt] = job
            default: break
            }
            return (admission, state.book.standing(of: attempt))
        }
        switch admission {
        case .start(let superseded):
            if let superseded { self.stop(superseded) }
            self.begin.yield(attempt)
            return job.feed.events(at: now)
        case .wait(let superseded):
            if let superseded { self.stop(superseded) }
            return job.feed.events(at: now)
        case .known: return self.events(of: attempt, known, at: now)
        case .stale(let seen): throw .stale(seen: seen)
        case .full(let seconds): throw .full(retryAfterSeconds: seconds)
        case .draining: throw .draining
        }
    }

    /// The events of an attempt that is here or has ended.
    private func events(
        of attempt: TaskBook.Attempt,
        _ standing: TaskBook.Standing?,
        at now: UInt64
    ) -> AsyncStream<TimedEvent> {
        if let feed = self.state.withLock({ $0.jobs[attempt]?.feed }) { return feed.events(at: now) }
        // It ended in between at the latest.
        let feed = TaskFeed()
        if case .finished(let report)? = self.state.withLock({ $0.book.standing(of: attempt) }) ?? standing {
            feed.publish(.finished(report), at: now)
        }
        return feed.events(at: now)
    }

    /// Everything that is known of a task's latest attempt; `nil` for one that was never seen or is forgotten.
    package func standing(of task: TaskOrder.ID) -> Standing? {
        self.expire()
        return self.state.withLock { state in
            guard let attempt = state.book.latestAttempt(at: task), let standing = state.book.standing(of: attempt)
            else { return nil }
            return Standing(
                attempt: attempt,
                standing: standing,
                progress: state.jobs[attempt]?.feed.latestProgress
            )
        }
    }

    /// Stops the latest attempt at a task. Asking again changes nothing.
    ///
    /// - Returns: Whether the task is known.
    package func cancel(_ task: TaskOrder.ID) -> Bool {
        switch self.state.withLock({ $0.book.cancel(task) }) {
        case .unknown: return false
        case .ended: return true
        case .stop(let attempt), .withdraw(let attempt):
            self.stop(attempt)
            return true
        }
    }

    /// Ends what has not begun, and stops what is at work.
    private func stop(_ attempt: TaskBook.Attempt) {
        let job = self.state.withLock { $0.jobs[attempt] }
        if !self.withdraw(attempt, .cancelled, error: Self.cancelled) { job?.stop.yield() }
    }

    private static let cancelled = "the task was cancelled"

    // MARK: Draining

    /// Takes nothing further. When what was accepted has ended, ``run()`` ends.
    package func drain() {
        let isIdle = self.state.withLock { state in
            state.book.drain()
            return state.book.isIdle
        }
        if isIdle { self.begin.finish() }
    }

    /// How busy the slots and the queue are.
    package var occupancy: (running: Int, queued: Int, isDraining: Bool) {
        self.expire()
        return self.state.withLock { ($0.book.running, $0.book.queued, $0.book.isDraining) }
    }

    /// Ends what has waited too long. Called whenever somebody asks, and with every heartbeat.
    private func expire() {
        let now = self.surroundings.nanoseconds()
        for attempt in self.state.withLock({ $0.book.overdue(at: now) }) {
            _ = self.withdraw(attempt, .timedOut, error: "its time ran out before a slot was free")
        }
    }

    // MARK: Work

    /// Works until the node is drained, or the task that calls is cancelled, which stops all work.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await attempt in self.starts {
                group.addTask { await self.execute(attempt) }
            }
        }
    }

    private enum Signal: Sendable {
        case done(Value)
        case failed(TaskFailure)
        case stopped
        case late
        /// One of the watchers was told to end.
        case nothing
    }

    private func execute(_ attempt: TaskBook.Attempt) async {
        let found = self.state.withLock { state in
            (state.jobs[attempt], state.book.times(of: attempt))
        }
        guard let job = found.0, let times = found.1 else { return }
        let startedAt = self.surroundings.nanoseconds()
        job.feed.publish(.started, at: startedAt)
        let signal = await self.supervised(job, until: times.deadline)
        let endedAt = self.surroundings.nanoseconds()
        let status: TaskReport.Status
        var result = Value.missing
        var error: String?
        switch signal {
        case .done(let value): (status, result) = (.succeeded, value)
        case .failed(let failure): (status, result, error) = (.failed, failure.result, failure.reason)
        case .late: (status, error) = (.timedOut, "its time ran out")
        case .stopped, .nothing: (status, error) = (.cancelled, Self.cancelled)
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

    /// Runs the work beside a watch on its deadline and one on wishes to stop it; the first to end decides, and the
    /// slot stays taken until the work has really stopped.
    private func supervised(_ job: Job, until deadline: UInt64) async -> Signal {
        let nanoseconds = self.surroundings.nanoseconds
        let supervision = Supervision(
            slowdown: self.profile.slowdown ?? 1,
            nanoseconds: nanoseconds,
            report: { job.feed.publish(.progress($0), at: nanoseconds()) }
        )
        let now = nanoseconds()
        let left = Duration.nanoseconds(Int64(clamping: deadline > now ? deadline - now : 0))
        let clock = self.surroundings.clock
        return await withTaskGroup(of: Signal.self) { group in
            group.addTask(executorPreference: self.threads) {
                do {
                    let value = try await job.work(supervision)
                    try supervision.check()
                    return .done(value)
                } catch let failure as TaskFailure {
                    return .failed(failure)
                } catch is CancellationError {
                    return .nothing
                } catch {
                    return .failed(TaskFailure("\(error)"))
                }
            }
            group.addTask {
                for await _ in job.stopped { return .stopped }
                return .nothing
            }
            group.addTask {
                do {
                    try await clock.sleep(for: left)
                    return .late
                } catch {
                    return .nothing
                }
            }
            let first = await group.next() ?? .nothing
            group.cancelAll()
            return first
        }
    }

    /// Ends an attempt that never had a slot.
    ///
    /// - Returns: Whether it still waited; what is at work goes on.
    private func withdraw(_ attempt: TaskBook.Attempt, _ status: TaskReport.Status, error: String) -> Bool {
        let now = self.surroundings.nanoseconds()
        let ended = self.state.withLock { state -> (Job?, TaskReport)? in
            guard let acceptedAt = state.book.times(of: attempt)?.acceptedAt else { return nil }
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
            guard state.book.withdraw(attempt, report, bytes: report.result.bytes, at: now) else { return nil }
            return (state.jobs.removeValue(forKey: attempt), report)
        }
        guard let (job, report) = ended else { return false }
        self.tell(report, to: job, at: now)
        return true
    }

    private func end(_ attempt: TaskBook.Attempt, _ report: TaskReport) {
        let now = self.surroundings.nanoseconds()
        let (job, starts, isOver) = self.state.withLock { state in
            let starts = state.book.finish(attempt, report, bytes: report.result.bytes, at: now)
            let job = state.jobs.removeValue(forKey: attempt)
            return (job, starts, state.book.isDraining && state.book.isIdle)
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
