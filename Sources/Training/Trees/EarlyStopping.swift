/// Ends a training when the watched metric has not improved for a number of rounds.
///
/// A value counts as better when it beats the best one so far strictly, by more than `minimumImprovement`; a tie keeps
/// the earlier round, and NaN never improves. The rule is LightGBM's `early_stopping` callback on one metric.
package struct EarlyStopping: Sendable {
    private let patience: Int
    private let minimumImprovement: Double
    private let higherIsBetter: Bool
    private var best: (round: Int, value: Double)?

    /// - Parameters:
    ///   - patience: Rounds without improvement after which the training ends; at least 1.
    ///   - minimumImprovement: How much better a value has to be, in the metric's unit; at least 0.
    ///   - higherIsBetter: The metric's direction.
    package init(patience: Int, minimumImprovement: Double, higherIsBetter: Bool) {
        precondition(patience >= 1, "early stopping needs a patience of at least one round, got \(patience)")
        precondition(minimumImprovement >= 0, "an improvement is not negative, got \(minimumImprovement)")
        self.patience = patience
        self.minimumImprovement = minimumImprovement
        self.higherIsBetter = higherIsBetter
    }

    /// The best round so far, from 1; `nil` before the first value.
    package var bestRound: Int? { self.best?.round }

    /// Takes the metric's value after a round and says whether the training should end now.
    package mutating func shouldStop(after round: Int, value: Double) -> Bool {
        guard let best = self.best else {
            self.best = (round, value)
            return false
        }
        if self.isImprovement(value, over: best.value) {
            self.best = (round, value)
            return false
        }
        return round - best.round >= self.patience
    }

    private func isImprovement(_ value: Double, over best: Double) -> Bool {
        if best.isNaN { return !value.isNaN }
        return self.higherIsBetter ? value > best + self.minimumImprovement : value < best - self.minimumImprovement
    }
}
