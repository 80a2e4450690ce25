internal import Statistics

/// Whether decisions were as good as they said: the confidence of each, against whether the target that the model
/// predicted to be best was within the domain's tolerance of the best one, also where the rules decided in the end.
package struct ConfidenceScores: Sendable, Hashable, Codable {
    /// Decisions with a confidence.
    package let decisions: Int
    package let minimum: Double
    package let mean: Double
    package let maximum: Double
    /// Share of those decisions in which the model was right.
    package let meanActual: Double
    /// Mean gap between stated and observed over ten equally filled bins, 0 (calibrated) to 1.
    package let calibrationError: Double
    package let brierScore: Double

    /// `nil` without any confidence.
    init?(_ stated: [StatedConfidence]) {
        let probabilities = stated.map(\.probability)
        guard let minimum = probabilities.min(), let maximum = probabilities.max() else { return nil }
        let outcomes = stated.map(\.isRight)
        self.decisions = stated.count
        self.minimum = minimum
        self.mean = Summaries.mean(probabilities)
        self.maximum = maximum
        self.meanActual = Double(outcomes.count { $0 }) / Double(stated.count)
        self.calibrationError = Calibration.expectedError(probabilities: probabilities, outcomes: outcomes)
        self.brierScore = Calibration.brierScore(probabilities: probabilities, outcomes: outcomes)
    }
}
