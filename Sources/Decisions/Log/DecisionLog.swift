package import Placement

/// Keeps decision records: appended once, never changed, joined with what happened when they are read.
///
/// Every method throws the store's own errors for a broken or full disk.
package protocol DecisionLog: TargetTableStore {
    /// Keeps records, durably before it returns. All of them or none.
    ///
    /// - Precondition: Every id was made by a ``DecisionSequence`` and is new.
    func append(_ decisions: [Decision]) async throws

    /// A record with the run that told its outcome; `nil` for an unknown id.
    func decision(_ id: Decision.ID) async throws -> ObservedDecision?

    /// The records that a query asks for, the newest first.
    func decisions(_ query: DecisionQuery) async throws -> DecisionPage

    /// The newest id in the log, above which a ``DecisionSequence`` goes on; `nil` for an empty one.
    func newestID() async throws -> Decision.ID?

    /// The predicted extra cost of all exploration so far, by domain.
    func explorationSpent() async throws -> [String: Double]
}

/// Keeps a log of decisions small.
package protocol DecisionArchive: Sendable {
    /// Removes records that were made before a moment, with the outcomes they led to; the runs stay, and so does what
    /// exploration has cost.
    ///
    /// - Parameter limit: At most this many at once, so that other writers wait only shortly.
    /// - Returns: How many were removed; fewer than `limit` when nothing is left.
    func remove(madeBefore moment: Timestamp, limit: Int) async throws -> Int
}

/// A decision and what became of it.
package struct ObservedDecision: Sendable, Hashable {
    package let decision: Decision
    /// What was reported of it; `nil` until then.
    package let outcome: ObservedOutcome?

    package init(decision: Decision, outcome: ObservedOutcome?) {
        self.decision = decision
        self.outcome = outcome
    }
}

/// What was reported of the run that a decision led to.
package struct ObservedOutcome: Sendable, Hashable, Codable {
    /// Names the run among the runs of its domain.
    package let runID: Run.ID
    /// Where it ran; not always where it was to run.
    package let target: Target.ID
    /// When the run began.
    package let startedAt: Timestamp
    package let outcome: Outcome

    package init(runID: Run.ID, target: Target.ID, startedAt: Timestamp, outcome: Outcome) {
        self.runID = runID
        self.target = target
        self.startedAt = startedAt
        self.outcome = outcome
    }
}

/// Which decisions are asked for.
package struct DecisionQuery: Sendable, Hashable {
    /// `nil` for all.
    package let domain: String?
    /// Made at this moment or later.
    package let from: Timestamp?
    /// Made before this moment.
    package let until: Timestamp?
    /// Chosen target.
    package let target: Target.ID?
    /// `nil` for all.
    package let workload: Workload.Key?
    /// Only decisions with (`true`) or without (`false`) an outcome.
    package let observed: Bool?
    /// Only decisions with an id below this one: the next page.
    package let before: Decision.ID?
    /// The most decisions of a page, at least 1.
    package let limit: Int

    /// The most decisions that a page may have.
    package static let largestLimit = 1000
    /// The decisions of a page where nobody says otherwise.
    package static let defaultLimit = 50

    /// - Precondition: 1 ≤ `limit` ≤ `largestLimit`.
    package init(
        domain: String? = nil,
        from: Timestamp? = nil,
        until: Timestamp? = nil,
        target: Target.ID? = nil,
        workload: Workload.Key? = nil,
        observed: Bool? = nil,
        before: Decision.ID? = nil,
        limit: Int = DecisionQuery.defaultLimit
    ) {
        precondition((1...Self.largestLimit).contains(limit), "a limit from 1 to \(Self.largestLimit)")
        self.domain = domain
        self.from = from
        self.until = until
        self.target = target
        self.workload = workload
        self.observed = observed
        self.before = before
        self.limit = limit
    }
}

/// Decisions, the newest first.
package struct DecisionPage: Sendable, Hashable {
    /// The newest first, at most the query's limit.
    package let decisions: [ObservedDecision]
    /// Ask for what lies before this id to go on; `nil` at the end.
    package let next: Decision.ID?

    package init(decisions: [ObservedDecision], next: Decision.ID?) {
        self.decisions = decisions
        self.next = next
    }
}
