package import Domains
package import Features
package import Placement
internal import Synchronization

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

    private init(_ snapshot: ServingSnapshot, policy: Policy) {
        self.domain = snapshot.domain
        self.targets = snapshot.targets
        self.model = snapshot.model
        self.previous = snapshot.previous
        self.policy = policy
        self.history = snapshot.history
        self.unavailable = snapshot.unavailable
        self.placement = snapshot.placement
    }

    /// The same with another policy: strategies switch at run time.
    package func following(_ policy: Policy) -> ServingSnapshot { ServingSnapshot(self, policy: policy) }
}

/// The snapshot that decisions starting now see.
package final class Serving: Sendable {
    private let current: Mutex<ServingSnapshot>

    package init(_ snapshot: ServingSnapshot) { self.current = Mutex(snapshot) }

    /// Take it once per decision and use it to the end.
    package var snapshot: ServingSnapshot { self.current.withLock { $0 } }

    package func replace(with next: ServingSnapshot) { self.current.withLock { $0 = next } }
}
