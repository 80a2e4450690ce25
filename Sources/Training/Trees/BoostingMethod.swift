/// How rounds of trees are combined.
package enum BoostingMethod: Sendable, Hashable, Codable {
    /// Each round corrects the sum of the ones before it (Friedman 2001).
    case gradient
    /// Independent trees on bootstrap samples, averaged (Breiman 2001). Needs sampling: a `baggingFraction` below 1
    /// with a `baggingFrequency` of at least 1, or a `featureFraction` below 1. The learning rate has no effect.
    case randomForest
    /// Each round drops some earlier trees while it is trained (Rashmi and Gilad-Bachrach 2015). Earlier trees keep
    /// changing, so early stopping is not possible.
    ///
    /// - Parameters:
    ///   - dropRate: Share of the earlier trees that a round drops, in [0, 1].
    ///   - maximumDropped: Most trees that a round drops; 0 sets no limit.
    ///   - skipProbability: Probability that a round drops none, in [0, 1].
    case dart(dropRate: Double, maximumDropped: Int, skipProbability: Double)
}
