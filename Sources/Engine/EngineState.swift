internal import Placement
package import Resilience
package import Statistics

/// What changes from decision to decision, owned by the caller.
package struct EngineState: Sendable {
    /// What exploration draws from.
    package var generator: SeededGenerator
    /// Of the model that serves: whether it is asked at all.
    package var breaker: CircuitBreaker
    /// Predicted extra cost of all exploration so far, in units of the domain's currency.
    package var explorationSpent: Double

    /// A generator of that seed, with nothing drawn.
    package init(seed: UInt64, breaker: CircuitBreaker = CircuitBreaker(), explorationSpent: Double = 0) {
        self.generator = SeededGenerator(seed: seed)
        self.breaker = breaker
        self.explorationSpent = explorationSpent
    }
}
