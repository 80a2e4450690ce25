/// Everything that shapes a training, apart from the data.
///
/// Ranges and meanings of the numbers are declared in `BoostingKnob.all`; defaults are LightGBM's. Values are free to
/// set and are checked together by `validate()`, which `TreeTrainingJob` calls.
package struct BoostingParameters: Sendable, Hashable, Codable {
    /// What the trees predict, and the loss that they lower.
    package var objective: TreeObjective
    /// How rounds become a forest.
    package var method: BoostingMethod = .gradient
    /// Trees, or for several outputs sets of trees, that are trained at most.
    package var rounds: Int
    /// Start of every random draw of the training; the same seed and data give the same model.
    package var seed: Int
    /// What each tree's output is multiplied with, above 0.
    package var learningRate = 0.1

    // Shape of a tree.
    /// Most leaves of a tree.
    package var leaves = 31
    /// Most levels of a tree; 0 is no limit.
    package var maximumDepth = 0
    /// Fewest rows of a leaf.
    package var minDataInLeaf = 20
    /// Least sum of second derivatives in a leaf.
    package var minHessianInLeaf = 1e-3
    /// Least loss that a split must save.
    package var minGainToSplit = 0.0
    /// Whether leaves hold linear functions in place of constants.
    package var linearTrees = false

    // Sampling and regularisation.
    /// Share of the features that each tree may use, in (0, 1].
    package var featureFraction = 1.0
    /// Share of the rows that each tree sees, in (0, 1]; of effect from a `baggingFrequency` of 1.
    package var baggingFraction = 1.0
    /// Rows are drawn anew every so many rounds; 0 never draws.
    package var baggingFrequency = 0
    /// L1 penalty on the values of leaves, 0 or more.
    package var lambdaL1 = 0.0
    /// L2 penalty on the values of leaves, 0 or more.
    package var lambdaL2 = 0.0

    // Bins and categories.
    /// Most bins that a feature's values are sorted into.
    package var maxBin = 255
    /// Fewest rows of a bin.
    package var minDataInBin = 3
    /// Fewest rows of a group of categories.
    package var minDataPerGroup = 100
    /// Rows that are added to each category against noise.
    package var categorySmoothing = 10.0
    /// L2 penalty on leaf values below categorical splits, beside `lambdaL2`.
    package var categoryL2 = 10.0
    /// Most split points that are tried for a categorical feature.
    package var maxCategoryThreshold = 32
    /// Most categories for which a split puts one category against the rest.
    package var maxCategoriesOneHot = 4

    // Evaluation.
    /// Metrics to evaluate, the watched one first; empty means the objective's default metric.
    package var metrics: [BoostingMetric] = []
    /// Positions at which `ndcg` and `map` are cut off, each at least 1.
    package var rankingPositions = [1, 2, 3, 4, 5]
    /// Rounds without improvement on the validation rows after which training ends; 0 never ends it early.
    package var earlyStoppingRounds = 0
    /// Least improvement that counts, in units of the metric.
    package var earlyStoppingMinimumImprovement = 0.0

    /// Threads that one training uses.
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
