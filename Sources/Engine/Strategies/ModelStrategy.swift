internal import Placement

/// The model's choice, whatever its confidence; without one the rules'.
struct ModelStrategy: DecisionStrategy {
    var exploration: Exploration { .off }

    func choose(_ opinions: Opinions) -> (index: Int, basis: Decision.Basis) {
        switch opinions.modelled {
        case .choice(let index, _): (index, .model)
        case .none(let reason):
            (opinions.ruled.index, .modelUnavailable(reason: reason, rule: opinions.ruled.rule))
        }
    }
}
