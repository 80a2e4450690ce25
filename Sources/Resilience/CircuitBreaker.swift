package import Placement

/// Stops asking whatever keeps failing (a model, a target, a node), and lets one call at a time try it again after a
/// while.
///
/// - SeeAlso: M. T. Nygard, *Release It!*, 2nd ed., ch. 5.
package struct CircuitBreaker: Sendable, Hashable {
    /// When a breaker opens, and for how long.
    package struct Limits: Sendable, Hashable {
        /// Failures in a row that open it, at least 1.
        package let failures: Int
        /// Seconds until a trial is allowed.
        package let pauseSeconds: Double
        /// Seconds until a trial that nobody reported on is given up; `nil` waits for its report.
        package let trialSeconds: Double?

        /// The failures where nobody says otherwise.
        package static let defaultFailures = 5
        /// The pause where nobody says otherwise, in seconds.
        package static let defaultPauseSeconds = 30.0

        package init(
            failures: Int = Limits.defaultFailures,
            pauseSeconds: Double = Limits.defaultPauseSeconds,
            trialSeconds: Double? = nil
        ) {
            precondition(failures > 0 && pauseSeconds > 0, "a breaker needs a positive limit and pause")
            self.failures = failures
            self.pauseSeconds = pauseSeconds
            self.trialSeconds = trialSeconds
        }
    }

    /// What the breaker does with calls.
    package enum Phase: String, Sendable, Hashable, CaseIterable {
        /// Calls are made.
        case closed
        /// No call is made.
        case open
        /// A trial may be made, or is under way.
        case halfOpen = "half-open"
    }

    private enum Position: Hashable {
        case closed(failures: Int)
        case open(Pause)
        /// One trial is under way; it is given up when the pause is over, where there is one.
        case halfOpen(Pause?)
    }

    private struct Pause: Hashable {
        let from: Timestamp
        let until: Timestamp

        init(from: Timestamp, until: Timestamp) {
            self.from = from
            self.until = until
        }

        init(from: Timestamp, seconds: Double) {
            self.init(from: from, until: from.advanced(bySeconds: seconds))
        }

        /// A moment before its start means that the clock went back, and nobody should wait until it has caught up.
        func isOver(at moment: Timestamp) -> Bool { moment < self.from || moment >= self.until }
    }

    private var state = Position.closed(failures: 0)
    private let limits: Limits

    package init(_ limits: Limits = Limits()) { self.limits = limits }

    // MARK: What it says

    /// Whether a call may be made now; after the pause one trial call may.
    package func allows(at moment: Timestamp) -> Bool {
        switch self.state {
        case .closed: true
        case .open(let pause): pause.isOver(at: moment)
        case .halfOpen(let pause): pause?.isOver(at: moment) ?? false
        }
    }

    /// As people are told: half-open as soon as a trial may be made.
    package func phase(at moment: Timestamp) -> Phase {
        switch self.state {
        case .closed: .closed
        case .open(let pause): pause.isOver(at: moment) ? .halfOpen : .open
        case .halfOpen: .halfOpen
        }
    }

    /// Whether calls are kept away, but for a trial.
    package var isOpen: Bool { if case .closed = self.state { false } else { true } }

    /// Whether a trial call is under way.
    package var isHalfOpen: Bool { if case .halfOpen = self.state { true } else { false } }

    /// When the next trial may be made; `nil` while closed, and while a trial waits for its report.
    package var nextTrial: Timestamp? {
        switch self.state {
        case .closed: nil
        case .open(let pause): pause.until
        case .halfOpen(let pause): pause?.until
        }
    }

    // MARK: What it is told

    /// Asks whether a call may be made now. Where it is a trial, it is under way then.
    package mutating func mayCall(at moment: Timestamp) -> Bool {
        guard self.allows(at: moment) else { return false }
        self.called(at: moment)
        return true
    }

    /// A call is made, whoever allowed it; it is a trial unless the breaker is closed.
    package mutating func called(at moment: Timestamp) {
        guard self.isOpen else { return }
        self.state = .halfOpen(self.limits.trialSeconds.map { Pause(from: moment, seconds: $0) })
    }

    /// A call succeeded: the breaker closes, and counts failures from 0.
    package mutating func succeeded() { self.state = .closed(failures: 0) }

    /// A call failed: enough of them in a row open the breaker, as does a trial.
    package mutating func failed(at moment: Timestamp) {
        switch self.state {
        case .closed(let failures) where failures + 1 < self.limits.failures:
            self.state = .closed(failures: failures + 1)
        case .closed, .halfOpen: self.state = .open(Pause(from: moment, seconds: self.limits.pauseSeconds))
        // What began before it opened tells nothing new.
        case .open: break
        }
    }

    /// The call that was let through is not made after all; the next one is let through instead of it.
    package mutating func withdrew(at moment: Timestamp) {
        guard self.isHalfOpen else { return }
        self.state = .open(Pause(from: moment.advanced(bySeconds: -self.limits.pauseSeconds), until: moment))
    }
}
