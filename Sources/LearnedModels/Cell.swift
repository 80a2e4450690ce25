package import Domains
package import Placement
internal import RealModule
internal import Statistics

/// What past runs of one workload on one target say, newer runs counting more.
package struct Cell: Sendable, Hashable, Encodable {
    /// Runs that time and cost come from: the successful ones, or all where failures are counted.
    package let runs: Int
    /// Runs that would say as much if all counted the same.
    package let effectiveRuns: Double
    /// Natural logarithm of the median time in seconds.
    package let logTime: Double
    /// Variance of one run's logarithm of time.
    package let timeVariance: Double
    /// Natural logarithm of the mean cost, in units of the currency.
    package let logCost: Double
    /// Variance of one run's logarithm of cost.
    package let costVariance: Double
    /// Natural logarithm of the mean of cost ÷ hourly price, each at the price of its time: what stays when prices
    /// change. The same as `logCost` where there are no prices.
    package let logCostPerPrice: Double
    /// Share of all runs whose time and cost say what was wanted, above 0.
    package let successRate: Double

    /// The age, in runs of the cell, at which a run counts half: a quarter of them, and at least this many.
    private static let leastHalfLife = 30.0
    /// Costs beyond these quantiles of the cell count as the quantile: one mispriced run must not move the mean.
    private static let costQuantiles = (0.01, 0.99)
    /// A cost of nothing has no logarithm; this many units stand for it.
    private static let leastCost = 1e-12

    /// - Parameters:
    ///   - runs: In the order in which they started. `nil` when none says anything.
    ///   - failures: Whether a failed run's time and cost stand for what it does to the user.
    ///   - hourlyPrice: The price of an hour as it was for a run, above 0; 1 where there is none.
    package init?(
        _ runs: some Collection<Run>,
        failures: Domain.Failures,
        hourlyPrice: (Run) -> Double = { _ in 1 }
    ) {
        let successes = failures == .counted ? Array(runs) : runs.filter(\.outcome.succeeded)
        guard !successes.isEmpty else { return nil }
        let halfLife = max(Double(successes.count) / 4, Self.leastHalfLife)
        let weights = successes.indices.map { Double.exp2(-Double(successes.count - 1 - $0) / halfLife) }
        let total = weights.reduce(0, +)
        let times = successes.map { max($0.outcome.timeSeconds, 1e-9) }
        let costs = Self.clipped(successes.map(\.outcome.cost.units))
        let hours = Self.clipped(successes.map { $0.outcome.cost.units / hourlyPrice($0) })
        func logMean(_ values: [Double]) -> Double {
            Double.log(max(Self.leastCost, zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total))
        }
        func variance(_ logarithms: [Double]) -> Double {
            let mean = zip(weights, logarithms).reduce(0) { $0 + $1.0 * $1.1 } / total
            return zip(weights, logarithms).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / total
        }
        self.runs = successes.count
        self.effectiveRuns = total * total / weights.reduce(0) { $0 + $1 * $1 }
        self.logTime = Double.log(Self.weightedMedian(times, weights: weights))
        self.timeVariance = variance(times.map { Double.log($0) })
        self.logCost = logMean(costs)
        self.logCostPerPrice = logMean(hours)
        self.costVariance = variance(costs.map { Double.log(max(Self.leastCost, $0)) })
        self.successRate = Double(successes.count) / Double(runs.count)
    }

    /// This cell brought up to date by a newer one of the same pair: each counts by its effective runs, this one halved
    /// with every half-life of new runs. Success is a share of attempts, so there each counts by its attempts.
    package func merged(with newer: Cell) -> Cell {
        let halfLife = max(Double(self.runs + newer.runs) / 4, Self.leastHalfLife)
        let kept = self.effectiveRuns * Double.exp2(-Double(newer.runs) / halfLife)
        let share = kept / (kept + newer.effectiveRuns)
        let attempts = kept / self.successRate + newer.effectiveRuns / newer.successRate
        func mixed(_ value: KeyPath<Cell, Double>) -> Double {
            share * self[keyPath: value] + (1 - share) * newer[keyPath: value]
        }
        return Cell(
            runs: self.runs + newer.runs,
            effectiveRuns: kept + newer.effectiveRuns,
            logTime: mixed(\.logTime),
            timeVariance: mixed(\.timeVariance),
            logCost: mixed(\.logCost),
            costVariance: mixed(\.costVariance),
            logCostPerPrice: mixed(\.logCostPerPrice),
            successRate: (kept + newer.effectiveRuns) / attempts
        )
    }

    /// This cell after further runs that all failed: they say nothing of time and cost.
    func followed(byFailures failures: Int) -> Cell {
        Cell(
            runs: self.runs,
            effectiveRuns: self.effectiveRuns,
            logTime: self.logTime,
            timeVariance: self.timeVariance,
            logCost: self.logCost,
            costVariance: self.costVariance,
            logCostPerPrice: self.logCostPerPrice,
            successRate: self.effectiveRuns / (self.effectiveRuns / self.successRate + Double(failures))
        )
    }

    init(
        runs: Int,
        effectiveRuns: Double,
        logTime: Double,
        timeVariance: Double,
        logCost: Double,
        costVariance: Double,
        logCostPerPrice: Double,
        successRate: Double
    ) {
        self.runs = runs
        self.effectiveRuns = effectiveRuns
        self.logTime = logTime
        self.timeVariance = timeVariance
        self.logCost = logCost
        self.costVariance = costVariance
        self.logCostPerPrice = logCostPerPrice
        self.successRate = successRate
    }

    /// Logarithm of the objective's value, expected until the first success.
    package func logValue(_ objective: Objective) -> Double {
        let exponents = objective.costExponent + objective.timeExponent
        return objective.costExponent * self.logCost + objective.timeExponent * self.logTime
            - exponents * Double.log(self.successRate)
    }

    /// Variance of the estimated logarithm of the value; 0 from fewer than three runs, which cannot tell.
    package func logValueVariance(_ objective: Objective) -> Double {
        guard self.runs >= 3 else { return 0 }
        // A median's variance is π/2 that of a mean of normals.
        let time = objective.timeExponent * .pi / 2 * self.timeVariance
        return (time + objective.costExponent * self.costVariance) / max(self.effectiveRuns, 1)
    }

    private static func clipped(_ values: [Double]) -> [Double] {
        let lower = Summaries.quantile(values, self.costQuantiles.0)
        let upper = Summaries.quantile(values, self.costQuantiles.1)
        return values.map { min(max($0, lower), upper) }
    }

    /// The least value at which half of the weight is reached.
    private static func weightedMedian(_ values: [Double], weights: [Double]) -> Double {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        let half = weights.reduce(0, +) / 2
        var reached = 0.0
        for index in order {
            reached += weights[index]
            if reached >= half { return values[index] }
        }
        return values[order[order.count - 1]]
    }
}
