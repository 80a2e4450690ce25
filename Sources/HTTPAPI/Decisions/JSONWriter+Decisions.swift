internal import Decisions
internal import JSON
internal import Placement

/// Decisions as the API spells them.
extension JSONWriter {
    /// How much of a decision is written.
    enum Detail {
        /// What was decided, among which targets, and what is expected of them.
        case decision
        /// All that the record holds.
        case record
    }

    /// The members of a decision, within an object that the caller begins and ends.
    mutating func members(of decision: Decision, _ detail: Detail) {
        self.key("id")
        self.text(decision.id.description)
        self.key("at")
        self.text(decision.at.description)
        self.key("domain")
        self.text(decision.domain)
        self.key("workload")
        switch detail {
        case .decision: self.text(decision.workload.key.description)
        case .record: self.workload(decision.workload)
        }
        self.key("objective")
        self.text(decision.objective.rawValue)
        self.key("strategy")
        self.text(decision.policy.strategy.rawValue)
        self.key("model")
        self.optional(text: decision.model)
        self.key("chosen")
        self.optional(text: decision.chosenCandidate?.target.id.description)
        self.basis(decision.basis)
        self.key("confidence")
        self.optional(number: decision.confidence)
        self.key("nearBest")
        self.optional(number: decision.nearBest)
        self.key("asGoodAsRules")
        self.optional(number: decision.asGoodAsRules)
        self.key("experiment")
        self.optional(text: decision.arm?.experiment)
        self.key("arm")
        self.optional(text: decision.arm?.name)
        self.key("propensity")
        self.optional(number: decision.propensity)
        self.key("candidates")
        self.list(decision.candidates) { $1.candidate($0, detail) }
        if detail == .record { self.rest(of: decision) }
    }

    private mutating func rest(of decision: Decision) {
        self.key("format")
        self.wholeNumber(Int64(decision.format.rawValue))
        self.key("domainHash")
        self.optional(text: decision.domainHash)
        self.key("targetTable")
        self.optional(text: decision.targetTable)
        self.key("caller")
        self.optional(text: decision.caller?.description)
        self.key("asked")
        self.texts(decision.asked)
        self.key("shadows")
        self.list(decision.shadows) { $1.shadow($0, of: decision) }
        self.key("bulkExclusions")
        self.exclusionCounts(decision.bulkExclusions)
        self.key("constraints")
        self.constraints(decision.constraints)
        self.key("policy")
        self.policy(decision.policy)
        self.key("programHash")
        self.optional(text: decision.programHash)
        self.key("draws")
        self.list(decision.draws) { $1.optional(number: $0) }
        self.key("explorationSpent")
        self.optional(number: decision.explorationSpent)
        self.key("explorationCost")
        self.optional(number: decision.explorationCost)
    }

    /// Who is out, by constraint.
    mutating func exclusionCounts(_ counts: [ExclusionCount]) {
        self.list(counts) { exclusion, writer in
            writer.beginObject()
            writer.key("constraint")
            writer.text(exclusion.constraint)
            writer.key("count")
            writer.wholeNumber(Int64(exclusion.count))
            writer.endObject()
        }
    }

    private mutating func shadow(_ shadow: ShadowAnswer, of decision: Decision) {
        self.beginObject()
        self.key("model")
        self.text(shadow.model)
        self.key("programHash")
        self.text(shadow.programHash)
        self.key("predictions")
        switch shadow.answer {
        case .predicted(let predictions):
            self.list(zip(decision.candidates, predictions).map { ($0.target.id, $1) }) { one, writer in
                writer.beginObject()
                writer.key("target")
                writer.text(one.0.description)
                writer.key("prediction")
                if let prediction = one.1 { writer.prediction(prediction, .record) } else { writer.null() }
                writer.endObject()
            }
            self.key("failure")
            self.null()
        case .failed(let reason):
            self.null()
            self.key("failure")
            self.text(reason)
        }
        self.endObject()
    }

    private mutating func workload(_ workload: Workload) {
        self.beginObject()
        self.key("key")
        self.text(workload.key.description)
        self.key("attributes")
        self.object(workload.attributes)
        self.endObject()
    }

    mutating func basis(_ basis: Decision.Basis?) {
        self.key("basis")
        self.optional(text: basis?.word)
        switch basis {
        case .rules(let rule), .lowConfidence(let rule):
            self.key("rule")
            self.text(rule)
        case .modelUnavailable(let reason, let rule):
            self.key("rule")
            self.text(rule)
            self.key("reason")
            self.text(reason)
        case .model, .exploration, nil: break
        }
    }

