package import Placement

/// One decision of a replay in full.
package struct DecisionDetail: Sendable, Hashable, Codable {
    /// A target that could be chosen.
    package struct Candidate: Sendable, Hashable, Codable {
        package let target: Target.ID
        /// `nil` without a model.
        package let predicted: Predicted?
        package let measured: Measured
        /// Its value as a multiple of the best one's.
        package let normalized: Double
        /// Whether it was tried before the decision.
        package let wasTried: Bool
    }

    package struct Predicted: Sendable, Hashable, Codable {
        package let timeSeconds: Estimate
        package let cost: Estimate
        package let successProbability: Double
    }

    /// Over the test rows.
    package struct Measured: Sendable, Hashable, Codable {
        package let runs: Int
        /// Median.
        package let timeSeconds: Double
        /// Mean.
        package let cost: Double
        package let value: Double
    }

    package let id: Decision.ID
    package let at: Timestamp
    package let workload: Workload.Key
    package let chosen: Target.ID
    package let best: Target.ID
    package let normalized: Double
    package let basis: Basis
    package let model: String?
    package let confidence: Double?
    package let explanation: [String]
    /// In the order of their names.
    package let candidates: [Candidate]
}
