/// The immutable record of one decision. From it, the domain's declaration and the models it names, the decision can be
/// computed again bit for bit.
package struct Decision: Sendable, Hashable, Codable {
    /// Names one decision; grows with time.
    package typealias ID = Identifier<Decision>

    /// What a record holds.
    package enum Format: UInt8, Sendable, Hashable, Codable {
        /// Without ``Decision/domainHash``, ``Decision/asked``, ``Decision/caller`` and
        /// ``Decision/asGoodAsRules``, and with every target among the candidates.
        case first = 1
        case second = 2

        /// What new records are written in.
        package static let current = Format.second
    }

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

    /// What the record holds.
    package let format: Format
    /// Unique in the log.
    package let id: ID
    /// When it was decided: history before it counted.
    package let at: Timestamp
    /// The domain's name.
    package let domain: String
    /// SHA-256 of the declaration of the domain, in hexadecimal: by its rules the decision was made; `nil` in the first
    /// format.
    package let domainHash: String?
    /// What was to be placed.
    package private(set) var workload: Workload
    /// What the request ruled out.
    package let constraints: Constraints
    /// What the choice was to make small.
    package let objective: Objective
    /// How the decision was to be made.
    package let policy: Policy
    /// Who asked; `nil` in the first format.
    package let caller: Caller.ID?
    /// Name and version of the model that answered; `nil` without one.
    package let model: String?
    /// SHA-256 of the frozen feature program of the model that answered, in hexadecimal; `nil` without one.
    package let programHash: String?
    /// Names and versions of the models that were asked for the answer, in this order: all but the last one failed.
    package let asked: [String]
    /// `nil` where no experiment ran, or where it left the workload alone.
    package let arm: ExperimentArm?
    /// What models that only look on would have said.
    package let shadows: [ShadowAnswer]
    /// SHA-256 of the table that the targets came from, in hexadecimal; `nil` where they came from none.
    package let targetTable: String?
    /// The targets that were considered, in the order in which they were given.
    package let candidates: [Candidate]
    /// The targets that were not even considered, counted by the constraint that ruled them out; ascending by its name.
    package let bulkExclusions: [ExclusionCount]
    /// Index of the chosen candidate; `nil` when none was feasible.
    package let chosen: Int?
    /// Who decided in the end; `nil` where no target was feasible.
    package let basis: Basis?
    /// What hybrid's gate is held against: ``nearBest``.
    package let confidence: Double?
    /// The calibrated probability that the model's choice is within the domain's tolerance of the best feasible
    /// target; `nil` without a model.
    package let nearBest: Double?
    /// The probability, from the two predictions alone and not calibrated, that the model's choice is at least as good
    /// as that of the rules, within the domain's tolerance; `nil` without a model and in the first format.
    package let asGoodAsRules: Double?
    /// The uniform draws in [0, 1) that exploration used: whether, and which.
    package let draws: [Double]
    /// What exploration had cost before this decision, which its budget is held against.
    package let explorationSpent: Double
    /// What exploring added to the predicted cost by this decision; 0 where it did not explore.
    package let explorationCost: Double

    package init(
        format: Format = .current,
        id: ID,
        at: Timestamp,
        domain: String,
        domainHash: String? = nil,
        workload: Workload,
        constraints: Constraints,
        objective: Objective,
        policy: Policy,
        caller: Caller.ID? = nil,
        model: String?,
        programHash: String?,
        asked: [String] = [],
        arm: ExperimentArm? = nil,
        shadows: [ShadowAnswer] = [],
        targetTable: String? = nil,
        candidates: [Candidate],
        bulkExclusions: [ExclusionCount] = [],
        chosen: Int?,
        basis: Basis?,
        nearBest: Double?,
        asGoodAsRules: Double? = nil,
        draws: [Double],
        explorationSpent: Double,
        explorationCost: Double = 0
    ) {
        self.format = format
        self.id = id
        self.at = at
        self.domain = domain
        self.domainHash = domainHash
        self.workload = workload
        self.constraints = constraints
        self.objective = objective
        self.policy = policy
        self.caller = caller
        self.model = model
        self.programHash = programHash
        self.asked = asked
        self.arm = arm
        self.shadows = shadows
        self.targetTable = targetTable
        self.candidates = candidates
        self.bulkExclusions = bulkExclusions
        self.chosen = chosen
        self.basis = basis
        self.confidence = nearBest
        self.nearBest = nearBest
        self.asGoodAsRules = asGoodAsRules
        self.draws = draws
        self.explorationSpent = explorationSpent
        self.explorationCost = explorationCost
    }

    /// `nil` where no target was feasible.
    package var chosenCandidate: Candidate? { self.chosen.map { self.candidates[$0] } }
    /// Probability with which the chosen target was chosen.
    package var propensity: Double? { self.chosenCandidate?.propensity }

    /// The same decision with another account of its workload, such as one without what is private.
    package func placing(_ workload: Workload) -> Decision {
        var decision = self
        decision.workload = workload
        return decision
    }
}

/// Whoever asks for something.
package enum Caller {
    /// Names whoever asks.
    package typealias ID = Identifier<Caller>
}

extension Identifier<Caller> {
    /// Anybody who reaches the service, as long as nobody has to say who they are.
    package static let local = Identifier("local")
}

/// One of the ways of deciding that an experiment compares.
package struct ExperimentArm: Sendable, Hashable, Codable {
    /// The experiment's name.
    package let experiment: String
    /// The arm's name in it.
    package let name: String

    package init(experiment: String, name: String) {
        self.experiment = experiment
        self.name = name
    }
}

/// What a model that only looks on says of a decision's candidates.
package struct ShadowAnswer: Sendable, Hashable, Codable {
    package enum Content: Sendable, Hashable, Codable {
        /// One a candidate, in their order; `nil` for one that was excluded before any prediction.
        case predicted([Prediction?])
        case failed(reason: String)
    }

    /// Name and version.
    package let model: String
    /// SHA-256 of its frozen feature program, in hexadecimal.
    package let programHash: String
    package let answer: Content

    package init(model: String, programHash: String, answer: Content) {
        self.model = model
        self.programHash = programHash
        self.answer = answer
    }
}

/// How many targets a constraint ruled out before any of them was considered by itself.
package struct ExclusionCount: Sendable, Hashable, Codable {
    /// As ``Exclusion/constraint`` names it.
    package let constraint: String
    /// At least 1.
    package let count: Int

    package init(constraint: String, count: Int) {
        self.constraint = constraint
        self.count = count
    }
}
