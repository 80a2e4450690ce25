internal import Expressions
internal import Placement

/// Which targets may be chosen for a workload, and why the others may not.
struct CandidateFilter {
    private let placement: PreparedPlacement
    private let unavailable: [Target.ID: String]
    /// By attribute, sorted.
    private let only: [(attribute: String, allowed: Set<String>)]
    private let except: [(attribute: String, refused: Set<String>)]

    init(_ placement: PreparedPlacement, constraints: Constraints, unavailable: [Target.ID: String]) {
        self.placement = placement
        self.unavailable = unavailable
        self.only = constraints.only.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        self.except = constraints.except.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// For each target the reason why it is out before any prediction, `nil` for one that is in.
    ///
    /// - Parameter values: The workload's, by the placement's slots.
    func exclusions(_ values: [Value]) throws(ExpressionError) -> [Exclusion?] {
        var exclusions: [Exclusion?] = []
        exclusions.reserveCapacity(self.placement.targets.count)
        let isFree = self.unavailable.isEmpty && self.only.isEmpty && self.except.isEmpty
        for (index, requirements) in self.placement.requirements.enumerated() {
            if !isFree, let exclusion = self.exclusion(of: self.placement.targets[index]) {
                exclusions.append(exclusion)
            } else {
                exclusions.append(try requirements.exclusion(values))
            }
        }
        return exclusions
    }

    private func exclusion(of target: Target) -> Exclusion? {
        if let reason = self.unavailable[target.id] { return .unavailable(reason: reason) }
        for (attribute, allowed) in self.only {
            let value = target.attributes[attribute]?.text ?? "unknown"
            guard allowed.contains(value) else {
                return .notAllowed(attribute: attribute, value: value, allowed: allowed.sorted())
            }
        }
        for (attribute, refused) in self.except {
            if let value = target.attributes[attribute]?.text, refused.contains(value) {
                return .ruledOut(attribute: attribute, value: value)
            }
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
