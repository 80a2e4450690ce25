package import Placement

/// Stops asking a model, or whatever else, that keeps failing, and tries it again after a while.
///
/// - SeeAlso: M. T. Nygard, *Release It!*, 2nd ed., ch. 5.
package struct CircuitBreaker: Sendable, Hashable {
    private enum State: Hashable {
        case closed(failures: Int)
        case open(until: Timestamp)
        /// One trial is under way.
        case halfOpen
    }

    private var state = State.closed(failures: 0)
    private let failureLimit: Int
    private let pauseSeconds: Double

    package static let defaultFailureLimit = 5
    package static let defaultPauseSeconds = 30.0

    package init(
        failureLimit: Int = CircuitBreaker.defaultFailureLimit,
        pauseSeconds: Double = CircuitBreaker.defaultPauseSeconds
    ) {
        precondition(failureLimit > 0 && pauseSeconds > 0, "a breaker needs a positive limit and pause")
        self.failureLimit = failureLimit
        self.pauseSeconds = pauseSeconds
    }

    /// Whether a call may be made now; after the pause one trial call is let through.
    package mutating func mayCall(at moment: Timestamp) -> Bool {
        switch self.state {
        case .closed: return true
        case .halfOpen: return false
        case .open(let until):
            // A moment before the pause means that the clock went back, and nobody should wait until it has caught up.
            let from = until.advanced(bySeconds: -self.pauseSeconds)
            guard moment < from || moment >= until else { return false }
            self.state = .halfOpen
            return true
        }
    }

    package mutating func succeeded() { self.state = .closed(failures: 0) }

    package mutating func failed(at moment: Timestamp) {
        switch self.state {
        case .closed(let failures) where failures + 1 < self.failureLimit:
            self.state = .closed(failures: failures + 1)
        case .closed, .halfOpen: self.state = .open(until: moment.advanced(bySeconds: self.pauseSeconds))
        case .open: break
        }
    }

    /// The call that was let through is not made after all; the next one is let through instead of it.
    package mutating func withdrew(at moment: Timestamp) {
        if case .halfOpen = self.state { self.state = .open(until: moment) }
    }

    /// Whether a trial call is under way.
    package var isHalfOpen: Bool { self.state == .halfOpen }

    /// Whether calls are kept away, but for a trial.
    package var isOpen: Bool {
        switch self.state {
        case .closed: false
        case .open, .halfOpen: true
        }
    }
}
