/// How a domain's decisions are made.
package struct Policy: Sendable, Hashable, Codable {
    /// Who decides.
    package enum Strategy: String, Sendable, Hashable, Codable, CaseIterable {
        /// The domain's declared rules.
        case rules
        /// The learned model, whatever its confidence.
        case model
        /// The model where its confidence reaches the gate, otherwise the rules.
        case hybrid
    }

    /// Who decides, if it can.
    package let strategy: Strategy
    /// The least confidence (`>=`) at which hybrid follows the model, 0 to 1.
    package let confidenceGate: Double
    /// How much hybrid tries other targets; the other strategies never do.
    package let exploration: Exploration
    /// How cost and time are weighted against each other, in place of the domain's objective; `nil` leaves it.
    package let weights: Objective?

    /// The gate where nobody sets one.
    package static let defaultConfidenceGate = 0.7

    package init(
        strategy: Strategy = .hybrid,
        confidenceGate: Double = Policy.defaultConfidenceGate,
        exploration: Exploration = Exploration(),
        weights: Objective? = nil
    ) {
        precondition((0...1).contains(confidenceGate), "a gate lies in [0, 1]")
        self.strategy = strategy
        self.confidenceGate = confidenceGate
        self.exploration = exploration
        self.weights = weights
    }
}

/// How much hybrid tries targets other than its choice, so that the log can judge other policies.
package struct Exploration: Sendable, Hashable, Codable {
    /// Share of decisions drawn at random, 0 (off) to 1.
    package let share: Double
    /// What exploring may cost in all, in units of the currency: the sum of predicted extra cost. `nil` is no limit.
    package let budget: Double?

    /// The share of decisions that explore where nobody sets one.
    package static let defaultShare = 0.02
    /// Never: every decision takes the best known target.
    package static let off = Exploration(share: 0)

    package init(share: Double = Exploration.defaultShare, budget: Double? = nil) {
        precondition((0...1).contains(share), "a share lies in [0, 1]")
        self.share = share
        self.budget = budget
    }
}