    private mutating func candidate(_ candidate: Candidate, _ detail: Detail) {
        self.beginObject()
        self.key("target")
        self.text(candidate.target.id.description)
        if detail == .record {
            self.key("attributes")
            self.object(candidate.target.attributes)
            self.key("features")
            self.list(candidate.features.values) { $1.optional(number: $0) }
        }
        self.key("prediction")
        if let prediction = candidate.prediction { self.prediction(prediction, detail) } else { self.null() }
        self.key("exclusion")
        if let exclusion = candidate.exclusion { self.exclusion(exclusion) } else { self.null() }
        self.key("propensity")
        self.optional(number: candidate.propensity)
        self.endObject()
    }

    mutating func prediction(_ prediction: Prediction, _ detail: Detail) {
        self.beginObject()
        self.key("timeSeconds")
        self.estimate(prediction.timeSeconds)
        self.key("cost")
        self.estimate(prediction.cost)
        self.key("successProbability")
        self.optional(number: prediction.successProbability)
        self.key("situation")
        self.text(prediction.situation.rawValue)
        if detail == .record {
            self.key("logValue")
            self.optional(number: prediction.logValue)
            self.key("logValueDeviation")
            self.optional(number: prediction.logValueDeviation)
            self.key("selectionProbability")
            self.optional(number: prediction.selectionProbability)
        }
        self.endObject()
    }

    private mutating func estimate(_ estimate: Estimate) {
        self.beginObject()
        self.key("value")
        self.optional(number: estimate.value)
        self.key("lower")
        self.optional(number: estimate.lower)
        self.key("upper")
        self.optional(number: estimate.upper)
        self.endObject()
    }

    private mutating func exclusion(_ exclusion: Exclusion) {
        self.beginObject()
        self.key("constraint")
        self.text(exclusion.constraint)
        self.key("reason")
        self.text(exclusion.description)
        self.endObject()
    }

    private mutating func constraints(_ constraints: Constraints) {
        self.beginObject()
        self.key("maxCost")
        self.optional(number: constraints.maxCost)
        self.key("maxTimeSeconds")
        self.optional(number: constraints.maxTimeSeconds)
        for (name, values) in [("only", constraints.only), ("except", constraints.except)] {
            self.key(name)
            self.beginObject()
            for (attribute, texts) in values.sorted(by: { $0.key < $1.key }) {
                self.key(attribute)
                self.texts(texts.sorted())
            }
            self.endObject()
        }
        self.endObject()
    }

    mutating func policy(_ policy: Policy) {
        self.beginObject()
        self.key("strategy")
        self.text(policy.strategy.rawValue)
        self.key("confidenceGate")
        self.number(policy.confidenceGate)
        self.key("exploration")
        self.beginObject()
        self.key("share")
        self.number(policy.exploration.share)
        self.key("budget")
        self.optional(number: policy.exploration.budget)
        self.endObject()
        self.key("weights")
        if let weights = policy.weights {
            self.beginObject()
            self.key("cost")
            self.number(weights.costExponent)
            self.key("time")
            self.number(weights.timeExponent)
            self.endObject()
        } else {
            self.optional(number: nil)
        }
        self.endObject()
    }

    mutating func outcome(_ observed: ObservedOutcome) {
        self.beginObject()
        self.key("runId")
        self.text(observed.runID.description)
        self.key("target")
        self.text(observed.target.description)
        self.key("startedAt")
        self.text(observed.startedAt.description)
        self.members(of: observed.outcome)
        self.endObject()
    }

    /// `durationMs`, the cost in its currency, and `success`.
    mutating func members(of outcome: Outcome) {
        self.key("durationMs")
        self.number(Milliseconds.of(seconds: outcome.timeSeconds))
        self.key("cost\(outcome.cost.currency)")
        self.number(outcome.cost.units)
        self.key("success")
        self.flag(outcome.succeeded)
    }
}

/// Times as the wire has them.
enum Milliseconds {
    /// Milliseconds that give exactly these seconds when they are divided by 1000 again, as a reader does.
    static func of(seconds: Double) -> Double {
        let product = seconds * 1000
        for candidate in [product, product.nextUp, product.nextDown] where candidate / 1000 == seconds {
            return candidate
        }
        return product
    }
}
