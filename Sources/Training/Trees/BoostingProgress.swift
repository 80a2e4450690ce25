/// How far a training has come after one round of boosting.
package struct BoostingProgress: Sendable, Hashable {
    /// Rounds done, from 1.
    package let round: Int
    /// Rounds asked for; early stopping may end the training before.
    package let rounds: Int
    /// What the metrics say after this round, in the order of `TrainedTrees.evaluations`.
    package let evaluations: [Evaluation]

    /// One metric on one dataset after one round.
    package struct Evaluation: Sendable, Hashable {
        /// Which rows it was computed on.
        package let dataset: EvaluatedDataset
        /// The metric's name as the library reports it, for example `l2` or `ndcg@5`.
        package let metric: String
        /// The metric after the round; which way is better is the metric's.
        package let value: Double

        package init(dataset: EvaluatedDataset, metric: String, value: Double) {
            self.dataset = dataset
            self.metric = metric
            self.value = value
        }
    }

    package init(round: Int, rounds: Int, evaluations: [Evaluation]) {
        self.round = round
        self.rounds = rounds
        self.evaluations = evaluations
    }
}
