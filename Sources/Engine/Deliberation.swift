internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// One decision on its way: from the request to the record. Serving and recomputation go the same way; they differ in
/// where the model's answer and the draws come from.
struct Deliberation {
    let objective: Objective
    private let request: DecisionRequest
    private let domain: Domain
    private let policy: Policy
    private let placement: PreparedPlacement
    private let explorationSpent: Double
    /// The workload's values, by the placement's slots.
    private let values: [Value]
    private var exclusions: [Exclusion?]
    /// One a target; `nil` where no model was asked.
    private var predicted: [PredictedTarget?]
    private var answer = Answer.none(reason: "no model was asked")

    /// Excludes what is out before any prediction.
    init(
        _ request: DecisionRequest,
        pursuing objective: Objective,
        domain: Domain,
        policy: Policy,
        placement: PreparedPlacement,
        unavailable: [Target.ID: String],
        explorationSpent: Double
    ) throws(ExpressionError) {
        self.objective = objective
        self.request = request
        self.domain = domain
        self.policy = policy
        self.placement = placement
        self.explorationSpent = explorationSpent
        self.values = placement.slots.values(of: request.workload)
        self.exclusions = try CandidateFilter(placement, constraints: request.constraints, unavailable: unavailable)
            .exclusions(self.values)
        self.predicted = Array(repeating: nil, count: placement.targets.count)
    }

    /// Indices of the targets that nothing has excluded so far.
    var feasible: [Int] { self.exclusions.indices.filter { self.exclusions[$0] == nil } }

    /// Takes the model's answer for the targets that were feasible, and excludes what it rules out.
    mutating func hear(_ answer: Answer) throws(EngineError) {
        self.answer = answer
        switch answer {
        case .predicted(_, let predictions):
            for (index, predicted) in zip(self.feasible, predictions) {
                self.predicted[index] = predicted
                self.exclusions[index] = CandidateFilter.exclusion(
                    of: predicted.prediction,
                    constraints: self.request.constraints
                )
            }
        case .none(let reason):
            if self.request.constraints.maxCost != nil { throw .limitNeedsModel(limit: "maxCost", reason: reason) }
            if self.request.constraints.maxTimeSeconds != nil {
                throw .limitNeedsModel(limit: "maxTimeSeconds", reason: reason)
            }
        }
    }

    /// Chooses, explores where the policy says so, and writes the record.
    ///
    /// - Parameter draw: Uniform in [0, 1); asked only where exploration needs it.
    func conclude(draw: () -> Double) throws(ExpressionError) -> Conclusion {
        let feasible = self.feasible
        let choice = try self.choose(among: feasible)
        let exploration = choice.map { choice in
            ExplorationPlan(
                self.policy,
                spent: self.explorationSpent,
                choice: choice.index,
                feasible: feasible,
                predictions: self.predicted.map { $0?.prediction }
            )
        }
        let drawn = exploration?.draw(draw)
        let decision = Decision(
            id: self.request.id,
            at: self.request.at,
            domain: self.domain.name,
            workload: self.request.workload,
            constraints: self.request.constraints,
            objective: self.objective,
            policy: self.policy,
            model: self.answer.predictor?.modelID,
            programHash: self.answer.predictor?.programHash,
            candidates: self.candidates(exploration),
            chosen: drawn?.index,
            basis: drawn?.isExploration == true ? .exploration : choice?.basis,
            confidence: choice?.confidence,
            draws: drawn?.draws ?? [],
            explorationSpent: self.explorationSpent,
            explorationCost: drawn?.extraCost ?? 0
        )
        return Conclusion(decision: decision, ruled: choice?.ruled)
    }

    private func candidates(_ exploration: ExplorationPlan?) -> [Candidate] {
        self.placement.targets.indices.map { index in
            Candidate(
                target: self.placement.targets[index],
                features: self.predicted[index]?.features ?? FeatureVector([]),
                prediction: self.predicted[index]?.prediction,
                exclusion: self.exclusions[index],
                propensity: exploration?.propensity(of: index) ?? 0
            )
        }
    }

    // MARK: The choice

    private struct Choice {
        let index: Int
        let basis: Decision.Basis
        let confidence: Double?
        /// What the rules choose.
        let ruled: Int
    }

    private func choose(among feasible: [Int]) throws(ExpressionError) -> Choice? {
        guard let ruled = try self.placement.rules.choose(among: feasible, self.values) else { return nil }
        func choice(_ index: Int, _ basis: Decision.Basis, _ confidence: Double?) -> Choice {
            Choice(index: index, basis: basis, confidence: confidence, ruled: ruled.index)
        }
        let byRules = choice(ruled.index, .rules(rule: ruled.rule), nil)
        switch self.answer {
        case .none(let reason):
            guard self.policy.strategy != .rules else { return byRules }
            return choice(ruled.index, .modelUnavailable(reason: reason, rule: ruled.rule), nil)
        case .predicted(let model, _):
            let predictions = feasible.compactMap { self.predicted[$0]?.prediction }
            guard let byModel = self.best(of: predictions, feasible) else { return byRules }
            let confidence = model.confidence(choosing: byModel, among: predictions)
            switch self.policy.strategy {
            case .rules: return choice(ruled.index, byRules.basis, confidence)
            case .model: return choice(feasible[byModel], .model, confidence)
            case .hybrid:
                guard confidence >= self.policy.confidenceGate else {
                    return choice(ruled.index, .lowConfidence(rule: ruled.rule), confidence)
                }
                return choice(feasible[byModel], .model, confidence)
            }
        }
    }

    /// Position of the least predicted value, the first by name of equals.
    private func best(of predictions: [Prediction], _ feasible: [Int]) -> Int? {
        predictions.indices.min { left, right in
            let values = (predictions[left].logValue, predictions[right].logValue)
            return values.0 == values.1
                ? self.placement.rules.isBefore(feasible[left], feasible[right]) : values.0 < values.1
        }
    }
}
