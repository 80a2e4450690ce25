/// The values of one metric on one dataset, round after round.
package struct MetricTrace: Sendable, Hashable, Codable {
    /// Which rows it was computed on.
    package let dataset: EvaluatedDataset
    /// The metric's name as the library reports it, for example `auc` or `ndcg@5`.
    package let metric: String
    /// Which way the metric improves.
    package let higherIsBetter: Bool
    /// One value per trained round, including those after the best one; `values[r - 1]` belongs to round `r`.
    package var values: [Double]

    package init(dataset: EvaluatedDataset, metric: String, higherIsBetter: Bool, values: [Double] = []) {
        self.dataset = dataset
        self.metric = metric
        self.higherIsBetter = higherIsBetter
        self.values = values
    }
}
