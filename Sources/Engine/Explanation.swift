package import Placement
internal import RealModule

/// Why a decision came out as it did, in sentences that a person reads.
package struct Explanation: Sendable, Hashable, Codable {
    /// In the order in which they are read; never empty.
    package let sentences: [String]

    /// - Parameters:
    ///   - decision: The record; nothing else says what happened.
    ///   - model: The model that the record names, for the reasons behind its predictions; without it they are left
    ///     out.
    package init(_ decision: Decision, model: (any Predictor)?) {
        let words = Words(decision)
        var sentences = [words.choice]
        sentences += [words.expectation, words.comparison].compactMap(\.self)
        if let model, let reasons = Self.reasons(decision, model: model) { sentences.append(reasons) }
        sentences += [words.selection, words.confidence, words.exclusions].compactMap(\.self)
        self.sentences = sentences
    }

    private static let reasonLimit = 3

    /// The strongest reasons that speak for the choice, and the strongest against.
    private static func reasons(_ decision: Decision, model: any Predictor) -> String? {
        guard let chosen = decision.chosenCandidate, let rival = Words.rival(of: decision),
            let own = chosen.prediction, let other = rival.prediction
        else { return nil }
        let reasons = model.reasons(
            for: decision.workload,
            chosen: PredictedTarget(target: chosen.target, features: chosen.features, prediction: own),
            rival: PredictedTarget(target: rival.target, features: rival.features, prediction: other),
            objective: decision.objective
        )
        let favourable = reasons.filter { $0.logEffect < 0 }.prefix(Self.reasonLimit).map(Self.spelled)
        let adverse = reasons.filter { $0.logEffect > 0 }.prefix(1).map(Self.spelled)
        guard !favourable.isEmpty || !adverse.isEmpty else { return nil }
        var parts: [String] = []
        if !favourable.isEmpty { parts.append("for it: " + favourable.joined(separator: ", ")) }
        if !adverse.isEmpty { parts.append("against it: " + adverse.joined(separator: ", ")) }
        return "Compared with \(rival.target.id), " + parts.joined(separator: "; ") + "."
    }

    private static func spelled(_ reason: Reason) -> String {
        let change = Double.exp(reason.logEffect) - 1
        let sign = change < 0 ? "−" : "+"
        return "\(reason.about) (\(sign)\(Figure.percent(abs(change))))"
    }
}

/// The sentences that need the record alone.
private struct Words {
    let decision: Decision

    init(_ decision: Decision) { self.decision = decision }

    static func rival(of decision: Decision) -> Candidate? { decision.bestOther.map { decision.candidates[$0] } }

    var choice: String {
        guard let chosen = self.decision.chosenCandidate, let basis = self.decision.basis else {
            return "No target is feasible for \(self.decision.workload.key)."
        }
        let target = "\(chosen.target.id)"
        switch basis {
        case .model: return "Chose \(target): the model expects the lowest \(self.decision.objective.words)."
        case .rules(let rule): return "Chose \(target) by the rule '\(rule)'."
        case .exploration: return "Chose \(target) at random, to learn how it does (propensity \(self.propensity))."
        case .lowConfidence(let rule):
            return "Chose \(target) by the rule '\(rule)': the model was not sure enough."
        case .modelUnavailable(let reason, let rule):
            return "Chose \(target) by the rule '\(rule)': no prediction was available (\(reason))."
        }
    }

    private var propensity: String { Figure.short(self.decision.propensity ?? 0) }

    var expectation: String? {
        guard let prediction = self.decision.chosenCandidate?.prediction else { return nil }
        let time = Self.spelled(prediction.timeSeconds, unit: " s")
        let cost = Self.spelled(prediction.cost, unit: "")
        let source =
            switch prediction.situation {
            case .known: "from this workload's runs there"
            case .newTarget: "from this workload's runs elsewhere"
            case .newWorkload: "from other workloads' runs"
            }
        let success = Figure.percent(prediction.successProbability)
        return "Expected \(source): time \(time), cost \(cost), success \(success)."
    }

    private static func spelled(_ estimate: Estimate, unit: String) -> String {
        let range = "\(Figure.short(estimate.lower)) to \(Figure.short(estimate.upper))"
        return "\(Figure.short(estimate.value))\(unit) (nine times in ten \(range))"
    }

    var comparison: String? {
        guard let own = self.decision.chosenCandidate?.prediction, let rival = Self.rival(of: self.decision),
            let other = rival.prediction
        else { return nil }
        let feasible = self.decision.candidates.count { $0.exclusion == nil }
        let ratio = Double.exp(own.logValue - other.logValue)
        let judgement =
            ratio <= 1
            ? "\(Figure.percent(1 - ratio)) below" : "\(Figure.percent(ratio - 1)) above"
        return "Of \(feasible) feasible targets its expected \(self.decision.objective.words) is \(judgement) that of "
            + "\(rival.target.id), the best alternative."
    }

    /// Closer probabilities than this are no opinion.
    private static let clearLean = 0.05

    /// A second opinion: the classifier of the best target.
    var selection: String? {
        guard let chosen = self.decision.chosenCandidate, let own = chosen.prediction?.selectionProbability else {
            return nil
        }
        let best = self.decision.candidates.filter { $0.exclusion == nil }.max {
            ($0.prediction?.selectionProbability ?? 0) < ($1.prediction?.selectionProbability ?? 0)
        }
        guard let best, let other = best.prediction?.selectionProbability, other > own + Self.clearLean else {
            return "The classifier of the best target agrees (\(Figure.percent(own)))."
        }
        return "The classifier of the best target leans to \(best.target.id) (\(Figure.percent(other)) against "
            + "\(Figure.percent(own)))."
    }

    var confidence: String? {
        guard let confidence = self.decision.confidence else { return nil }
        let sure = "The model is \(Figure.percent(confidence)) sure that its choice is near the best"
        guard self.decision.policy.strategy == .hybrid else { return sure + "." }
        return sure + "; hybrid follows it from \(Figure.percent(self.decision.policy.confidenceGate))."
    }

    /// Which constraint removed how many, with one example each.
    var exclusions: String? {
        let excluded = self.decision.candidates.compactMap { candidate in
            candidate.exclusion.map { (candidate.target.id, $0) }
        }
        let byConstraint = Dictionary(grouping: excluded) { $0.1.constraint }
        let counts = Dictionary(self.decision.bulkExclusions.map { ($0.constraint, $0.count) }) { $0 + $1 }
        let parts = Set(byConstraint.keys).union(counts.keys).sorted().map { name in
            let cases = byConstraint[name] ?? []
            let example = cases.first.map { " (\($0.0): \($0.1))" } ?? ""
            return "\(name) removed \(cases.count + (counts[name] ?? 0))" + example
        }
        guard !parts.isEmpty else { return nil }
        return "Excluded: " + parts.joined(separator: "; ") + "."
    }
}

extension Objective {
    fileprivate var words: String {
        self.rawValue.replacing("*", with: " × ")
    }
}
