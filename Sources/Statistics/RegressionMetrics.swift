/// How far predictions are from what happened.
package enum RegressionMetrics {
    /// Mean absolute percentage error, as a ratio (0.2 is 20 %). Rows whose actual value is 0 do not count.
    package static func meanAbsolutePercentageError(actual: [Double], predicted: [Double]) -> Double {
        Summaries.mean(zip(actual, predicted).compactMap { $0 != 0 ? abs($1 - $0) / abs($0) : nil })
    }
}
