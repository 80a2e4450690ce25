package import Nodes
internal import Placement
internal import Problems
internal import Synchronization

/// Takes orders and runs them in slots.
///
/// Orders are taken at any time and on any thread; ``run()`` does the work. A task goes on when whoever asked for it goes
/// away: it can be asked for again until it is forgotten.
package final class TaskRunner: Sendable {
    /// What the runner asks its surroundings for.
    package struct Surroundings: Sendable {
        /// What timeouts are waited for with.
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
        /// The task's latest attempt.
        package let attempt: TaskBook.Attempt
        /// Where it is on its way.
        package let standing: TaskBook.Standing
        /// The last progress that it told; `nil` before any.
        package let progress: TaskProgress?
    }

    struct Job: Sendable {
        /// The task type's name.
        let type: String
        let work: TaskWork
        let feed: TaskFeed
        /// Ends the work; the reason is all that is ever sent.
        let stop: AsyncStream<Void>.Continuation
        let stopped: AsyncStream<Void>
    }

    /// The book, and the work of what stands in it.
    struct Accepted {
        var book: TaskBook
        /// Those that wait or are at work.
        var jobs: [TaskBook.Attempt: Job] = [:]
    }

    let accepted: Mutex<Accepted>
    private let handlers: [String: any TaskHandler]
    let profile: NodeProfile
    let emulated: [EmulatedTrait]
    let surroundings: Surroundings
    let measures: RunnerMeasures
    let threads: WorkerThreads
    let starts: AsyncStream<TaskBook.Attempt>
    let begin: AsyncStream<TaskBook.Attempt>.Continuation

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
        self.accepted = Mutex(Accepted(book: TaskBook(limits)))
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

    /// The declaration of a type that is taken; `nil` for any other.
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
        let (admission, known) = self.accepted.withLock { accepted -> (TaskBook.Admission, TaskBook.Standing?) in
            let admission = accepted.book.admit(order, at: now)
            switch admission {
            case .start, .wait: accepted.jobs[attempt] = job
            default: break
            }
            return (admission, accepted.book.standing(of: attempt))
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
        if let feed = self.accepted.withLock({ $0.jobs[attempt]?.feed }) { return feed.events(at: now) }
        // It ended in between at the latest.
        let feed = TaskFeed()
        if case .finished(let report)? = self.accepted.withLock({ $0.book.standing(of: attempt) }) ?? standing {
            feed.publish(.finished(report), at: now)
        }
        return feed.events(at: now)
    }

    /// Everything that is known of a task's latest attempt; `nil` for one that was never seen or is forgotten.
    package func standing(of task: TaskOrder.ID) -> Standing? {
        self.expire()
        return self.accepted.withLock { accepted in
            guard let attempt = accepted.book.latestAttempt(at: task),
                let standing = accepted.book.standing(of: attempt)
            else { return nil }
            return Standing(
                attempt: attempt,
                standing: standing,
                progress: accepted.jobs[attempt]?.feed.latestProgress
            )
        }
    }

    /// Stops the latest attempt at a task. Asking again changes nothing.
    ///
    /// - Returns: Whether the task is known.
    package func cancel(_ task: TaskOrder.ID) -> Bool {
        switch self.accepted.withLock({ $0.book.cancel(task) }) {
        case .unknown: return false
        case .ended: return true
        case .stop(let attempt), .withdraw(let attempt):
            self.stop(attempt)
            return true
        }
    }

    /// Ends what has not begun, and stops what is at work.
    private func stop(_ attempt: TaskBook.Attempt) {
        let job = self.accepted.withLock { $0.jobs[attempt] }
        if !self.withdraw(attempt, .cancelled, error: Self.cancelled) { job?.stop.yield() }
    }

    static let cancelled = "the task was canceled"

    // MARK: Draining

    /// Takes nothing further. When what was accepted has ended, ``run()`` ends.
    package func drain() {
        let isIdle = self.accepted.withLock { accepted in
            accepted.book.drain()
            return accepted.book.isIdle
        }
        if isIdle { self.begin.finish() }
    }

    /// How busy the slots and the queue are.
    package var occupancy: (running: Int, queued: Int, isDraining: Bool) {
        self.expire()
        return self.accepted.withLock { ($0.book.running, $0.book.queued, $0.book.isDraining) }
    }

    /// Ends what has waited too long. Called whenever somebody asks, and with every heartbeat.
    private func expire() {
        let now = self.surroundings.nanoseconds()
        for attempt in self.accepted.withLock({ $0.book.overdue(at: now) }) {
            _ = self.withdraw(attempt, .timedOut, error: "its time ran out before a slot was free")
        }
    }
}
