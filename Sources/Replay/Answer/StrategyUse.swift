package import Placement

/// Which strategy decided, and on what basis.
package struct StrategyUse: Sendable, Hashable, Codable {
    package let name: Policy.Strategy
    /// Confidence at which hybrid follows the model.
    package let gate: Double
    package let model: Int
    package let rules: Int
    package let lowConfidence: Int
    package let exploration: Int
    package let modelUnavailable: Int
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
