package import Domains
package import Features
package import Placement

/// Everything a decision reads, immutable: taken once per decision, replaced whole.
package struct ServingSnapshot: Sendable {
    package let domain: Domain
    package let targets: [Target]
    package let model: (any Predictor)?
    /// The version before, asked when the model fails.
    package let previous: (any Predictor)?
    package let policy: Policy
    package let history: any HistorySource
    /// Targets that cannot take work now, each with the reason.
    package let unavailable: [Target.ID: String]

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
    }
}
