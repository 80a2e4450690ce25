package import Domains
package import Features
package import Placement

/// Everything a decision reads, immutable: taken once per decision, replaced whole.
///
/// A class, so that a decision takes one reference.
package final class ServingSnapshot: Sendable {
    /// The rules, objective and features.
    package let domain: Domain
    package let targets: TargetTable
    /// The most targets that a decision looks at in full; of more, a shortlist is made first. `nil` is no limit.
    package let considered: Int?
    /// The models that may be asked.
    package let lineup: Lineup<any Predictor>
    /// The domain's, or what an operator has set.
    package let policy: Policy
    /// What features of past runs are computed from.
    package let history: any HistorySource
    /// Targets that cannot take work now, each with the reason.
    package let unavailable: [Target.ID: String]
    /// Domain, targets and models made ready for many decisions.
    let prepared: Prepared

    enum Prepared {
        /// Every decision looks at every target.
        case all(PreparedPlacement)
        /// Every decision makes a shortlist first, of as many targets as it looks at in full.
        case shortlisting(PreparedTable, considered: Int)
    }

    /// - Complexity: As some decisions: what follows from domain, targets and models alone is computed here.
    package init(
        domain: Domain,
        targets: some Sequence<Target>,
        considering considered: Int? = nil,
        lineup: Lineup<any Predictor>,
        policy: Policy,
        history: any HistorySource,
        unavailable: [Target.ID: String] = [:]
    ) {
        let targets = TargetTable(targets)
        self.domain = domain
        self.targets = targets
        self.considered = considered
        self.lineup = lineup
        self.policy = policy
        self.history = history
        self.unavailable = unavailable
        self.prepared =
            if let considered, targets.count > considered {
                .shortlisting(
                    PreparedTable(domain: domain, table: targets, lineup: lineup),
                    considered: considered
                )
            } else {
                .all(PreparedPlacement(domain: domain, targets: Array(targets), lineup: lineup))
            }
    }

    /// With one model, and maybe the version before, asked when the model fails.
    ///
    /// - Complexity: As some decisions.
    package convenience init(
        domain: Domain,
        targets: some Sequence<Target>,
        considering considered: Int? = nil,
        model: (any Predictor)?,
        previous: (any Predictor)? = nil,
        policy: Policy,
        history: any HistorySource,
        unavailable: [Target.ID: String] = [:]
    ) {
        self.init(
            domain: domain,
            targets: targets,
            considering: considered,
            lineup: Lineup(primary: model, fallback: previous),
            policy: policy,
            history: history,
            unavailable: unavailable
        )
    }

    /// - Complexity: O(1): what is prepared stays.
    private init(_ snapshot: ServingSnapshot, policy: Policy, unavailable: [Target.ID: String]) {
        self.domain = snapshot.domain
        self.targets = snapshot.targets
        self.considered = snapshot.considered
        self.lineup = snapshot.lineup
        self.policy = policy
        self.history = snapshot.history
        self.unavailable = unavailable
        self.prepared = snapshot.prepared
    }

    /// SHA-256 of the table of targets, in hexadecimal; `nil` where every decision looks at all of them and its record
    /// needs no other.
    package var targetTable: String? {
        if case .shortlisting(let table, _) = self.prepared { table.version } else { nil }
    }

    /// The same with another policy: strategies switch at run time.
    package func following(_ policy: Policy) -> ServingSnapshot {
        ServingSnapshot(self, policy: policy, unavailable: self.unavailable)
    }

    /// The same without targets that cannot take work now, each with the reason.
    package func lacking(_ unavailable: [Target.ID: String]) -> ServingSnapshot {
        ServingSnapshot(self, policy: self.policy, unavailable: unavailable)
    }

    /// The same among other targets, or at other prices.
    package func offering(_ targets: TargetTable) -> ServingSnapshot {
        self.prepared(targets: targets, lineup: self.lineup)
    }

    /// The same with other models.
    package func asking(_ lineup: Lineup<any Predictor>) -> ServingSnapshot {
        self.prepared(targets: self.targets, lineup: lineup)
    }

    private func prepared(targets: TargetTable, lineup: Lineup<any Predictor>) -> ServingSnapshot {
        ServingSnapshot(
            domain: self.domain,
            targets: targets,
            considering: self.considered,
            lineup: lineup,
            policy: self.policy,
            history: self.history,
            unavailable: self.unavailable
        )
    }
}
