package import Placement

extension ServingSnapshot {
    /// The same with another policy: strategies switch at run time.
    package func following(_ policy: Policy) -> ServingSnapshot { self.changed(policy: policy) }

    /// The same without targets that cannot take work now, each with the reason.
    package func lacking(_ unavailable: [Target.ID: String]) -> ServingSnapshot {
        self.changed(unavailable: unavailable)
    }

    /// The same among other targets, or at other prices.
    package func offering(_ targets: [Target]) -> ServingSnapshot { self.changed(targets: targets) }

    /// The same with other models.
    package func asking(_ model: (any Predictor)?, previous: (any Predictor)?) -> ServingSnapshot {
        self.changed(model: .some(model), previous: .some(previous))
    }

    private func changed(
        targets: [Target]? = nil,
        model: (any Predictor)?? = nil,
        previous: (any Predictor)?? = nil,
        policy: Policy? = nil,
        unavailable: [Target.ID: String]? = nil
    ) -> ServingSnapshot {
        ServingSnapshot(
            domain: self.domain,
            targets: targets ?? self.targets,
            model: model ?? self.model,
            previous: previous ?? self.previous,
            policy: policy ?? self.policy,
            history: self.history,
            unavailable: unavailable ?? self.unavailable
        )
    }
}
