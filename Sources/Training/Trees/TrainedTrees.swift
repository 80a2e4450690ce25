/// A trained ensemble and how its training went.
package struct TrainedTrees: Sendable, Hashable, Codable {
    /// The model in LightGBM's text format; holds `iterations` rounds, no more.
    package let modelText: String
    /// The round with the best value of the watched metric, from 1; `nil` without early stopping.
    package let bestIteration: Int?
    /// Rounds of trees in `modelText`; one round has a tree per class.
    package let iterations: Int
    /// Why no further round was trained.
    package let end: End
    /// One trace for each dataset and metric: training before validation, metrics in the order asked for.
    package let evaluations: [MetricTrace]
    /// What the library warned of, each text once, at most `warningLimit` of them.
    package let warnings: [String]
    /// The parameters of the training, complete.
    package let parameters: BoostingParameters
    /// The library and its version, for example "LightGBM 4.7.0".
    package let libraryDescription: String

    /// How many different warnings are kept.
    package static let warningLimit = 32

    /// Why a training ended.
    package enum End: String, Sendable, Hashable, Codable {
        /// Every round asked for was trained.
        case allRounds
        /// The watched metric did not improve for the patience given.
        case earlyStopping
        /// No leaf can be split any more, so further rounds would change nothing.
        case noFurtherSplit
    }

    package init(
        modelText: String,
        bestIteration: Int?,
        iterations: Int,
        end: End,
        evaluations: [MetricTrace],
        warnings: [String],
        parameters: BoostingParameters,
        libraryDescription: String
    ) {
        self.modelText = modelText
        self.bestIteration = bestIteration
        self.iterations = iterations
        self.end = end
        self.evaluations = evaluations
        self.warnings = warnings
        self.parameters = parameters
        self.libraryDescription = libraryDescription
    }

    /// The trace of a metric, or `nil` when it was not evaluated on that dataset.
    ///
    /// - Parameter metric: The name as reported, positions included: `ndcg@5`.
    package func trace(of metric: String, on dataset: EvaluatedDataset) -> MetricTrace? {
        self.evaluations.first { $0.metric == metric && $0.dataset == dataset }
    }
}
