internal import Placement

/// With which probability each feasible target is chosen, and the draw itself.
struct ExplorationPlan {
    private let share: Double
    private let choice: Int
    private let feasible: [Int]
    /// What may be drawn: every feasible target whose predicted extra cost the budget still covers, the choice too.
    private let open: [Int]
    private let extraCosts: [Int: Double]

    struct Draw {
        let index: Int
        let isExploration: Bool
        let extraCost: Double
        let draws: [Double]
    }

    init(_ exploration: Exploration, spent: Double, choice: Int, feasible: [Int], predictions: [Prediction?]) {
        var extraCosts: [Int: Double] = [:]
        if let own = predictions[choice] {
            for index in feasible {
                extraCosts[index] = predictions[index].map { max(0, $0.cost.value - own.cost.value) }
            }
        }
        let budget = exploration.budget
        let open = feasible.filter { index in
            guard let budget else { return true }
            return index == choice || (extraCosts[index] ?? .infinity) <= budget - spent
        }
        self.share = open.count > 1 ? exploration.share : 0
        self.choice = choice
        self.feasible = feasible
        self.open = open
        self.extraCosts = extraCosts
    }

    func propensity(of index: Int) -> Double {
        let explored = self.open.contains(index) ? self.share / Double(self.open.count) : 0
        return (index == self.choice ? 1 - self.share : 0) + explored
    }

    /// - Parameter uniform: A draw in [0, 1); asked once or twice, where there is something to explore.
    func draw(_ uniform: () -> Double) -> Draw {
        guard self.share > 0 else { return Draw(index: self.choice, isExploration: false, extraCost: 0, draws: []) }
        let whether = uniform()
        guard whether < self.share else {
            return Draw(index: self.choice, isExploration: false, extraCost: 0, draws: [whether])
        }
        let which = uniform()
        let index = self.open[min(Int(which * Double(self.open.count)), self.open.count - 1)]
        return Draw(
            index: index,
            isExploration: index != self.choice,
            extraCost: self.extraCosts[index] ?? 0,
            draws: [whether, which]
        )
    }
}
