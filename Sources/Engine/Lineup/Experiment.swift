package import Placement
internal import Statistics

/// Ways of deciding that are compared on parts of the traffic, which a stable hash tells apart: the same workload gets
/// the same arm in every process and release.
package struct Experiment<Model: Sendable>: Sendable {
    /// Goes into the records, and into the hash that gives units their arms.
    package let name: String
    /// What is given to an arm as a whole.
    package let unit: ExperimentUnit
    /// In their order, which the shares follow.
    package let arms: [Arm]

    /// One of the ways.
    package struct Arm: Sendable {
        /// Unique in the experiment; goes into the records.
        package let name: String
        /// Of the units, 0 to 1.
        package let share: Double
        /// Answers in place of the primary, which is asked when it fails; `nil` leaves the primary.
        package let model: Model?
        /// In place of the domain's; `nil` leaves it.
        package let policy: Policy?

        package init(name: String, share: Double, model: Model? = nil, policy: Policy? = nil) {
            self.name = name
            self.share = share
            self.model = model
            self.policy = policy
        }
    }

    /// - Parameter arms: What their shares leave of 1 is decided as without an experiment.
    /// - Throws: ``ExperimentFault``.
    package init(name: String, unit: ExperimentUnit = .workload, arms: [Arm]) throws(ExperimentFault) {
        guard !name.isEmpty else { throw .namelessExperiment }
        var total = 0.0
        var names: Set<String> = []
        for arm in arms {
            guard !arm.name.isEmpty else { throw .namelessArm(experiment: name) }
            guard names.insert(arm.name).inserted else { throw .duplicateArm(arm.name) }
            guard arm.share > 0, arm.share <= 1 else { throw .share(arm: arm.name, arm.share) }
            total += arm.share
        }
        guard !arms.isEmpty else { throw .noArms(experiment: name) }
        guard total <= 1 + 1e-9 else { throw .shares(total: total) }
        self.init(name: name, unit: unit, checked: arms)
    }

    init(name: String, unit: ExperimentUnit, checked arms: [Arm]) {
        self.name = name
        self.unit = unit
        self.arms = arms
    }

    /// The arm that a workload falls to; `nil` for one that the shares leave out, or that lacks the unit's attribute.
    package func arm(of workload: Workload) -> Arm? {
        let unit: String
        switch self.unit {
        case .workload: unit = workload.key.description
        case .attribute(let name):
            guard let text = workload.attributes[name]?.text else { return nil }
            unit = text
        }
        // With the experiment's name, so that two experiments part the units in ways of their own.
        var place = StableHash.fraction(of: "\(self.name)\u{0}\(unit)")
        for arm in self.arms {
            if place < arm.share { return arm }
            place -= arm.share
        }
        return nil
    }
}

/// What is given to an arm as a whole.
package enum ExperimentUnit: Sendable, Hashable, Codable {
    /// All decisions on one workload.
    case workload
    /// All decisions on workloads with the same value of an attribute, such as a customer.
    case attribute(String)
}

extension Experiment: Equatable where Model: Equatable {}
extension Experiment: Hashable where Model: Hashable {}
extension Experiment.Arm: Equatable where Model: Equatable {}
extension Experiment.Arm: Hashable where Model: Hashable {}
extension Experiment: Encodable where Model: Encodable {}
extension Experiment: Decodable where Model: Decodable {}
extension Experiment.Arm: Encodable where Model: Encodable {}
extension Experiment.Arm: Decodable where Model: Decodable {}

/// Why an experiment cannot be run.
package enum ExperimentFault: Error, Hashable, CustomStringConvertible {
    case namelessExperiment
    case namelessArm(experiment: String)
    case noArms(experiment: String)
    case duplicateArm(String)
    case share(arm: String, Double)
    case shares(total: Double)

    package var description: String {
        switch self {
        case .namelessExperiment: "an experiment needs a name"
        case .namelessArm(let experiment): "every arm of the experiment '\(experiment)' needs a name"
        case .noArms(let experiment): "the experiment '\(experiment)' has no arm"
        case .duplicateArm(let name): "two arms are called '\(name)'"
        case .share(let arm, let share): "the share of the arm '\(arm)' is \(share); above 0 and at most 1 is allowed"
        case .shares(let total): "the arms' shares add up to \(total); at most 1 is allowed"
        }
    }
}
