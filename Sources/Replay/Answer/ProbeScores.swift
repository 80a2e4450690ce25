internal import Statistics

/// What the trial runs before decisions cost. They are charged here, not in chosen ÷ best, which is about every later
/// run.
package struct ProbeScores: Sendable, Hashable, Codable {
    /// Trial runs in all.
    package let count: Int
    /// What they cost in all, in units of the currency.
    package let cost: Double
    /// Mean over the decisions of their trials' cost ÷ the cost of one run on the best target.
    package let meanCostToBest: Double
    /// After how many runs the trials are paid by what a run costs less than on the rules' target; absent when it does
    /// not cost less.
    package let breakEvenRuns: Double?

    /// `nil` without trial runs.
    init?(_ charges: [ProbeCharge]) {
        self.count = charges.reduce(0) { $0 + $1.count }
        guard self.count > 0 else { return nil }
        self.cost = charges.reduce(0) { $0 + $1.cost }
        self.meanCostToBest = Summaries.mean(
            charges.map { $0.cost / max($0.bestCost, TargetTruth.leastValue) }
        )
        let saved = charges.reduce(0) { $0 + $1.savedCost }
        self.breakEvenRuns = saved > 0 ? self.cost / saved : nil
    }
}
