internal import Engine
internal import Placement

/// Writes decisions down in full.
struct DetailMaker: Sendable {
    let explain: @Sendable (Decision, ServingSnapshot) -> [String]

    /// What trial runs showed needs no other reason; the engine's are told where it chose the same.
    private func explanation(_ decided: Decided, _ contest: Contest) -> [String] {
        let reasons = decided.decision.chosen == decided.chosen ? self.explain(decided.decision, decided.snapshot) : []
        guard decided.basis == .measured else { return reasons }
        let tried = decided.trials.map { contest.candidates[$0.index].target.id.description }
        return ["the best of the targets that were tried: \(tried.joined(separator: ", "))"] + reasons
    }

    func make(_ decided: Decided, _ contest: Contest) -> DecisionDetail {
        let decision = decided.decision
        let tried = Set(decided.trials.map(\.index))
        let candidates = contest.candidates.enumerated().map { index, truth in
            DecisionDetail.Candidate(
                target: truth.target.id,
                predicted: decision.candidates[index].prediction.map {
                    DecisionDetail.Predicted(
                        timeSeconds: $0.timeSeconds,
                        cost: $0.cost,
                        successProbability: $0.successProbability
                    )
                },
                measured: DecisionDetail.Measured(
                    runs: truth.runs.count,
                    timeSeconds: truth.timeSeconds,
                    cost: truth.cost,
                    value: truth.value
                ),
                normalized: contest.verdict(on: index).normalized,
                wasTried: tried.contains(index)
            )
        }
        return DecisionDetail(
            id: decision.id,
            at: decision.at,
            workload: contest.workload.key,
            chosen: contest.candidates[decided.chosen].target.id,
            best: contest.candidates[contest.best].target.id,
            normalized: contest.verdict(on: decided.chosen).normalized,
            basis: decided.basis,
            model: decision.model,
            confidence: decision.confidence,
            explanation: self.explanation(decided, contest),
            candidates: candidates
        )
    }
}
