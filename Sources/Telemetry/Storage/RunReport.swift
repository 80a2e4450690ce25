package import Placement

/// A run as it was reported: the run, and what stands beside it.
package struct RunReport: Sendable, Hashable {
    /// What ran, where, when, and how it ended.
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

    /// Whether two reports of one id say the same of the run. What is known of its target beside the name, such as its
    /// prices, comes from us and may have changed since; so may the way in which a workload gets its key.
    package func saysTheSame(as other: RunReport) -> Bool {
        self.run.id == other.run.id && self.run.workload.attributes == other.run.workload.attributes
            && self.run.target.id == other.run.target.id && self.run.startedAt == other.run.startedAt
            && self.run.outcome == other.run.outcome && self.decision == other.decision && self.error == other.error
            && self.metrics == other.metrics
    }
}
