package import Engine
package import Placement

/// Learns a domain's model from runs. `ModelTrainer` is the real one; a test may bring a simpler one.
package protocol ModelLearner: Sendable {
    /// - Parameters:
    ///   - runs: In any order, at least one.
    ///   - progress: Called with what is being done now, in words for a person, and the share done so far, 0 to 1.
    func learn(from runs: [Run], progress: (String, Double) -> Void) throws -> any AdaptivePredictor
}
