internal import Statistics

/// How often the best target was chosen, and how far predictions were from what was measured.
package struct Accuracy: Sendable, Hashable, Codable {
    /// Share of the decisions that chose the best target, 0 to 1.
    package let selectionAccuracy: Double
    /// Mean absolute error of the predicted mean cost, as a ratio (0.2 is 20 %), over measured cells of workload and
    /// target; cells without cost do not count. Absent without predictions.
    package let costMAPE: Double?
    /// The same of the predicted median time.
    package let timeMAPE: Double?
    /// Cells that were predicted; online, decisions.
    package let cells: Int

    init(_ forecasts: ForecastTally, exactShare: Double) {
        func error(_ pairs: (actual: [Double], predicted: [Double])) -> Double? {
            let error = RegressionMetrics.meanAbsolutePercentageError(
                actual: pairs.actual,
                predicted: pairs.predicted
            )
            return error.isFinite ? error : nil
        }
        self.selectionAccuracy = exactShare
        self.costMAPE = error(forecasts.costs)
        self.timeMAPE = error(forecasts.times)
        self.cells = forecasts.cells
    }
}
