package import Placement
internal import RealModule
package import Statistics

/// What is to be expected of a task on each of its kinds, and how likely each is the best one: what only the simulation
/// knows, to judge decisions by and never to learn from.
package struct TaskOdds: Sendable {
    /// Means over the draws, failed ones included, in the order of the task's offers.
    package let truths: [Truth]
    /// How often each kind had the least value in half of the draws, and in the other half. A choice made by one half and
    /// judged by the other is not flattered by chance.
    package let wins: (first: [Double], second: [Double])

    /// By Monte Carlo.
    ///
    /// - Parameter draws: An even number of times that the task is run on each kind.
    package init(
        _ task: SimulatedTask,
        objective: Objective,
        simulator: TaskSimulator,
        draws: Int,
        using generator: inout SeededGenerator
    ) {
        precondition(draws > 0 && draws.isMultiple(of: 2), "odds need an even number of draws, found \(draws)")
        let count = task.offers.count
        var times = [Double](repeating: 0, count: count)
        var costs = times
        var successes = times
        var wins = [times, times]
        for draw in 0..<draws {
            let outcomes = simulator.outcomes(of: task, using: &generator)
            for (index, outcome) in outcomes.enumerated() {
                times[index] += outcome.timeSeconds / Double(draws)
                costs[index] += outcome.cost / Double(draws)
                successes[index] += outcome.succeeded ? 1 / Double(draws) : 0
            }
            if let best = outcomes.best(objective) { wins[draw % 2][best] += 2 / Double(draws) }
        }
        self.truths = (0..<count).map { index in
            Truth(timeSeconds: times[index], cost: costs[index], successProbability: min(successes[index], 1))
        }
        self.wins = (wins[0], wins[1])
    }

    /// The probability that the kind that is likeliest to be best is the best one.
    package var bayesAccuracy: Double {
        guard let choice = self.wins.first.indices.max(by: { self.wins.first[$0] < self.wins.first[$1] }) else {
            return 0
        }
        return self.wins.second[choice]
    }
}

extension [TaskOutcome] {
    /// Index of the least value, the first of equals; `nil` where all failed.
    package func best(_ objective: Objective) -> Int? {
        let values = self.map { $0.value(objective) }
        return values.indices.filter { values[$0].isFinite }.min { values[$0] < values[$1] }
    }
}
