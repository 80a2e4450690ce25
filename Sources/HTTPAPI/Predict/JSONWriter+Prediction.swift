internal import Decisions
internal import JSON
internal import Placement

/// A decision as sandbox routers spell it: times in milliseconds, providers first.
extension JSONWriter {
    mutating func prediction(_ answer: DecisionService.Answer, explanation: [String]?) {
        let decision = answer.decision
        let chosen = decision.chosenCandidate
        self.beginObject()
        self.key("decisionId")
        self.text(decision.id.description)
        self.key("provider")
        self.optional(text: chosen?.target.provider)
        self.key("target")
        self.optional(text: chosen?.target.id.description)
        self.key("region")
        self.optional(text: chosen?.target.attributes["region"]?.text)
        self.key("confidence")
        self.optional(number: decision.confidence)
        self.key("strategy")
        self.text(decision.policy.strategy.rawValue)
        self.basis(decision.basis)
        self.key("model")
        self.optional(text: decision.model)
        self.key("predicted")
        if let prediction = chosen?.prediction { self.predicted(prediction) } else { self.null() }
        self.key("alternatives")
        self.alternatives(to: decision.chosen, in: decision)
        self.key("excluded")
        self.excluded(decision)
        self.key("recorded")
        self.flag(answer.isRecorded)
        if let explanation {
            self.key("explanation")
            self.texts(explanation)
        }
        self.endObject()
    }

    private mutating func predicted(_ prediction: Prediction) {
        self.beginObject()
        self.figures(of: prediction)
        self.key("costUSDInterval")
        self.interval(prediction.cost, times: 1)
        self.key("latencyMSInterval")
        self.interval(prediction.timeSeconds, times: 1000)
        self.endObject()
    }

    private mutating func figures(of prediction: Prediction?) {
        self.key("costUSD")
        self.optional(number: prediction?.cost.value)
        self.key("latencyMS")
        self.optional(number: prediction.map { $0.timeSeconds.value * 1000 })
        self.key("successRate")
        self.optional(number: prediction?.successProbability)
    }

    private mutating func interval(_ estimate: Estimate, times factor: Double) {
        self.beginList()
        self.optional(number: estimate.lower * factor)
        self.separate()
        self.optional(number: estimate.upper * factor)
        self.endList()
    }

    /// The other feasible targets, the best first; without predictions in the order of the targets.
    private mutating func alternatives(to chosen: Int?, in decision: Decision) {
        let others = decision.candidates.indices
            .filter { $0 != chosen && decision.candidates[$0].exclusion == nil }
            .map { (index: $0, value: decision.candidates[$0].prediction?.logValue ?? .infinity) }
            .sorted { ($0.value, $0.index) < ($1.value, $1.index) }
        self.list(others) { other, writer in
            let candidate = decision.candidates[other.index]
            writer.beginObject()
            writer.key("provider")
            writer.text(candidate.target.provider)
            writer.key("target")
            writer.text(candidate.target.id.description)
            writer.figures(of: candidate.prediction)
            writer.endObject()
        }
    }

    private mutating func excluded(_ decision: Decision) {
        self.beginList()
        for index in decision.candidates.indices {
            guard let exclusion = decision.candidates[index].exclusion else { continue }
            let target = decision.candidates[index].target
            self.separate()
            self.beginObject()
            self.key("provider")
            self.text(target.provider)
            self.key("target")
            self.text(target.id.description)
            self.key("reason")
            self.text(exclusion.description)
            self.endObject()
        }
        self.endList()
    }
}
