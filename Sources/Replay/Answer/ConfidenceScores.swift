internal import Statistics

/// Whether decisions were as good as they said: the confidence of each, against whether the target that the model
/// predicted to be best was within the domain's tolerance of the best one, also where the rules decided in the end.
package struct ConfidenceScores: Sendable, Hashable, Codable {
    /// Decisions with a confidence.
    package let decisions: Int
    /// The least stated confidence, 0 to 1.
    package let minimum: Double
    /// The mean stated confidence, 0 to 1.
    package let mean: Double
    /// The greatest stated confidence, 0 to 1.
    package let maximum: Double
    /// Share of those decisions in which the model was right.
    package let meanActual: Double
    /// Mean gap between stated and observed over ten equally filled bins, 0 (calibrated) to 1.
    package let calibrationError: Double
    /// Mean squared difference between the stated confidence and 1 or 0 for right or wrong; 0 is best. G. W. Brier,
    /// Monthly Weather Review 78(1), 1950.
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
