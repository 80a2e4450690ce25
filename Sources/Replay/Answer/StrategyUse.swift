package import Placement

/// Which strategy decided, and on what basis.
package struct StrategyUse: Sendable, Hashable, Codable {
    /// The strategy that was asked for.
    package let name: Policy.Strategy
    /// Confidence at which hybrid follows the model.
    package let gate: Double
    /// Decisions of the model.
    package let model: Int
    /// Decisions of the rules, as asked.
    package let rules: Int
    /// Decisions that hybrid left to the rules, below the gate.
    package let lowConfidence: Int
    /// Decisions drawn at random to learn.
    package let exploration: Int
    /// Decisions left to the rules because the model could not answer.
    package let modelUnavailable: Int
    /// Decisions by measurements of the workload itself.
    package let measured: Int

    init(_ policy: Policy, decisions: [JudgedDecision]) {
        func count(_ basis: Basis) -> Int { decisions.count { $0.basis == basis } }
        self.name = policy.strategy
        self.gate = policy.confidenceGate
        self.model = count(.model)
        self.rules = count(.rules)
        self.lowConfidence = count(.lowConfidence)
        self.exploration = count(.exploration)
        self.modelUnavailable = count(.modelUnavailable)
        self.measured = count(.measured)
    }
}
