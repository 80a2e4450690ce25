package import Nodes
internal import Placement

/// Which tasks a node has in slots, in its queue and in its memory: every rule of admission, without time, threads or
/// work.
///
/// A value: each event is one mutating call that says what the caller has to do. Instants are nanoseconds of one clock
/// that never goes back.
package struct TaskBook: Sendable {
    /// What is kept at most.
    package struct Limits: Sendable, Hashable {
        /// Tasks at work at once, at least 1.
        package var slots: Int
        /// Tasks that wait, 0 or more.
        package var queue: Int
        /// Ended tasks that are remembered.
        package var remembered: Int
        /// Bytes, about, of their results.
        package var rememberedBytes: Int
        /// Nanoseconds after its end at which a task is forgotten.
        package var rememberedNanoseconds: UInt64

        package init(
            slots: Int,
            queue: Int,
            remembered: Int = 4_096,
            rememberedBytes: Int = 32 << 20,
            rememberedNanoseconds: UInt64 = 900_000_000_000
        ) {
            self.slots = slots
            self.queue = queue
            self.remembered = remembered
            self.rememberedBytes = rememberedBytes
            self.rememberedNanoseconds = rememberedNanoseconds
        }
    }

    /// One order for a task; another one for the same task has another token.
    package struct Attempt: Sendable, Hashable {
        /// The task that is tried.
        package let task: TaskOrder.ID
        /// The order's token; the greater one is the later attempt.
        package let token: Int64
    }

    /// Where an attempt is on its way.
    package enum Standing: Sendable, Hashable {
        /// `ahead` tasks wait before it.
        case queued(ahead: Int)
        case running
        case finished(TaskReport)
    }

    /// What became of an order.
    package enum Admission: Sendable, Hashable {
        /// It has a slot: begin. An older attempt, if there is one, has to be stopped.
        case start(superseded: Attempt?)
        /// It waits.
        case wait(superseded: Attempt?)
        /// The very same order came before; follow that one.
        case known
        case stale(seen: Int64)
        /// - Parameter retryAfterSeconds: When a place is likely free, 1 to 60.
        case full(retryAfterSeconds: Int)
        case draining
    }

    /// What a wish to stop a task comes to.
    package enum Cancellation: Sendable, Hashable {
        /// It is at work: stop the work, and report its end when it has stopped.
        case stop(Attempt)
        /// It waits: withdraw it.
        case withdraw(Attempt)
        /// It had ended before, and stays so.
        case ended(TaskReport)
        case unknown
    }

    private struct Entry {
        var stage: Stage
        let acceptedAt: UInt64
        let deadline: UInt64
    }

    private enum Stage {
        case queued, running
        case finished(TaskReport, at: UInt64, bytes: Int)
    }

    /// What is kept at most.
    package let limits: Limits
    /// Whether nothing is taken any more; it never ends.
    package private(set) var isDraining = false
    /// How many are at work.
    package private(set) var running = 0
    /// Those that wait, the next one first.
    private var queue: [Attempt] = []
    private var entries: [Attempt: Entry] = [:]
    private var latest: [TaskOrder.ID: Int64] = [:]
    /// Those that have ended, the earliest first; a ring would save moving them, which is rare.
    private var ended: [Attempt] = []
    private var endedBytes = 0
    /// Seconds that tasks lately had a slot for; a task counts a tenth.
    private var usualSeconds = 1.0

    package init(_ limits: Limits) {
        precondition(limits.slots >= 1 && limits.queue >= 0, "a node has a slot at least")
        self.limits = limits
    }

    /// How many wait for a slot.
    package var queued: Int { self.queue.count }
    /// Whether nothing is at work and nothing waits.
    package var isIdle: Bool { self.running == 0 && self.queue.isEmpty }

    // MARK: Orders

    /// Takes an order, or says why not.
    ///
    /// A newer attempt at a task that is still here takes the older one's place: what the older one did no longer
    /// counts, and two at once would be wasted.
    package mutating func admit(_ order: TaskOrder, at now: UInt64) -> Admission {
        let attempt = Attempt(task: order.task, token: order.token)
        var superseded: Attempt?
        if let seen = self.latest[order.task] {
            if seen == order.token { return .known }
            if seen > order.token { return .stale(seen: seen) }
            let older = Attempt(task: order.task, token: seen)
            if case .queued? = self.entries[older]?.stage { superseded = older }
            if case .running? = self.entries[older]?.stage { superseded = older }
        }
        guard !self.isDraining else { return .draining }
        // A waiting attempt leaves its place to the one that supersedes it.
        let waiting = self.queue.count - (superseded.map { self.queue.contains($0) } == true ? 1 : 0)
        let hasSlot = self.running < self.limits.slots && waiting == 0
        guard hasSlot || waiting < self.limits.queue else {
            return .full(retryAfterSeconds: self.secondsUntilPlace)
        }
        if let superseded { self.queue.removeAll { $0 == superseded } }
        self.latest[order.task] = order.token
        self.entries[attempt] = Entry(
            stage: hasSlot ? .running : .queued,
            acceptedAt: now,
            deadline: now &+ UInt64(max(0, min(order.timeoutSeconds, TaskOrder.timeouts.upperBound)) * 1e9)
        )
        if hasSlot {
            self.running += 1
            return .start(superseded: superseded)
        }
        self.queue.append(attempt)
        return .wait(superseded: superseded)
    }

    /// An estimate, from how long tasks lately took.
    private var secondsUntilPlace: Int {
        let seconds = self.usualSeconds * Double(self.queue.count + 1) / Double(self.limits.slots)
        return Int(min(60, max(1, seconds.rounded(.up))))
    }

    /// When an attempt was accepted and when it has to have ended.
    package func times(of attempt: Attempt) -> (acceptedAt: UInt64, deadline: UInt64)? {
        self.entries[attempt].map { ($0.acceptedAt, $0.deadline) }
    }

    // MARK: Ends

    /// An attempt has ended, at work or before.
    ///
    /// - Parameter bytes: What the report takes in memory, about.
    /// - Returns: The attempts that get a slot by it.
    package mutating func finish(_ attempt: Attempt, _ report: TaskReport, bytes: Int, at now: UInt64) -> [Attempt] {
        guard let entry = self.entries[attempt] else { return [] }
        switch entry.stage {
        case .finished: return []
        case .queued: self.queue.removeAll { $0 == attempt }
        case .running:
            self.running -= 1
            self.usualSeconds = 0.9 * self.usualSeconds + 0.1 * report.executionSeconds
        }
        self.entries[attempt]?.stage = .finished(report, at: now, bytes: bytes)
        self.ended.append(attempt)
        self.endedBytes += bytes
        self.forget(at: now)
        var starts: [Attempt] = []
        while self.running < self.limits.slots, let next = self.queue.first {
            self.queue.removeFirst()
            self.entries[next]?.stage = .running
            self.running += 1
            starts.append(next)
        }
        return starts
    }

    /// An attempt that waits ends without having had a slot.
    ///
    /// - Returns: Whether it still waited; otherwise nothing has changed.
    package mutating func withdraw(_ attempt: Attempt, _ report: TaskReport, bytes: Int, at now: UInt64) -> Bool {
        guard case .queued? = self.entries[attempt]?.stage else { return false }
        // No slot becomes free by it.
        _ = self.finish(attempt, report, bytes: bytes, at: now)
        return true
    }

    /// Waiting attempts whose time has run out; each is to be finished.
    package func overdue(at now: UInt64) -> [Attempt] {
        self.queue.filter { attempt in self.entries[attempt].map { $0.deadline <= now } ?? false }
    }

    /// Forgets what ended long ago, and the earliest of what is too much.
    private mutating func forget(at now: UInt64) {
        var gone = 0
        for attempt in self.ended {
            guard case .finished(_, let at, let bytes)? = self.entries[attempt]?.stage else { break }
            let isTooMuch =
                self.ended.count - gone > self.limits.remembered || self.endedBytes > self.limits.rememberedBytes
            guard isTooMuch || now &- at >= self.limits.rememberedNanoseconds else { break }
            gone += 1
            self.endedBytes -= bytes
            self.entries[attempt] = nil
            if self.latest[attempt.task] == attempt.token { self.latest[attempt.task] = nil }
        }
        self.ended.removeFirst(gone)
    }

    // MARK: Questions and wishes

    /// The latest attempt at a task; `nil` for one that was never seen or is forgotten.
    package func latestAttempt(at task: TaskOrder.ID) -> Attempt? {
        self.latest[task].map { Attempt(task: task, token: $0) }
    }

    /// Where an attempt is; `nil` for one that was never taken or is forgotten.
    package func standing(of attempt: Attempt) -> Standing? {
        switch self.entries[attempt]?.stage {
        case nil: nil
        case .running: .running
        case .queued: .queued(ahead: self.queue.firstIndex(of: attempt) ?? 0)
        case .finished(let report, _, _): .finished(report)
        }
    }

    /// Asks to stop the latest attempt at a task. Asking again changes nothing.
    package func cancel(_ task: TaskOrder.ID) -> Cancellation {
        guard let attempt = self.latestAttempt(at: task) else { return .unknown }
        switch self.entries[attempt]?.stage {
        case nil: return .unknown
        case .queued: return .withdraw(attempt)
        case .running: return .stop(attempt)
        case .finished(let report, _, _): return .ended(report)
        }
    }

    /// From now on nothing new is taken; what was accepted goes on.
    package mutating func drain() { self.isDraining = true }
}
