package import Logging
package import Nodes

/// Tells an orchestrator once a second that the node lives, for as long as it does.
///
/// Each beat registers the node anew, so that an orchestrator that has forgotten it knows it again after the next one.
package struct Heartbeats: Sendable {
    /// What an orchestrator said to a beat.
    package enum Answer: Sendable, Hashable {
        case taken
        /// It was reached, and refused; its words.
        case refused(status: Int, reason: String)
        /// It was not reached.
        case unreachable(reason: String)
    }

    private let send: @Sendable (NodeHeartbeat) async -> Answer
    private let beat: @Sendable () -> NodeHeartbeat
    private let clock: any Clock<Duration>
    private let logger: Logger

    package static let interval = Duration.seconds(1)
    /// The longest wait between two beats, when nobody answers.
    package static let longestInterval = Duration.seconds(15)

    package init(
        beat: @escaping @Sendable () -> NodeHeartbeat,
        clock: any Clock<Duration>,
        logger: Logger,
        send: @escaping @Sendable (NodeHeartbeat) async -> Answer
    ) {
        self.beat = beat
        self.clock = clock
        self.logger = logger
        self.send = send
    }

    /// Beats until the task that calls is cancelled.
    package func run() async {
        var failures = 0
        while !Task.isCancelled {
            let answer = await self.send(self.beat())
            if Task.isCancelled { return }
            self.tell(answer, after: failures)
            failures = answer == .taken ? 0 : failures + 1
            do { try await self.clock.sleep(for: Self.wait(afterFailures: failures)) } catch { return }
        }
    }

    /// A last beat; nobody waits for a second one.
    package func sayGoodbye() async { _ = await self.send(self.beat()) }

    /// Twice as long after each failure in a row, up to a limit.
    package static func wait(afterFailures failures: Int) -> Duration {
        min(Self.longestInterval, Self.interval * (1 << min(10, max(0, failures - 1))))
    }

    /// The first of equal news is worth a line.
    private func tell(_ answer: Answer, after failures: Int) {
        switch answer {
        case .taken:
            if failures > 0 { self.logger.notice("the orchestrator responds again") }
        case .refused(let status, let reason):
            guard failures == 0 else { return }
            self.logger.warning(
                "the orchestrator rejects this node",
                metadata: ["http.status": "\(status)", "reason": "\(reason)"]
            )
        case .unreachable(let reason):
            guard failures == 0 else { return }
            self.logger.warning("the orchestrator cannot be reached", metadata: ["reason": "\(reason)"])
        }
    }
}
