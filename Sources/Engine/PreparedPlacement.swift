internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// A domain's requirements, rules and models made ready for the targets of many decisions.
///
/// A class, so that a snapshot is copied by one reference.
final class PreparedPlacement: Sendable {
    let targets: [Target]
    let slots: WorkloadSlots
    let requirements: [PreparedRequirement]
    let rules: RulesStrategy
    let model: (any PreparedPredictor)?
    let previous: (any PreparedPredictor)?
    /// The first target whose id another one before it has.
    let duplicate: Target.ID?

    init(domain: Domain, targets: [Target], model: (any Predictor)?, previous: (any Predictor)?) {
        var slots = WorkloadSlots()
        var ids: Set<Target.ID> = []
        self.targets = targets
        self.requirements = domain.requirements.map { PreparedRequirement($0, targets: targets, slots: &slots) }
        self.rules = RulesStrategy(domain, targets: targets, slots: &slots)
        self.slots = slots
        self.model = model?.prepared(for: targets)
        self.previous = previous?.prepared(for: targets)
        self.duplicate = targets.first { !ids.insert($0.id).inserted }?.id
    }
}

/// A requirement with its condition bound to each target.
struct PreparedRequirement: Sendable {
    let name: String
    let text: String
    private let conditions: [BoundExpression]

    init(_ requirement: Requirement, targets: [Target], slots: inout WorkloadSlots) {
        self.name = requirement.name
        self.text = requirement.condition.text
        self.conditions = targets.map { requirement.condition.bound(to: $0, &slots) }
    }

    /// Missing counts as fulfilled: what a workload does not ask for and a catalog does not state is no limit.
    func refuses(_ target: Int, _ values: [Value]) throws(ExpressionError) -> Bool {
        try self.conditions[target].condition(values) == false
    }
}
