/// What serves a domain: one value, replaced whole.
///
/// `Model` is how a model is referred to: by its id where the lineup is kept, by itself where it decides.
package struct Lineup<Model: Sendable>: Sendable {
    /// Answers, where no experiment has another model answer; `nil` where the rules decide alone.
    package let primary: Model?
    /// Asked when those before it fail: the version that served before.
    package let fallback: Model?
    /// What compares ways of deciding on parts of the traffic; `nil` for none.
    package let experiment: Experiment<Model>?
    /// Asked for the record only; they never choose.
    package let shadows: [Model]

    package init(
        primary: Model?,
        fallback: Model? = nil,
        experiment: Experiment<Model>? = nil,
        shadows: [Model] = []
    ) {
        self.primary = primary
        self.fallback = fallback
        self.experiment = experiment
        self.shadows = shadows
    }

    /// No model at all.
    package static var empty: Lineup { Lineup(primary: nil) }

    /// Every model that has a part in it.
    package var models: [Model] {
        [self.primary, self.fallback].compactMap(\.self) + (self.experiment?.arms.compactMap(\.model) ?? [])
            + self.shadows
    }

    /// The same parts, played by what `transform` makes of the models.
    package func map<Other, Failure: Error>(
        _ transform: (Model) throws(Failure) -> Other
    ) throws(Failure) -> Lineup<Other> {
        func part(_ model: Model?) throws(Failure) -> Other? { if let model { try transform(model) } else { nil } }
        var arms: [Experiment<Other>.Arm] = []
        for arm in self.experiment?.arms ?? [] {
            arms.append(
                Experiment<Other>.Arm(name: arm.name, share: arm.share, model: try part(arm.model), policy: arm.policy)
            )
        }
        var shadows: [Other] = []
        for shadow in self.shadows { shadows.append(try transform(shadow)) }
        return Lineup<Other>(
            primary: try part(self.primary),
            fallback: try part(self.fallback),
            experiment: self.experiment.map { Experiment<Other>(name: $0.name, unit: $0.unit, checked: arms) },
            shadows: shadows
        )
    }

    /// The same with another primary.
    package func replacingPrimary(with primary: Model?) -> Lineup {
        Lineup(primary: primary, fallback: self.fallback, experiment: self.experiment, shadows: self.shadows)
    }
}

extension Lineup: Equatable where Model: Equatable {}
extension Lineup: Hashable where Model: Hashable {}
extension Lineup: Encodable where Model: Encodable {}
extension Lineup: Decodable where Model: Decodable {}
