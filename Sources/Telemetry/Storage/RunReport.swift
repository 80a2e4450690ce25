package import Placement

/// A run as it was reported: the run, and what stands beside it.
package struct RunReport: Sendable, Hashable {
    package let run: Run
    /// The decision that led to the run; `nil` when Berth did not decide.
    package let decision: Decision.ID?
    /// What went wrong, as the reporter put it; `nil` for a run that succeeded or says nothing.
    package let error: String?
    /// Further measurements: numbers and flags by name.
    package let metrics: [String: Value]

    package init(_ run: Run, decision: Decision.ID? = nil, error: String? = nil, metrics: [String: Value] = [:]) {
        self.run = run
        self.decision = decision
        self.error = error
        self.metrics = metrics
    }
}
