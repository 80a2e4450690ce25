/// Everything that shapes a training, apart from the data.
///
/// Ranges and meanings of the numbers are declared in `BoostingKnob.all`; defaults are LightGBM's. Values are free to
/// set and are checked together by `validate()`, which `TreeTrainingJob` calls.
package struct BoostingParameters: Sendable, Hashable, Codable {
    package var objective: TreeObjective
    package var method: BoostingMethod = .gradient
    package var rounds: Int
    /// Start of every random draw of the training; the same seed and data give the same model.
    package var seed: Int
    package var learningRate = 0.1

    // Shape of a tree.
    package var leaves = 31
    package var maximumDepth = 0
    package var minDataInLeaf = 20
    package var minHessianInLeaf = 1e-3
    package var minGainToSplit = 0.0
    package var linearTrees = false

    // Sampling and regularisation.
    package var featureFraction = 1.0
    package var baggingFraction = 1.0
    package var baggingFrequency = 0
    package var lambdaL1 = 0.0
    package var lambdaL2 = 0.0

    // Bins and categories.
    package var maxBin = 255
    package var minDataInBin = 3
    package var minDataPerGroup = 100
    package var categorySmoothing = 10.0
    package var categoryL2 = 10.0
    package var maxCategoryThreshold = 32
    package var maxCategoriesOneHot = 4

    // Evaluation.
    /// Metrics to evaluate, the watched one first; empty means the objective's default metric.
    package var metrics: [BoostingMetric] = []
    /// Positions at which `ndcg` and `map` are cut off, each at least 1.
    package var rankingPositions = [1, 2, 3, 4, 5]
    package var earlyStoppingRounds = 0
    package var earlyStoppingMinimumImprovement = 0.0

    package var threads = 1
    /// Further parameters under LightGBM's own names, for example `["path_smooth": "1"]`. A trainer refuses names that
    /// it does not know and names that a property of this type already sets.
    package var extra: [String: String] = [:]

    package init(objective: TreeObjective, rounds: Int, seed: Int) {
        self.objective = objective
        self.rounds = rounds
        self.seed = seed
    }

    /// The metrics that will be evaluated, the watched one first.
    package var evaluatedMetrics: [BoostingMetric] {
        self.metrics.isEmpty ? [self.objective.defaultMetric] : self.metrics
    }
}
