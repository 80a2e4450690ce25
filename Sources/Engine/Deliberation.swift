internal import Domains
internal import Expressions
internal import Features
internal import Placement

/// One decision on its way: from the request to the record. Serving and recomputation go the same way; they differ in
/// where the model's answer and the draws come from.
struct Deliberation {
    let objective: Objective
    var format = Decision.Format.current
    /// The arm that the workload fell to.
    var arm: ExperimentArm?
    var shadows: [ShadowAnswer] = []
    /// Targets that are not among the placement's.
    var bulkExclusions: [ExclusionCount] = []
    var targetTable: String?
    private let request: DecisionRequest
    private let domain: Domain
    private let policy: Policy
    let placement: PreparedPlacement
    private let explorationSpent: Double
    /// The workload's values, by the placement's slots.
    let values: [Value]
    private(set) var exclusions: [Exclusion?]
    /// One a target; `nil` where no model was asked.
    private(set) var predicted: [PredictedTarget?]
    private(set) var answer = LineupAnswer.none("no model was asked")

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

    /// What models are asked about the targets that are feasible.
    func question(_ history: any HistorySource) -> Question {
        Question(
            workload: self.request.workload,
            targets: self.feasible,
            objective: self.objective,
            moment: self.request.at,
            history: history
        )
    }

    /// Takes the model's answer for the targets that were feasible, and excludes what it rules out.
    mutating func hear(_ answer: LineupAnswer) throws(EngineError) {
        self.answer = answer
        switch answer.content {
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
                choice.exploration,
                spent: self.explorationSpent,
                choice: choice.index,
                feasible: feasible,
                predictions: self.predicted.map { $0?.prediction }
            )
        }
        let drawn = exploration?.draw(draw)
        let isFirst = self.format == .first
        let decision = Decision(
            format: self.format,
            id: self.request.id,
            at: self.request.at,
            domain: self.domain.name,
            domainHash: isFirst ? nil : self.domain.declaration.hash,
            workload: self.request.workload,
            constraints: self.request.constraints,
            objective: self.objective,
            policy: self.policy,
            caller: isFirst ? nil : self.request.caller,
            model: self.answer.predictor?.modelID,
            programHash: self.answer.predictor?.programHash,
            asked: isFirst ? [] : self.answer.asked,
            arm: self.arm,
            shadows: self.shadows,
            targetTable: self.targetTable,
            candidates: self.candidates(exploration),
            bulkExclusions: self.bulkExclusions,
            chosen: drawn?.index,
            basis: drawn?.isExploration == true ? .exploration : choice?.basis,
            nearBest: choice?.nearBest,
            asGoodAsRules: isFirst ? nil : choice?.asGoodAsRules,
            draws: drawn?.draws ?? [],
            explorationSpent: self.explorationSpent,
            explorationCost: drawn?.extraCost ?? 0
        )
        return Conclusion(decision: decision, ruled: choice?.ruled, isByStandIn: self.answer.isByStandIn)
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
        let exploration: Exploration
        let nearBest: Double?
        let asGoodAsRules: Double?
        /// What the rules choose.
        let ruled: Int
    }

    private func choose(among feasible: [Int]) throws(ExpressionError) -> Choice? {
        guard let ruled = try self.placement.rules.choose(among: feasible, self.values) else { return nil }
        var nearBest: Double?
        var asGoodAsRules: Double?
        let modelled: Opinions.Modelled
        switch self.answer.content {
        case .none(let reason): modelled = .none(reason: reason)
        case .predicted(let model, _):
            let predictions = feasible.compactMap { self.predicted[$0]?.prediction }
            guard let best = self.best(of: predictions, feasible) else {
                modelled = .none(reason: "the model predicted nothing")
                break
            }
            let confidence = model.nearBest(choosing: best, among: predictions)
            nearBest = confidence
            asGoodAsRules = self.probability(of: feasible[best], beingAsGoodAs: ruled.index)
            modelled = .choice(index: feasible[best], confidence: confidence)
        }
        let (index, basis, exploration) = self.policy.choose(Opinions(ruled: ruled, modelled: modelled))
        return Choice(
            index: index,
            basis: basis,
            exploration: exploration,
            nearBest: nearBest,
            asGoodAsRules: asGoodAsRules,
            ruled: ruled.index
        )
    }

    /// From the two predictions alone; 1 for one and the same target.
    private func probability(of chosen: Int, beingAsGoodAs ruled: Int) -> Double? {
        guard chosen != ruled else { return 1 }
        guard let own = self.predicted[chosen]?.prediction, let other = self.predicted[ruled]?.prediction else {
            return nil
        }
        return Confidence.ofBeingAsGood(own, as: other, tolerance: self.domain.tolerance)
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
