/// What happened when a workload ran somewhere.
package struct Outcome: Sendable, Hashable, Codable {
    /// Wall time from start to end, in seconds, finite and not negative.
    package let timeSeconds: Double
    /// What the run cost in all.
    package let cost: Money
    /// Whether the workload did what it should; time and cost are of this run in either case.
    package let succeeded: Bool

    package init(timeSeconds: Double, cost: Money, succeeded: Bool) {
        self.timeSeconds = timeSeconds
        self.cost = cost
        self.succeeded = succeeded
    }
}

/// One executed workload: the training row before features, and what telemetry reports.
package struct Run: Sendable, Hashable, Codable {
    /// Names the run among all of its domain.
    package typealias ID = Identifier<Run>

    /// Unique in its domain: a run that is reported twice is kept once.
    package let id: ID
    /// What ran.
    package let workload: Workload
    /// Where it ran, with the attributes that the target had then.
    package let target: Target
    /// When it began; it ended ``Outcome/timeSeconds`` later.
    package let startedAt: Timestamp
    /// What it took, cost and came to.
    package let outcome: Outcome

    package init(id: ID, workload: Workload, target: Target, startedAt: Timestamp, outcome: Outcome) {
        self.id = id
        self.workload = workload
        self.target = target
        self.startedAt = startedAt
        self.outcome = outcome
    }

    /// When the outcome was known: no decision before this moment may learn from it.
    package var endedAt: Timestamp { self.startedAt.advanced(bySeconds: self.outcome.timeSeconds) }
}
