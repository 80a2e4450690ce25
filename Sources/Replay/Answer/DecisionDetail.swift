package import Placement

/// One decision of a replay in full.
package struct DecisionDetail: Sendable, Hashable, Codable {
    /// A target that could be chosen.
    package struct Candidate: Sendable, Hashable, Codable {
        /// Where the workload could have run.
        package let target: Target.ID
        /// `nil` without a model.
        package let predicted: Predicted?
        /// What the test rows say of it.
        package let measured: Measured
        /// Its value as a multiple of the best one's.
        package let normalized: Double
        /// Whether it was tried before the decision.
        package let wasTried: Bool
    }

    /// What the model expected.
    package struct Predicted: Sendable, Hashable, Codable {
        /// Expected time of a run, in seconds, with its 90 % interval.
        package let timeSeconds: Estimate
        /// Expected cost of a run, in units of the currency, with its 90 % interval.
        package let cost: Estimate
        /// Probability that a run succeeds, 0 to 1.
        package let successProbability: Double
    }

    /// Over the test rows.
    package struct Measured: Sendable, Hashable, Codable {
        /// Test rows of the workload on the target.
        package let runs: Int
        /// Median.
        package let timeSeconds: Double
        /// Mean.
        package let cost: Double
        /// By the objective, from the time and cost above.
        package let value: Double
    }

    /// The id under which the decision was made; unique in the replay.
    package let id: Decision.ID
    /// When the decision was made: the start of the workload's test runs, as the course arranges them.
    package let at: Timestamp
    /// What was placed.
    package let workload: Workload.Key
    /// The target that Berth chose.
    package let chosen: Target.ID
    /// The candidate of the least measured value.
    package let best: Target.ID
    /// Value of the chosen target ÷ that of the best one, 1 or more.
    package let normalized: Double
    /// Who decided.
    package let basis: Basis
    /// Name and version of the model that was asked; `nil` without one.
    package let model: String?
    /// What the decision stated, 0 to 1; `nil` without a model.
    package let confidence: Double?
    /// Sentences in the words of `berth decide`.
    package let explanation: [String]
    /// In the order of their names.
    package let candidates: [Candidate]
}
