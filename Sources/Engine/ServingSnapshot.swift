package import Domains
package import Features
package import Placement

/// Everything a decision reads, immutable: taken once per decision, replaced whole.
///
/// A class, so that a decision takes one reference.
package final class ServingSnapshot: Sendable {
    package let domain: Domain
    package let targets: [Target]
    /// SHA-256 of the table that the targets come from, in hexadecimal; `nil` where they come from none.
    package let targetTable: String?
    package let lineup: Lineup<any Predictor>
    package let policy: Policy
    package let history: any HistorySource
    /// Targets that cannot take work now, each with the reason.
    package let unavailable: [Target.ID: String]
    /// Domain, targets and models made ready for many decisions.
    let placement: PreparedPlacement

    /// - Complexity: As some decisions: what follows from domain, targets and models alone is computed here.
    package init(
        domain: Domain,
        targets: [Target],
        targetTable: String? = nil,
        lineup: Lineup<any Predictor>,
        policy: Policy,
        history: any HistorySource,
        unavailable: [Target.ID: String] = [:]
    ) {
        self.domain = domain
        self.targets = targets
        self.targetTable = targetTable
        self.lineup = lineup
        self.policy = policy
        self.history = history
        self.unavailable = unavailable
        self.placement = PreparedPlacement(domain: domain, targets: targets, lineup: lineup)
    }

    /// With one model, and maybe the version before, asked when the model fails.
    ///
    /// - Complexity: As some decisions.
    package convenience init(
        domain: Domain,
        targets: [Target],
        model: (any Predictor)?,
        previous: (any Predictor)? = nil,
        policy: Policy,
        history: any HistorySource,
        unavailable: [Target.ID: String] = [:]
    ) {
        self.init(
            domain: domain,
            targets: targets,
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
        self.targetTable = snapshot.targetTable
        self.lineup = snapshot.lineup
        self.policy = policy
        self.history = snapshot.history
        self.unavailable = unavailable
        self.placement = snapshot.placement
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
    ///
    /// - Parameter table: SHA-256 of the table that they come from; `nil` where they come from none.
    package func offering(_ targets: [Target], from table: String? = nil) -> ServingSnapshot {
        self.prepared(targets: targets, table: table, lineup: self.lineup)
    }

    /// The same with other models.
    package func asking(_ lineup: Lineup<any Predictor>) -> ServingSnapshot {
        self.prepared(targets: self.targets, table: self.targetTable, lineup: lineup)
    }

    private func prepared(
        targets: [Target],
        table: String?,
        lineup: Lineup<any Predictor>
    ) -> ServingSnapshot {
        ServingSnapshot(
            domain: self.domain,
            targets: targets,
            targetTable: table,
            lineup: lineup,
            policy: self.policy,
            history: self.history,
            unavailable: self.unavailable
        )
    }
}
