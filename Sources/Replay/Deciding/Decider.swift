internal import Domains
internal import Engine
internal import Placement

/// Asks the engine, as a service would, without exploring.
struct Decider: Sendable {
    let domain: Domain
    let objective: Objective
    let policy: Policy
    let seed: UInt64

    init(domain: Domain, objective: Objective, strategy: Policy.Strategy, seed: UInt64) {
        self.domain = domain
        self.objective = objective
        self.policy = Policy(
            strategy: strategy,
            confidenceGate: domain.policy.confidenceGate,
            exploration: .off
        )
        self.seed = seed
    }

    /// - Parameter number: Counted from 1; names the decision.
    func decide(_ contest: Contest, number: Int, knowing knowledge: Knowledge) throws -> Decided {
        let snapshot = ServingSnapshot(
            domain: self.domain,
            targets: contest.candidates.map(\.target),
            model: knowledge.model,
            policy: self.policy,
            history: knowledge.history
        )
        let request = DecisionRequest(
            id: Decision.ID("replay-\(number)"),
            at: knowledge.moment,
            workload: contest.workload,
            objective: self.objective
        )
        var state = EngineState(seed: self.seed)
        let decision = try Engine.decide(request, with: snapshot, state: &state)
        guard let chosen = decision.chosen else {
            preconditionFailure("a contest holds feasible candidates only")
        }
        return Decided(decision: decision, snapshot: snapshot, chosen: chosen, trials: [])
    }
}

/// A decision, and what it was made from.
struct Decided: Sendable {
    let decision: Decision
    let snapshot: ServingSnapshot
    /// Index of the candidate that is run in the end: the decision's, unless trial runs showed a better one.
    let chosen: Int
    let trials: [Trial]

    /// Index of the candidate with the least predicted value, the first by name of equals: the one that the stated
    /// confidence is about, whoever decided. `nil` without predictions.
    var predictedBest: Int? {
        let predicted = self.decision.candidates.indices.compactMap { index in
            self.decision.candidates[index].prediction.map { (index: index, value: $0.logValue) }
        }
        return predicted.reduce(nil as (index: Int, value: Double)?) { best, next in
            best.map { next.value < $0.value } ?? true ? next : best
        }?.index
    }

    var basis: Basis {
        if self.trials.contains(where: \.truth.succeeded) { return .measured }
        switch self.decision.basis {
        case .model: return .model
        case .exploration: return .exploration
        case .lowConfidence: return .lowConfidence
        case .modelUnavailable: return .modelUnavailable
        case .rules, nil: return .rules
        }
    }
}

/// Who decided in the end.
package enum Basis: String, Sendable, Hashable, Codable, CaseIterable {
    case model
    case rules
    /// Hybrid fell back on the rules: the confidence was below the gate.
    case lowConfidence
    /// Off in replay; counted to show it.
    case exploration
    case modelUnavailable
    /// The best of the targets that were tried.
    case measured
}
