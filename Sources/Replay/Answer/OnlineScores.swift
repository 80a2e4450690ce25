internal import Statistics

/// How regret falls as the model learns on the way. Regret is chosen ÷ best − 1, by the medians and means over all
/// test rows, not by the drawn outcome.
package struct OnlineScores: Sendable, Hashable, Codable {
    /// Regret up to one decision.
    package struct Checkpoint: Sendable, Hashable, Codable {
        /// Decisions so far.
        package let decisions: Int
        /// Mean regret of all decisions so far.
        package let regret: Double
        /// Mean regret of the decisions since the checkpoint before.
        package let recentRegret: Double
        /// The mean regret of the domain's rules over all decisions so far.
        package let rulesRegret: Double
        /// The mean regret of the rules since the checkpoint before.
        package let recentRulesRegret: Double
    }

    /// In order, evenly spread over the decisions; at most 20.
    package let checkpoints: [Checkpoint]
    /// Runs whose outcome came back in time to be learned from.
    package let learnedRuns: Int
    /// How often the model was trained anew on the way.
    package let trainings: Int
    /// By how much all arrivals were put off so that the first comes after the training.
    package let shiftedSeconds: Double

    private static let checkpointCount = 20

    init(_ record: ReplayRecord) {
        let ours = record.decisions.map { $0.verdict.normalized - 1 }
        let rules = record.decisions.map { ($0.simple[.rules]?.normalized ?? .nan) - 1 }
        let count = min(Self.checkpointCount, ours.count)
        var last = 0
        self.checkpoints = (1...max(1, count)).prefix(count).map { step in
            let end = step * ours.count / count
            defer { last = end }
            return Checkpoint(
                decisions: end,
                regret: Summaries.mean(Array(ours[..<end])),
                recentRegret: Summaries.mean(Array(ours[last..<end])),
                rulesRegret: Summaries.mean(Array(rules[..<end])),
                recentRulesRegret: Summaries.mean(Array(rules[last..<end]))
            )
        }
        self.learnedRuns = record.learnedRuns
        self.trainings = record.trainings
        self.shiftedSeconds = record.shiftedSeconds
    }
}
