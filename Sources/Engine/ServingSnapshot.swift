package import Domains
package import Features
package import Placement

/// Everything a decision reads, immutable: taken once per decision, replaced whole.
///
/// A class, so that a decision takes one reference.
package final class ServingSnapshot: Sendable {
    package let domain: Domain
    package let targets: [Target]
    package let model: (any Predictor)?
    /// The version before, asked when the model fails.
    package let previous: (any Predictor)?
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
        model: (any Predictor)?,
        previous: (any Predictor)? = nil,
        policy: Policy,
        history: any HistorySource,
        unavailable: [Target.ID: String] = [:]
    ) {
        self.domain = domain
        self.targets = targets
        self.model = model
        self.previous = previous
        self.policy = policy
        self.history = history
        self.unavailable = unavailable
        self.placement = PreparedPlacement(domain: domain, targets: targets, model: model, previous: previous)
    }

    /// - Complexity: O(1): what is prepared stays.
    private init(_ snapshot: ServingSnapshot, policy: Policy, unavailable: [Target.ID: String]) {
        self.domain = snapshot.domain
        self.targets = snapshot.targets
        self.model = snapshot.model
        self.previous = snapshot.previous
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
    package func offering(_ targets: [Target]) -> ServingSnapshot {
        self.prepared(targets: targets, model: self.model, previous: self.previous)
    }

    /// The same with other models.
    package func asking(_ model: (any Predictor)?, previous: (any Predictor)?) -> ServingSnapshot {
        self.prepared(targets: self.targets, model: model, previous: previous)
    }

    private func prepared(
        targets: [Target],
        model: (any Predictor)?,
        previous: (any Predictor)?
    ) -> ServingSnapshot {
        ServingSnapshot(
            domain: self.domain,
            targets: targets,
            model: model,
            previous: previous,
            policy: self.policy,
            history: self.history,
            unavailable: self.unavailable
        )
    }
}
