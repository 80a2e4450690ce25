internal import Domains
internal import Expressions
internal import Features
package import Placement
package import Statistics

/// What is asked of the engine.
package struct DecisionRequest: Sendable {
    package let id: Decision.ID
    package let at: Timestamp
    package let workload: Workload
    package let constraints: Constraints
    /// The domain's when `nil`.
    package let objective: Objective?

    package init(
        id: Decision.ID,
        at: Timestamp,
        workload: Workload,
        constraints: Constraints = .none,
        objective: Objective? = nil
    ) {
        self.id = id
        self.at = at
        self.workload = workload
        self.constraints = constraints
        self.objective = objective
    }
}

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

/// Why a decision cannot be made at all; no feasible target is an outcome, not an error.
package enum EngineError: Error, Hashable, CustomStringConvertible {
    case unusableAttribute(String)
    /// A limit on predictions was set, and there is no model to predict.
    case limitNeedsModel(limit: String, reason: String)
    case unknownAttribute(String, nearest: String?)
    case duplicateTarget(Target.ID)
    case invalidLimit(limit: String, value: Double)
    /// The request asks for a value that no target has.
    case unknownValue(attribute: String, value: String, nearest: String?, known: [String])

    package var description: String {
        switch self {
        case .unusableAttribute(let problem): problem
        case .limitNeedsModel(let limit, let reason):
            "\(limit) limits a prediction, and there is none (\(reason)); train a model or leave the limit out"
        case .unknownAttribute(let name, let nearest):
            "no target has an attribute '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .duplicateTarget(let id): "two targets are called '\(id)'; every target needs an id of its own"
        case .invalidLimit(let limit, let value): "\(limit) is \(value); a finite number from 0 is allowed"
        case .unknownValue(let attribute, let value, let nearest, let known):
            "no target's \(attribute) is '\(value)'" + (nearest.map { " (did you mean '\($0)'?)" } ?? "")
                + "; there are \(known.joined(separator: ", "))"
        }
    }
}

