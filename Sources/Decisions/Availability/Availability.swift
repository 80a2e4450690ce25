package import Placement
package import Resilience
internal import Synchronization

/// Which targets of a domain can take work now, from three sources: the operator, a health probe, and how recent runs
/// ended.
package final class Availability: Sendable {
    private let limits: CircuitBreaker.Limits
    private let state: Mutex<Known>

    private struct Known {
        var operators: [Target.ID: TargetState]
        /// Audit numbers of the states in force: an older change does not undo a newer one.
        var numbers: [Target.ID: Int64] = [:]
        var probes: [Target.ID: ProbeResult] = [:]
        var breakers: [Target.ID: CircuitBreaker] = [:]
    }

    /// Failures in a row that open a target's breaker, where nobody says otherwise.
    package static let defaultFailureLimit = 5
    /// Seconds that an open breaker keeps a target out, where nobody says otherwise.
    package static let defaultPauseSeconds = 30.0
    /// How long ago a run may have ended to count.
    private static let recentSeconds = 600.0

    /// - Parameters:
    ///   - operators: What operators had set before.
    ///   - failureLimit: Failures in a row after which a target is left alone.
    ///   - pauseSeconds: For how long, until one run may try it.
    package init(
        operators: [Target.ID: TargetState],
        failureLimit: Int = Availability.defaultFailureLimit,
        pauseSeconds: Double = Availability.defaultPauseSeconds
    ) {
        // A decision whose run nobody reports on must not keep its target away for good.
        self.limits = CircuitBreaker.Limits(
            failures: failureLimit,
            pauseSeconds: pauseSeconds,
            trialSeconds: pauseSeconds
        )
        self.state = Mutex(Known(operators: operators))
    }

    /// The targets that cannot be chosen at a moment, each with the reason as records carry it.
    package func unavailable(at moment: Timestamp) -> [Target.ID: String] {
        self.state.withLock { state in
            var reasons: [Target.ID: String] = [:]
            for (target, breaker) in state.breakers where !breaker.allows(at: moment) {
                reasons[target] = "its last \(self.limits.failures) runs failed"
            }
            for (target, result) in state.probes {
                if let problem = result.problem { reasons[target] = "health probe: \(problem)" }
            }
            for (target, operatorState) in state.operators where operatorState.mode != .enabled {
                let reason = operatorState.reason.map { ": \($0)" } ?? ""
                reasons[target] = "\(operatorState.mode.rawValue) by an operator" + reason
            }
            return reasons
        }
    }

    /// What the three sources say of one target.
    package func status(of target: Target.ID, at moment: Timestamp) -> TargetStatus {
        self.state.withLock { state in
            let breaker = state.breakers[target]
            return TargetStatus(
                operatorState: state.operators[target] ?? .enabled,
                probe: state.probes[target],
                breaker: breaker?.phase(at: moment) ?? .closed,
                nextTrial: breaker?.nextTrial
            )
        }
    }

    // MARK: What is learnt

    /// - Parameter number: Of the change's audit entry.
    package func set(_ operatorState: TargetState, of target: Target.ID, number: Int64) {
        self.state.withLock { state in
            guard number > state.numbers[target] ?? 0 else { return }
            state.numbers[target] = number
            state.operators[target] = operatorState
        }
    }

    /// A probe has looked at the target; the latest result counts.
    package func set(_ result: ProbeResult, of target: Target.ID) { self.state.withLock { $0.probes[target] = result } }

    /// A decision chose the target.
    package func chosen(_ target: Target.ID, at moment: Timestamp) {
        self.state.withLock { $0.breakers[target]?.called(at: moment) }
    }

    /// Runs ended. What ended long ago tells nothing of now: a history that is brought in opens no breaker.
    ///
    /// - Returns: The targets whose breaker opened now.
    package func observe(_ runs: [Run], at moment: Timestamp) -> [Target.ID] {
        self.state.withLock { state in
            var opened: [Target.ID] = []
            let recent = runs.filter { $0.endedAt >= moment.advanced(bySeconds: -Self.recentSeconds) }
            for run in recent.sorted(by: { $0.endedAt < $1.endedAt }) {
                let target = run.target.id
                if run.outcome.succeeded {
                    if state.breakers[target] != nil { state.breakers[target] = nil }
                } else {
                    let wasOpen = state.breakers[target]?.isOpen ?? false
                    state.breakers[target, default: CircuitBreaker(self.limits)].failed(at: moment)
                    if !wasOpen, state.breakers[target]?.isOpen == true { opened.append(target) }
                }
            }
            return opened
        }
    }
}

/// What a health probe found.
package struct ProbeResult: Sendable, Hashable {
    /// When it looked.
    package let at: Timestamp
    /// `nil` when the target answered well.
    package let problem: String?

    package init(at: Timestamp, problem: String?) {
        self.at = at
        self.problem = problem
    }
}

/// Whether a target can take work, by source.
package struct TargetStatus: Sendable, Hashable {
    /// What an operator has set; enabled where nobody has.
    package let operatorState: TargetState
    /// `nil` for a target that is not probed.
    package let probe: ProbeResult?
    /// What recent runs say.
    package let breaker: CircuitBreaker.Phase
    /// When a target whose breaker is open is tried again; `nil` for any other.
    package let nextTrial: Timestamp?
}
