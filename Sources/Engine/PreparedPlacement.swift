internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// A domain's requirements, rules and models made ready for the targets of many decisions.
final class PreparedPlacement: Sendable {
    let targets: [Target]
    let slots: WorkloadSlots
    /// One a target.
    let requirements: [PreparedRequirements]
    let rules: PreparedRules
    let lineup: Lineup<AskedModel>
    /// The first target whose id another one before it has.
    let duplicate: Target.ID?
    /// By attribute the values that targets have, as texts.
    let offered: [String: Set<String>]

    convenience init(domain: Domain, targets: [Target], lineup: Lineup<any Predictor>) {
        self.init(domain: domain, targets: targets, asking: lineup.map { AskedModel($0, targets: targets) })
    }

    /// Some targets of a table, for one decision: the models are not made ready for them.
    convenience init(domain: Domain, shortlist targets: [Target], lineup: Lineup<any Predictor>) {
        self.init(domain: domain, targets: targets, asking: lineup.map { AskedModel($0, once: targets) })
    }

    private init(domain: Domain, targets: [Target], asking lineup: Lineup<AskedModel>) {
        var slots = WorkloadSlots()
        var ids: Set<Target.ID> = []
        self.targets = targets
        self.requirements = targets.map { PreparedRequirements(domain.requirements, target: $0, slots: &slots) }
        self.rules = PreparedRules(domain, targets: targets, slots: &slots)
        self.slots = slots
        self.lineup = lineup
        var offered: [String: Set<String>] = [:]
        for (name, value) in targets.flatMap(\.attributes) {
            offered[name, default: []].formUnion(value.text.map { [$0] } ?? [])
        }
        self.offered = offered
        self.duplicate = targets.first { !ids.insert($0.id).inserted }?.id
    }
}

/// What one target must still fulfil: the requirements that it does not fulfil whatever the workload.
struct PreparedRequirements: Sendable {
    private struct Open {
        let name: String
        let text: String
        let condition: BoundExpression
    }

    private let open: [Open]

    init(_ requirements: [Requirement], target: Target, slots: inout WorkloadSlots) {
        var open: [Open] = []
        for requirement in requirements {
            let condition = requirement.condition.bound(to: target, &slots)
            if condition.constant?.isFulfilled == true { continue }
            open.append(Open(name: requirement.name, text: requirement.condition.text, condition: condition))
        }
        self.open = open
    }

    /// The first requirement that does not hold. Missing counts as fulfilled: what a workload does not ask for and a
    /// catalog does not state is no limit.
    func exclusion(_ values: [Value]) throws(ExpressionError) -> Exclusion? {
        for index in self.open.indices where try self.open[index].condition.condition(values) == false {
            return .requirement(name: self.open[index].name, condition: self.open[index].text)
        }
        return nil
    }
}

extension Value {
    /// Whether a condition with this value holds for certain; one of another kind is an error when it is asked for.
    fileprivate var isFulfilled: Bool { self.isMissing || self.flag == true }
}
