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
        for index in self.placement.targets.indices { exclusions.append(try self.exclusion(of: index, values)) }
        return exclusions
    }

    private func exclusion(of index: Int, _ values: [Value]) throws(ExpressionError) -> Exclusion? {
        let target = self.placement.targets[index]
        if !self.unavailable.isEmpty, let reason = self.unavailable[target.id] { return .unavailable(reason: reason) }
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
        for requirement in self.placement.requirements where try requirement.refuses(index, values) {
            return .requirement(name: requirement.name, condition: requirement.text)
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
