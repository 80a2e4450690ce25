internal import Placement

/// The model's choice where its confidence reaches the gate, otherwise the rules'; a share is drawn at random.
struct HybridStrategy: DecisionStrategy {
    /// The least confidence (`>=`) at which the model is followed.
    let gate: Double
    let exploration: Exploration

    func choose(_ opinions: Opinions) -> (index: Int, basis: Decision.Basis) {
        switch opinions.modelled {
        case .choice(let index, let confidence) where confidence >= self.gate: (index, .model)
        case .choice: (opinions.ruled.index, .lowConfidence(rule: opinions.ruled.rule))
        case .none(let reason):
            (opinions.ruled.index, .modelUnavailable(reason: reason, rule: opinions.ruled.rule))
        }
    }
}
