package import Nodes
internal import Statistics
internal import Synchronization

/// What a handler works under: it asks here now and then whether to go on, and tells here how far it is.
package final class Supervision: Sendable {
    private let slowdown: Double
    private let nanoseconds: @Sendable () -> UInt64
    private let report: @Sendable (TaskProgress) -> Void
    private let lastCheck: Mutex<UInt64>

    /// - Parameters:
    ///   - slowdown: How many times as long as it does work has to take, at least 1.
    ///   - nanoseconds: A clock that never goes back.
    ///   - report: Gets the progress.
    package init(
        slowdown: Double,
        nanoseconds: @escaping @Sendable () -> UInt64,
        report: @escaping @Sendable (TaskProgress) -> Void
    ) {
        self.slowdown = slowdown
        self.nanoseconds = nanoseconds
        self.report = report
        self.lastCheck = Mutex(nanoseconds())
    }

    /// Call this often: every few milliseconds of work.
    ///
    /// An emulated slower processor is paid for here, by computing on until the time since the check before has grown
    /// by the slowdown: the processor is as busy as it would be, and no work is replaced by waiting.
    ///
    /// - Throws: `CancellationError` when the task was cancelled or its time has run out; let it through.
    package func check() throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        guard self.slowdown > 1 else { return }
        let last = self.lastCheck.withLock { $0 }
        let worked = self.nanoseconds() &- last
        let goal = last &+ UInt64(Double(worked) * self.slowdown)
        var idle = SeededGenerator(seed: last)
        while self.nanoseconds() < goal {
            if Task.isCancelled { throw CancellationError() }
            var mixed: UInt64 = 0
            for _ in 0..<2_048 { mixed ^= idle.next() }
            // Never so, but the compiler cannot know, and so computes.
            if mixed == 0 { break }
        }
        let now = self.nanoseconds()
        self.lastCheck.withLock { $0 = now }
    }

    /// - Parameters:
    ///   - share: 0 to 1, never falling.
    ///   - figures: All finite.
    package func progress(_ share: Double, _ message: String, figures: [String: Double] = [:]) {
        self.report(TaskProgress(share: min(1, max(0, share)), message: message, figures: figures))
    }
}
