internal import Synchronization

/// Lets a few through at once; who comes later waits in line, in the order of arrival.
///
/// The line has no bound of its own: each who waits is one request of one connection, and those are bounded.
package final class WaitingLine: Sendable {
    private struct Places {
        var free: Int
        /// The place that the next to wait gets.
        var next = 0
        var waiting: [(place: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private let state: Mutex<Places>

    /// - Parameter width: How many may be through at once, at least 1.
    package init(width: Int) {
        precondition(width > 0, "somebody has to get through")
        self.state = Mutex(Places(free: width))
    }

    /// Runs `work` when its turn has come.
    ///
    /// - Throws: What `work` throws, and `CancellationError` for who is cancelled while he waits.
    package func run<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        try await self.enter()
        defer { self.leave() }
        return try await work()
    }

    private func enter() async throws {
        let place = self.state.withLock { state -> Int? in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            state.next += 1
            return state.next
        }
        guard let place else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.wait(place, continuation)
            }
        } onCancel: {
            self.giveUp(place)
        }
    }

    private func wait(_ place: Int, _ continuation: CheckedContinuation<Void, any Error>) {
        // Somebody may have left, and the task may have been cancelled, since the place was taken.
        let answer: Result<Void, any Error>? = self.state.withLock { state in
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.free > 0 {
                state.free -= 1
                return .success(())
            }
            state.waiting.append((place, continuation))
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func giveUp(_ place: Int) {
        let gone = self.state.withLock { state in
            state.waiting.firstIndex { $0.place == place }.map { state.waiting.remove(at: $0).continuation }
        }
        gone?.resume(throwing: CancellationError())
    }

    private func leave() {
        let next = self.state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }
}
