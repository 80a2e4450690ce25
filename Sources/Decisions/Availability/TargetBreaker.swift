internal import Placement

/// Keeps work away from a target whose runs keep failing, and lets one decision at a time try it again.
///
/// - SeeAlso: M. T. Nygard, *Release It!*, 2nd ed., ch. 5.
struct TargetBreaker: Sendable, Hashable {
    /// When a breaker opens, and for how long.
    struct Limits: Sendable, Hashable {
        /// Failures in a row that open it.
        let failures: Int
        /// Until a trial is allowed, and until a trial that nobody reported on is given up.
        let pauseSeconds: Double
    }

    private enum State: Hashable {
        case closed(failures: Int)
        case open(Pause)
        /// One decision chose the target on trial.
        case halfOpen(Pause)
    }

    private struct Pause: Hashable {
        let from: Timestamp
        let until: Timestamp

        init(at moment: Timestamp, _ limits: Limits) {
            self.from = moment
            self.until = moment.advanced(bySeconds: limits.pauseSeconds)
        }

        /// A moment before its start means that the clock went back, and nobody should wait until it has caught up.
        func isOver(at moment: Timestamp) -> Bool { moment < self.from || moment >= self.until }
    }

    private var state = State.closed(failures: 0)

    /// Whether a decision may choose the target; after the pause one may, to see.
    func allows(at moment: Timestamp) -> Bool {
        switch self.state {
        case .closed: true
        case .open(let pause), .halfOpen(let pause): pause.isOver(at: moment)
        }
    }

    var isClosed: Bool { if case .closed = self.state { true } else { false } }

    /// The state's name: `closed`, `open`, `half-open`.
    func name(at moment: Timestamp) -> String {
        switch self.state {
        case .closed: "closed"
        case .open(let pause): pause.isOver(at: moment) ? "half-open" : "open"
        case .halfOpen: "half-open"
        }
    }

    /// When the next trial may be made; `nil` while closed.
    var nextTrial: Timestamp? {
        switch self.state {
        case .closed: nil
        case .open(let pause), .halfOpen(let pause): pause.until
        }
    }

    /// A decision chose the target.
    mutating func chosen(at moment: Timestamp, limits: Limits) {
        guard !self.isClosed else { return }
        self.state = .halfOpen(Pause(at: moment, limits))
    }

    mutating func succeeded() { self.state = .closed(failures: 0) }

    mutating func failed(at moment: Timestamp, limits: Limits) {
        switch self.state {
        case .closed(let failures) where failures + 1 < limits.failures: self.state = .closed(failures: failures + 1)
        case .closed, .halfOpen: self.state = .open(Pause(at: moment, limits))
        // What ran before it opened tells nothing new.
        case .open: break
        }
    }
}
