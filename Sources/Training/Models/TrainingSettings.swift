package import Domains

/// What a training may be told.
package struct TrainingSettings: Sendable, Hashable, Codable {
    /// Template for every forest: objective and smallest leaf are set for each.
    package var boosting: BoostingParameters
    /// Parts that held-out errors are measured over (`>=` 2).
    package var folds: Int
    /// Of folds, held-out workloads and trees: the same seed and runs give the same model.
    package var seed: UInt64

    /// The parts where nobody says otherwise.
    package static let defaultFolds = 4

    /// - Parameter forest: As the domain declares it.
    package init(
        seed: UInt64,
        forest: Domain.ForestKind = .boosted,
        folds: Int = TrainingSettings.defaultFolds
    ) {
        var boosting = BoostingParameters(objective: .l2, rounds: 250, seed: Int(seed % 1_000_000_007))
        boosting.learningRate = 0.08
        boosting.minDataInLeaf = 4
        boosting.featureFraction = 0.7
        boosting.baggingFraction = 0.8
        boosting.baggingFrequency = 1
        boosting.lambdaL2 = 1
        boosting.categorySmoothing = 5
        boosting.categoryL2 = 3
        boosting.minDataPerGroup = 3
        boosting.maxCategoryThreshold = 64
        boosting.threads = 1
        if forest == .random { boosting.growIndependently() }
        self.boosting = boosting
        self.folds = folds
        self.seed = seed
    }

    /// The template for probabilities. Averaged trees learn them as shares of their leaves: LightGBM's random forest takes
    /// one step of Newton's method on a logistic loss, which leaps far beyond a rare outcome's share.
    var probability: TreeObjective { self.boosting.method == .randomForest ? .l2 : .binary }

    /// The template for `rows` rows: small histories get small leaves.
    func parameters(_ objective: TreeObjective, rows: Int) -> BoostingParameters {
        var parameters = self.boosting
        parameters.objective = objective
        parameters.minDataInLeaf = min(self.boosting.minDataInLeaf, max(2, rows / 40))
        if rows < 200 { parameters.minDataInBin = 1 }
        // A sample of few rows may hold none.
        if rows < 20 {
            parameters.baggingFraction = 1
            parameters.baggingFrequency = 0
        }
        return parameters
    }
}

extension BoostingParameters {
    /// Deep trees on draws of 63.2 % of the rows, as many as a bootstrap sample holds different ones, unshrunken.
    ///
    /// - SeeAlso: L. Breiman, "Random Forests", Machine Learning 45(1), 2001.
    fileprivate mutating func growIndependently() {
        self.method = .randomForest
        self.rounds = 30
        self.leaves = 1_000
        self.minDataInLeaf = 3
        self.featureFraction = 1
        self.baggingFraction = 0.632
        self.lambdaL2 = 0
        self.categorySmoothing = 1
        self.categoryL2 = 0
    }
}
