internal import Decisions
internal import Placement

/// A decision in one line.
struct DecisionLine: Encodable {
    let id: Decision.ID
    let at: Timestamp
    let domain: String
    let workload: Workload.Key
    /// `nil` where none was feasible.
    let target: Target.ID?
    let basis: String?
    let model: String?
    let confidence: Double?
    let nearBest: Double?
    let asGoodAsRules: Double?
    let arm: ExperimentArm?
    let caller: Caller.ID?
    let propensity: Double?
    let outcome: ObservedOutcome?

    init(_ observed: ObservedDecision) {
        let decision = observed.decision
        self.id = decision.id
        self.at = decision.at
        self.domain = decision.domain
        self.workload = decision.workload.key
        self.target = decision.chosenCandidate?.target.id
        self.basis = decision.basis?.word
        self.model = decision.model
        self.confidence = decision.confidence
        self.nearBest = decision.nearBest
        self.asGoodAsRules = decision.asGoodAsRules
        self.arm = decision.arm
        self.caller = decision.caller
        self.propensity = decision.propensity
        self.outcome = observed.outcome
    }

    var text: String {
        var parts = [
            "\(self.id)", "\(self.at)", self.domain, self.target?.description ?? "no target", self.basis ?? "none",
        ]
        if let confidence = self.confidence { parts.append("confidence \(Figure.percent(confidence))") }
        if let arm = self.arm { parts.append("arm \(arm.experiment)/\(arm.name)") }
        if let outcome = self.outcome?.outcome {
            parts.append(
                "\(outcome.succeeded ? "succeeded" : "failed") after \(Figure.short(outcome.timeSeconds)) s for "
                    + "\(Figure.short(outcome.cost.units)) \(outcome.cost.currency)"
            )
        }
        return parts.joined(separator: "  ")
    }
}
