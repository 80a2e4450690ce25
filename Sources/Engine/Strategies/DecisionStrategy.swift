internal import Placement

/// Makes a choice of what rules and model say. Each policy is a type of its own, with its own parameters only.
protocol DecisionStrategy {
    /// How targets other than the choice are tried.
    var exploration: Exploration { get }

    func choose(_ opinions: Opinions) -> (index: Int, basis: Decision.Basis)
}

/// What rules and model would choose for a workload. Indices are those of targets.
struct Opinions {
    /// By the rules.
    let ruled: (index: Int, rule: String)
    let modelled: Modelled

    enum Modelled {
        case choice(index: Int, confidence: Double)
        /// There is no prediction.
        case none(reason: String)
    }
}

extension Policy {
    /// What the policy makes of the opinions: the one place where policies part.
    func choose(_ opinions: Opinions) -> (index: Int, basis: Decision.Basis, exploration: Exploration) {
        func chosen(by strategy: some DecisionStrategy) -> (index: Int, basis: Decision.Basis, exploration: Exploration)
        {
            let (index, basis) = strategy.choose(opinions)
            return (index, basis, strategy.exploration)
        }
        return switch self.strategy {
        case .rules: chosen(by: RulesStrategy())
        case .model: chosen(by: ModelStrategy())
        case .hybrid: chosen(by: HybridStrategy(gate: self.confidenceGate, exploration: self.exploration))
        }
    }
}
