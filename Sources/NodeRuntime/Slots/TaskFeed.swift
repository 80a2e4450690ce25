internal import Nodes
internal import Synchronization

/// The events of one attempt, for any number of listeners, also those that come late.
final class TaskFeed: Sendable {
    private struct State {
        var hasStarted = false
        var progress: TaskProgress?
        var report: TaskReport?
        var listeners: [Int: AsyncStream<TaskEvent>.Continuation] = [:]
        var nextListener = 0
    }

    private let state = Mutex(State())

    /// Events that a listener may be behind; a slower one misses the oldest, never the end.
    private static let backlog = 256

    func publish(_ event: TaskEvent) {
        let leaving = self.state.withLock { state -> [AsyncStream<TaskEvent>.Continuation] in
            guard state.report == nil else { return [] }
            switch event {
            case .started: state.hasStarted = true
            case .progress(let progress): state.progress = progress
            case .finished(let report): state.report = report
            }
            for listener in state.listeners.values { listener.yield(event) }
            guard state.report != nil else { return [] }
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        // Outside the lock: a stream that ends calls its termination handler at once, which takes the lock.
        for listener in leaving { listener.finish() }
    }

    /// What has happened, of the progress the latest, and then what happens, until the end.
    func events() -> AsyncStream<TaskEvent> {
        let (events, listener) = AsyncStream.makeStream(
            of: TaskEvent.self,
            bufferingPolicy: .bufferingNewest(Self.backlog)
        )
        let number: Int? = self.state.withLock { state in
            if state.hasStarted { listener.yield(.started) }
            if let progress = state.progress { listener.yield(.progress(progress)) }
            if let report = state.report {
                listener.yield(.finished(report))
                // Nobody handles its termination yet.
                listener.finish()
                return nil
            }
            state.nextListener += 1
            state.listeners[state.nextListener] = listener
            return state.nextListener
        }
        if let number {
            listener.onTermination = { [weak self] _ in
                self?.state.withLock { state in state.listeners[number] = nil }
            }
        }
        return events
    }

    var latestProgress: TaskProgress? { self.state.withLock { $0.progress } }
}
