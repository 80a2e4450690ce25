package import Nodes
internal import Synchronization

/// An event and when it was told: nanoseconds of the runner's clock.
package struct TimedEvent: Sendable, Hashable {
    /// What happened.
    package let event: TaskEvent
    /// Nanoseconds of the runner's clock.
    package let at: UInt64
}

/// The events of one attempt, for any number of listeners, also those that come late.
final class TaskFeed: Sendable {
    private struct Told {
        var hasStarted = false
        var progress: TaskProgress?
        var report: TaskReport?
        var listeners: [Int: AsyncStream<TimedEvent>.Continuation] = [:]
        var nextListener = 0
    }

    private let told = Mutex(Told())

    /// Events that a listener may be behind; a slower one misses the oldest, never the end.
    private static let backlog = 256

    func publish(_ event: TaskEvent, at now: UInt64) {
        let leaving = self.told.withLock { told -> [AsyncStream<TimedEvent>.Continuation] in
            guard told.report == nil else { return [] }
            switch event {
            case .started: told.hasStarted = true
            case .progress(let progress): told.progress = progress
            case .finished(let report): told.report = report
            }
            for listener in told.listeners.values { listener.yield(TimedEvent(event: event, at: now)) }
            guard told.report != nil else { return [] }
            defer { told.listeners = [:] }
            return Array(told.listeners.values)
        }
        // Outside the lock: a stream that ends calls its termination handler at once, which takes the lock.
        for listener in leaving { listener.finish() }
    }

    /// What has happened, of the progress the latest, and then what happens, until the end.
    ///
    /// - Parameter now: When somebody asks: what happened before is told now.
    func events(at now: UInt64) -> AsyncStream<TimedEvent> {
        let (events, listener) = AsyncStream.makeStream(
            of: TimedEvent.self,
            bufferingPolicy: .bufferingNewest(Self.backlog)
        )
        let number: Int? = self.told.withLock { told in
            if told.hasStarted { listener.yield(TimedEvent(event: .started, at: now)) }
            if let progress = told.progress { listener.yield(TimedEvent(event: .progress(progress), at: now)) }
            if let report = told.report {
                listener.yield(TimedEvent(event: .finished(report), at: now))
                // Nobody handles its termination yet.
                listener.finish()
                return nil
            }
            told.nextListener += 1
            told.listeners[told.nextListener] = listener
            return told.nextListener
        }
        if let number {
            listener.onTermination = { [weak self] _ in
                self?.told.withLock { told in told.listeners[number] = nil }
            }
        }
        return events
    }

    var latestProgress: TaskProgress? { self.told.withLock { $0.progress } }
}