/// The decision loop: candidates, features, predictions, choice, record.
package enum Engine {
    /// Decides where one workload runs.
    ///
    /// A pure function of its arguments: the same request, snapshot and state give the same record, bit for bit.
    ///
    /// - Throws: ``EngineError`` for a request that cannot be judged; the state is then as it was.
    package static func decide(
        _ request: DecisionRequest,
        with snapshot: ServingSnapshot,
        state: inout EngineState
    ) throws(EngineError) -> Decision {
        let targets = snapshot.targets
        let workload = request.workload
        let objective = request.objective ?? snapshot.domain.objective
        let spent = state.explorationSpent
        try Self.check(request.constraints, targets: targets)
        do {
            var exclusions: [Exclusion?] = []
            for target in targets {
                exclusions.append(
                    try CandidateFilter.exclusion(
                        of: target,
                        for: workload,
                        constraints: request.constraints,
                        requirements: snapshot.domain.requirements,
                        unavailable: snapshot.unavailable
                    )
                )
            }
            var next = state
            let answer = try Self.ask(
                snapshot,
                workload: workload,
                targets: targets.indices.filter { exclusions[$0] == nil }.map { targets[$0] },
                objective: objective,
                at: request.at,
                breaker: &next.breaker
            )
            var predicted = [PredictedTarget?](repeating: nil, count: targets.count)
            if case .predicted(_, let predictions) = answer {
                var remaining = predictions[...]
                for index in targets.indices where exclusions[index] == nil {
                    predicted[index] = remaining.removeFirst()
                }
                for (index, prediction) in predicted.enumerated() {
                    guard let prediction else { continue }
                    exclusions[index] = CandidateFilter.exclusion(
                        of: prediction.prediction,
                        constraints: request.constraints
                    )
                }
            } else {
                try Self.checkLimits(request.constraints, answer: answer)
            }
            let feasible = targets.indices.filter { exclusions[$0] == nil }
            let choice = try Self.choose(
                among: feasible,
                workload: workload,
                targets: targets,
                predicted: predicted,
                answer: answer,
                snapshot: snapshot
            )
            let exploration = choice.map {
                ExplorationPlan(
                    snapshot.policy,
                    spent: next.explorationSpent,
                    choice: $0.index,
                    feasible: feasible,
                    predictions: predicted.map { $0?.prediction }
                )
            }
            let drawn = exploration?.draw(using: &next.generator)
            next.explorationSpent += drawn?.extraCost ?? 0
            state = next
            return Decision(
                id: request.id,
                at: request.at,
                domain: snapshot.domain.name,
                workload: workload,
                constraints: request.constraints,
                objective: objective,
                policy: snapshot.policy,
                model: answer.predictor?.modelID,
                programHash: answer.predictor?.programHash,
                candidates: targets.indices.map { index in
                    Candidate(
                        target: targets[index],
                        features: predicted[index]?.features ?? FeatureVector([]),
                        prediction: predicted[index]?.prediction,
                        exclusion: exclusions[index],
                        propensity: exploration?.propensity(of: index) ?? 0
                    )
                },
                chosen: drawn?.index,
                basis: drawn?.isExploration == true ? .exploration : choice?.basis,
                confidence: choice?.confidence,
                draws: drawn?.draws ?? [],
                explorationSpent: spent,
                explorationCost: drawn?.extraCost ?? 0
            )
        } catch let error as ExpressionError {
            throw .unusableAttribute("\(error)")
        } catch let error as EngineError {
            throw error
        } catch {
            preconditionFailure("expressions and the engine throw their own errors only")
        }
    }

    // MARK: The model

    private enum Answer {
        case predicted(any Predictor, [PredictedTarget])
        case none(reason: String)

        var predictor: (any Predictor)? {
            if case .predicted(let predictor, _) = self { predictor } else { nil }
        }
    }

    /// Asks the model, then the version before it.
    private static func ask(
        _ snapshot: ServingSnapshot,
        workload: Workload,
        targets: [Target],
        objective: Objective,
        at moment: Timestamp,
        breaker: inout CircuitBreaker
    ) throws(EngineError) -> Answer {
        let before = breaker
        guard let model = snapshot.model else { return .none(reason: "no model is trained") }
        guard !targets.isEmpty else { return .predicted(model, []) }
        var reason = "the model failed repeatedly and is paused"
        if breaker.mayCall(at: moment) {
            do {
                let predictions = try model.predictions(
                    for: workload,
                    on: targets,
                    objective: objective,
                    at: moment,
                    history: snapshot.history
                )
                breaker.succeeded()
                return .predicted(model, predictions)
            } catch .unusableAttribute(let problem) {
                // The request's fault, not the model's.
                breaker = before
                throw .unusableAttribute(problem)
            } catch {
                reason = "\(error)"
                breaker.failed(at: moment)
            }
        }
        guard let previous = snapshot.previous else { return .none(reason: reason) }
        do {
            let predictions = try previous.predictions(
                for: workload,
                on: targets,
                objective: objective,
                at: moment,
                history: snapshot.history
            )
            return .predicted(previous, predictions)
        } catch {
            return .none(reason: "\(reason); the version before: \(error)")
        }
    }

    private static func checkLimits(_ constraints: Constraints, answer: Answer) throws(EngineError) {
        guard case .none(let reason) = answer else { return }
        if constraints.maxCost != nil { throw .limitNeedsModel(limit: "maxCost", reason: reason) }
        if constraints.maxTimeSeconds != nil { throw .limitNeedsModel(limit: "maxTimeSeconds", reason: reason) }
    }

    // MARK: The choice

    private struct Choice {
        let index: Int
        let basis: Decision.Basis
        let confidence: Double?
    }

    private static func choose(
        among feasible: [Int],
        workload: Workload,
        targets: [Target],
        predicted: [PredictedTarget?],
        answer: Answer,
        snapshot: ServingSnapshot
    ) throws(ExpressionError) -> Choice? {
        let rules = RulesStrategy(rules: snapshot.domain.rules, hourlyPrice: snapshot.domain.hourlyPrice)
        guard let ruled = try rules.choose(for: workload, among: feasible.map { targets[$0] }) else { return nil }
        let byRules = feasible[ruled.index]
        guard case .predicted(let model, _) = answer else {
            guard case .none(let reason) = answer, snapshot.policy.strategy != .rules else {
                return Choice(index: byRules, basis: .rules(rule: ruled.rule), confidence: nil)
            }
            return Choice(
                index: byRules,
                basis: .modelUnavailable(reason: reason, rule: ruled.rule),
                confidence: nil
            )
        }
        let predictions = feasible.compactMap { predicted[$0]?.prediction }
        let byModel = predictions.indices.min { left, right in
            let values = (predictions[left].logValue, predictions[right].logValue)
            return values.0 == values.1
                ? targets[feasible[left]].id < targets[feasible[right]].id : values.0 < values.1
        }
        guard let byModel else { return Choice(index: byRules, basis: .rules(rule: ruled.rule), confidence: nil) }
        let confidence = model.confidence(choosing: byModel, among: predictions)
        switch snapshot.policy.strategy {
        case .rules: return Choice(index: byRules, basis: .rules(rule: ruled.rule), confidence: confidence)
        case .model: return Choice(index: feasible[byModel], basis: .model, confidence: confidence)
        case .hybrid:
            guard confidence >= snapshot.policy.confidenceGate else {
                return Choice(index: byRules, basis: .lowConfidence(rule: ruled.rule), confidence: confidence)
            }
            return Choice(index: feasible[byModel], basis: .model, confidence: confidence)
        }
    }
}
