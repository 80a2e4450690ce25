/// One place considered for a workload: everything that was known of it when the decision was made.
package struct Candidate: Sendable, Hashable, Codable {
    package let target: Target
    /// The program's vector, one number a column; NaN (missing) is `null` in JSON.
    package let features: FeatureVector
    /// `nil` when no model was asked, or the target was excluded before.
    package let prediction: Prediction?
    /// Why the target could not be chosen; `nil` for a feasible one.
    package let exclusion: Exclusion?
    /// Probability with which this decision would have chosen the target.
    package let propensity: Double

    package init(
        target: Target,
        features: FeatureVector,
        prediction: Prediction?,
        exclusion: Exclusion?,
        propensity: Double
    ) {
        self.target = target
        self.features = features
        self.prediction = prediction
        self.exclusion = exclusion
        self.propensity = propensity
    }
}

/// A feature vector that survives JSON: NaN is written as `null`.
package struct FeatureVector: Sendable, Hashable, Codable {
    package let values: [Double]

    package init(_ values: [Double]) { self.values = values }

    package init(from decoder: any Decoder) throws {
        self.values = try [Double?](from: decoder).map { $0 ?? .nan }
    }

    package func encode(to encoder: any Encoder) throws {
        try self.values.map { $0.isNaN ? nil : $0 }.encode(to: encoder)
    }

    /// Bit by bit, so that a missing value equals itself.
    package static func == (left: Self, right: Self) -> Bool {
        left.values.elementsEqual(right.values) { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
    }

    package func hash(into hasher: inout Hasher) {
        for value in self.values { hasher.combine(value.isNaN ? 0 : value.bitPattern) }
    }
}

/// The immutable record of one decision. From it, and the model it names, the decision can be computed again bit for
/// bit.
package struct Decision: Sendable, Hashable, Codable {
    package typealias ID = Identifier<Decision>

    /// Who decided in the end, and why it was not the strategy asked for.
    package enum Basis: Sendable, Hashable, Codable {
        case rules(rule: String)
        case model
        /// Drawn at random to learn.
        case exploration
        /// Hybrid fell back: the confidence was below the gate.
        case lowConfidence(rule: String)
        /// The model could not answer.
        case modelUnavailable(reason: String, rule: String)
    }

    package let id: ID
    package let at: Timestamp
    package let domain: String
    package let workload: Workload
    package let constraints: Constraints
    package let objective: Objective
    package let policy: Policy
    /// Name and version of the model asked; `nil` without one.
    package let model: String?
    package let programHash: String?
    /// In the order in which the targets were given.
    package let candidates: [Candidate]
    /// Index of the chosen candidate; `nil` when none was feasible.
    package let chosen: Int?
    package let basis: Basis?
    /// The calibrated probability that the model's choice is within the domain's tolerance of the best feasible
    /// target; `nil` without a model.
    package let confidence: Double?
    /// The uniform draws in [0, 1) that exploration used: whether, and which.
    package let draws: [Double]
    /// What exploration had cost before this decision, which its budget is held against.
    package let explorationSpent: Double
    /// What exploring added to the predicted cost by this decision; 0 where it did not explore.
    package let explorationCost: Double

    package init(
        id: ID,
        at: Timestamp,
        domain: String,
        workload: Workload,
        constraints: Constraints,
        objective: Objective,
        policy: Policy,
        model: String?,
        programHash: String?,
        candidates: [Candidate],
        chosen: Int?,
        basis: Basis?,
        confidence: Double?,
        draws: [Double],
        explorationSpent: Double,
        explorationCost: Double = 0
    ) {
        self.id = id
        self.at = at
        self.domain = domain
        self.workload = workload
        self.constraints = constraints
        self.objective = objective
        self.policy = policy
        self.model = model
        self.programHash = programHash
        self.candidates = candidates
        self.chosen = chosen
        self.basis = basis
        self.confidence = confidence
        self.draws = draws
        self.explorationSpent = explorationSpent
        self.explorationCost = explorationCost
    }

    package var chosenCandidate: Candidate? { self.chosen.map { self.candidates[$0] } }
    /// Probability with which the chosen target was chosen.
    package var propensity: Double? { self.chosenCandidate?.propensity }
}
