/// Split conformal prediction: how wide an interval must be to hold its coverage whatever the error's distribution is.
///
/// - SeeAlso: A. N. Angelopoulos and S. Bates, "Conformal Prediction: A Gentle Introduction", Foundations and Trends
///   in Machine Learning 16(4), 2023, §1.
package enum Conformal {
    /// The ⌈(n + 1)(1 − α)⌉-th smallest score: a new score from the same distribution is at most this with probability
    /// at least `coverage`.
    ///
    /// - Parameters:
    ///   - scores: Nonconformity scores of calibration rows the model has not learnt from; finite.
    ///   - coverage: 1 − α, strictly between 0 and 1.
    /// - Returns: The radius, or `nil` when there are too few scores for that coverage (fewer than 9 for 0.9).
    package static func radius(scores: [Double], coverage: Double) -> Double? {
        precondition(coverage > 0 && coverage < 1, "coverage lies strictly between 0 and 1")
        // 10 × 0.9 is 9.000000000000002 in binary; the small margin keeps the rank what it is on paper.
        let rank = Int((Double(scores.count + 1) * coverage - 1e-9).rounded(.up))
        guard rank >= 1, rank <= scores.count else { return nil }
        return scores.sorted()[rank - 1]
    }
}
