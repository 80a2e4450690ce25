internal import Engine
internal import Placement

/// What one decision was worth by what was measured.
struct JudgedDecision: Sendable {
    let workload: Workload
    /// The value that the training was without.
    let leftOut: String?
    let verdict: Verdict
    let simple: BySimplePolicy<Verdict>
    let random: RandomVerdict
    let basis: Basis
    let model: String?
    let confidence: StatedConfidence?
    let probes: ProbeCharge
    let detail: DecisionDetail?

    /// - Parameter tolerance: A choice within this share of the best counts as good.
    init(
        _ decided: Decided,
        contest: Contest,
        leftOut: String?,
        tolerance: Double,
        detail: DecisionDetail?
    ) {
        self.workload = contest.workload
        self.leftOut = leftOut
        self.verdict = contest.verdict(on: decided.chosen)
        var simple = BySimplePolicy<Verdict>()
        for policy in SimplePolicy.allCases { simple[policy] = contest.simple[policy].map(contest.verdict) }
        self.simple = simple
        self.random = contest.random
        self.basis = decided.basis
        self.model = decided.decision.model
        self.confidence = decided.decision.confidence.flatMap { stated in
            decided.predictedBest.map { index in
                let normalized = contest.verdict(on: index).normalized
                return StatedConfidence(probability: stated, isRight: normalized <= 1 + tolerance)
            }
        }
        self.probes = ProbeCharge(
            count: decided.trials.count,
            cost: decided.trials.reduce(0) { $0 + $1.truth.cost },
            bestCost: contest.candidates[contest.best].cost,
            savedCost: contest.simple[.rules].map {
                contest.candidates[$0].cost - contest.candidates[decided.chosen].cost
            } ?? 0
        )
        self.detail = detail
    }
}

/// The probability that the model's choice is within the domain's tolerance of the best, and whether it was.
struct StatedConfidence: Sendable, Hashable {
    let probability: Double
    let isRight: Bool
}

/// What the trial runs before one decision cost, in units of the currency.
struct ProbeCharge: Sendable, Hashable {
    let count: Int
    let cost: Double
    /// Cost of one run on the best target.
    let bestCost: Double
    /// What one run costs less on the chosen target than on the one that the rules choose.
    let savedCost: Double
}
