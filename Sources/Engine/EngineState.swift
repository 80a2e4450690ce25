internal import Placement
package import Resilience
package import Statistics

/// What changes from decision to decision, owned by the caller.
package struct EngineState: Sendable {
    package var generator: SeededGenerator
    package var breaker: CircuitBreaker
    /// Predicted extra cost of all exploration so far, in units of the domain's currency.
    package var explorationSpent: Double

    package init(seed: UInt64, breaker: CircuitBreaker = CircuitBreaker(), explorationSpent: Double = 0) {
        self.generator = SeededGenerator(seed: seed)
        self.breaker = breaker
        self.explorationSpent = explorationSpent
    }
}
