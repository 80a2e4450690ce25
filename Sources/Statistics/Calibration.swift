/// How well stated probabilities agree with what happened.
package enum Calibration {
    /// Expected calibration error: the mean gap between stated and observed frequency over equally filled bins, weighted
    /// by the bins' size.
    ///
    /// - Parameters:
    ///   - probabilities: Stated, from 0 to 1.
    ///   - outcomes: Whether it happened, in the same order.
    ///   - bins: Number of bins of equal count (fewer where there are fewer rows). Ties stay in input order.
    /// - Returns: From 0 (calibrated) to 1; NaN without rows.
    /// - SeeAlso: K. Nguyen and B. O'Connor, "Posterior calibration and exploratory analysis for natural language
    ///   processing models", EMNLP 2015 (adaptive binning).
    package static func expectedError(probabilities: [Double], outcomes: [Bool], bins: Int = 10) -> Double {
        precondition(probabilities.count == outcomes.count, "one outcome a probability")
        guard !probabilities.isEmpty else { return .nan }
        let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
        let binCount = min(bins, order.count)
        var total = 0.0
        for bin in 0..<binCount {
            let rows = order[(bin * order.count / binCount)..<((bin + 1) * order.count / binCount)]
            let stated = rows.reduce(0.0) { $0 + probabilities[$1] }
            let observed = Double(rows.count { outcomes[$0] })
            total += abs(stated - observed)
        }
        return total / Double(order.count)
    }

    /// Mean squared gap between stated probability and outcome; 0 is best. NaN without rows.
    /// - SeeAlso: G. W. Brier, Monthly Weather Review 78(1), 1950.
    package static func brierScore(probabilities: [Double], outcomes: [Bool]) -> Double {
        Summaries.mean(
            zip(probabilities, outcomes).map { probability, outcome in
                let gap = probability - (outcome ? 1 : 0)
                return gap * gap
            }
        )
    }
}
