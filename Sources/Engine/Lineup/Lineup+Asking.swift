internal import Features
internal import Placement
internal import Resilience

/// A model, and what of it is ready for the targets.
struct AskedModel: Sendable {
    let predictor: any Predictor
    let prepared: any PreparedPredictor

    init(_ predictor: any Predictor, targets: [Target]) {
        self.predictor = predictor
        self.prepared = predictor.prepared(for: targets)
    }

    /// With nothing made ready: right for one decision.
    init(_ predictor: any Predictor, once targets: [Target]) {
        self.predictor = predictor
        self.prepared = UnpreparedPredictor(predictor: predictor, targets: targets)
    }
}

/// What the models said.
struct LineupAnswer {
    enum Content {
        case predicted(any Predictor, [PredictedTarget])
        case none(reason: String)
    }

    /// Names and versions of those asked, in this order.
    let asked: [String]
    let content: Content
    /// Whether another model answered than was to.
    var isByStandIn = false

    static func none(_ reason: String, asked: [String] = []) -> LineupAnswer {
        LineupAnswer(asked: asked, content: .none(reason: reason))
    }

    var predictor: (any Predictor)? {
        if case .predicted(let predictor, _) = self.content { predictor } else { nil }
    }
}

extension Lineup<AskedModel> {
    private enum Part {
        case arm, primary, fallback

        /// Who says why it did not answer, after others have said so.
        var subject: String {
            switch self {
            case .arm: "the arm's model"
            case .primary: "the model that serves"
            case .fallback: "the version before"
            }
        }
    }

    /// Asks one model after the other until one answers: the arm's, the primary, the version before.
    ///
    /// - Parameter breaker: Of the primary.
    /// - Throws: `unusableAttribute` for what is the request's fault, not a model's; the breaker is then as it was.
    func answer(
        _ question: Question,
        arm: AskedModel?,
        breaker: inout CircuitBreaker
    ) throws(EngineError) -> LineupAnswer {
        let parts: [(Part, AskedModel?)] = [(.arm, arm), (.primary, self.primary), (.fallback, self.fallback)]
        let before = breaker
        var asked: [String] = []
        var reason: String?
        for case (let part, let model?) in parts {
            let name = model.predictor.modelID
            guard !question.targets.isEmpty else {
                return LineupAnswer(asked: [name], content: .predicted(model.predictor, []))
            }
            let failure: String
            if part == .primary, !breaker.mayCall(at: question.moment) {
                failure = "the model failed repeatedly and is paused"
            } else {
                asked.append(name)
                do {
                    let predictions = try model.prepared.predictions(question)
                    if part == .primary { breaker.succeeded() }
                    return LineupAnswer(
                        asked: asked,
                        content: .predicted(model.predictor, predictions),
                        isByStandIn: reason != nil
                    )
                } catch .unusableAttribute(let problem) where part != .fallback {
                    breaker = before
                    throw .unusableAttribute(problem)
                } catch {
                    if part == .primary { breaker.failed(at: question.moment) }
                    failure = "\(error)"
                }
            }
            reason = reason.map { "\($0); \(part.subject): \(failure)" } ?? failure
        }
        return .none(reason ?? "no model is trained", asked: asked)
    }

    /// What the models that only look on say, one after the other.
    ///
    /// - Parameter count: Of all targets.
    func shadowAnswers(_ question: Question, count: Int) -> [ShadowAnswer] {
        self.shadows.map { shadow in
            let answer: ShadowAnswer.Content
            do {
                var predictions = [Prediction?](repeating: nil, count: count)
                let predicted = question.targets.isEmpty ? [] : try shadow.prepared.predictions(question)
                for (index, one) in zip(question.targets, predicted) { predictions[index] = one.prediction }
                answer = .predicted(predictions)
            } catch {
                answer = .failed(reason: "\(error)")
            }
            return ShadowAnswer(
                model: shadow.predictor.modelID,
                programHash: shadow.predictor.programHash,
                answer: answer
            )
        }
    }
}
