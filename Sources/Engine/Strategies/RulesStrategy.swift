internal import Placement

/// The rules' choice, whatever a model says.
struct RulesStrategy: DecisionStrategy {
    var exploration: Exploration { .off }

    func choose(_ opinions: Opinions) -> (index: Int, basis: Decision.Basis) {
        (opinions.ruled.index, .rules(rule: opinions.ruled.rule))
    }
}
