internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// Which targets may be chosen for a workload, and why the others may not.
enum CandidateFilter {
    /// The reason why a target is out before any prediction, `nil` for one that is in.
    static func exclusion(
        of target: Target,
        for workload: Workload,
        constraints: Constraints,
        requirements: [Requirement],
        unavailable: [Target.ID: String]
    ) throws(ExpressionError) -> Exclusion? {
        if let reason = unavailable[target.id] { return .unavailable(reason: reason) }
        for (attribute, allowed) in constraints.only.sorted(by: { $0.key < $1.key }) {
            let value = target.attributes[attribute]?.text ?? "unknown"
            guard allowed.contains(value) else {
                return .notAllowed(attribute: attribute, value: value, allowed: allowed.sorted())
            }
        }
        for (attribute, refused) in constraints.except.sorted(by: { $0.key < $1.key }) {
            if let value = target.attributes[attribute]?.text, refused.contains(value) {
                return .ruledOut(attribute: attribute, value: value)
            }
        }
        for requirement in requirements {
            let holds = try requirement.condition.condition { $0.attribute(workload: workload, target: target) }
            // Missing counts as fulfilled: what a workload does not ask for and a catalog does not state is no limit.
            if holds == false { return .requirement(name: requirement.name, condition: requirement.condition.text) }
        }
        return nil
    }

    /// The reason why a prediction rules a target out.
    static func exclusion(of prediction: Prediction, constraints: Constraints) -> Exclusion? {
        if let limit = constraints.maxCost, prediction.cost.value > limit {
            return .tooCostly(predicted: prediction.cost.value, limit: limit)
        }
        if let limit = constraints.maxTimeSeconds, prediction.timeSeconds.value > limit {
            return .tooSlow(predictedSeconds: prediction.timeSeconds.value, limitSeconds: limit)
        }
        return nil
    }
}
