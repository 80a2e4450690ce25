internal import Synchronization

/// A clock that stands still until it is moved on.
package final class ManualClock: Clock {
    /// A point on the clock.
    package struct Instant: InstantProtocol {
        /// Since the clock was made.
        package var offset: Duration
        /// The instant so much later.
        package func advanced(by duration: Duration) -> Instant { Instant(offset: self.offset + duration) }
        /// How long it is until another instant.
        package func duration(to other: Instant) -> Duration { other.offset - self.offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let since: Instant
        let until: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Moment {
        var now = Instant(offset: .zero)
        var next = 0
        var sleepers: [Int: Sleeper] = [:]
        /// Sleepers that were cancelled before they slept.
        var cancelled: Set<Int> = []
        /// Told whenever somebody begins to sleep.
        var watchers: [Int: AsyncStream<Void>.Continuation] = [:]

        mutating func number() -> Int {
            self.next += 1
            return self.next
        }
    }

    private let state = Mutex(Moment())

    /// Stands at its beginning.
    package init() {}

    /// Where the clock stands.
    package var now: Instant { self.state.withLock { $0.now } }
    /// A nanosecond.
    package var minimumResolution: Duration { .nanoseconds(1) }
    /// The same as ``now``, as clocks that count nanoseconds say it.
    package var nanoseconds: UInt64 {
        let (seconds, attoseconds) = self.now.offset.components
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
    /// How many wait for the clock.
    package var sleepers: Int { self.state.withLock { $0.sleepers.count } }

    /// Waits until the clock is moved to the deadline, or the task is cancelled.
    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = self.state.withLock { $0.number() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result = self.state.withLock { state -> Result<Void, any Error>? in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.sleepers[id] = Sleeper(since: state.now, until: deadline, continuation: continuation)
                    for watcher in state.watchers.values { watcher.yield() }
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let sleeper = self.state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Waits until somebody has begun to sleep for so long, just now by this clock.
    package func sleeper(for duration: Duration) async {
        await self.sleepers { state in
            state.sleepers.values.contains { $0.since == state.now && $0.since.duration(to: $0.until) == duration }
        }
    }

    /// Waits until so many sleep at once.
    package func sleeping(_ count: Int) async { await self.sleepers { $0.sleepers.count >= count } }

    /// Waits until the sleepers are as they should be, or the test is cancelled.
    private func sleepers(are isRight: @Sendable (borrowing Moment) -> Bool) async {
        let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = self.state.withLock { state in
            let id = state.number()
            state.watchers[id] = change
            return id
        }
        defer { self.state.withLock { $0.watchers[id] = nil } }
        change.yield()
        for await _ in changes where self.state.withLock({ isRight($0) }) { return }
    }

    /// Waits until somebody sleeps for so long, and moves the clock on by it.
    package func pass(_ duration: Duration) async {
        await self.sleeper(for: duration)
        self.advance(by: duration)
    }

    /// Moves the clock on, and wakes whoever has slept long enough.
    package func advance(by duration: Duration) {
        let awake = self.state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let awake = state.sleepers.filter { $0.value.until <= state.now }
            for id in awake.keys { state.sleepers[id] = nil }
            return awake.values.sorted { $0.until < $1.until }.map(\.continuation)
        }
        for continuation in awake { continuation.resume() }
    }
}
