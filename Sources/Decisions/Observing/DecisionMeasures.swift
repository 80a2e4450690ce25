internal import MetricRegistry
internal import Placement

/// Metrics of decisions.
struct DecisionMeasures: Sendable {
    private let decisions: Counter
    private let decisionSeconds: Histogram
    private let confidences: Histogram
    private let explored: Counter
    private let unrecordedDecisions: Counter
    private let modelFailures: Counter
    private let previousAnswers: Counter
    private let shadowFailures: Counter
    private let unreadableHistory: Counter
    private let expectedCost: Counter
    private let rulesExpectedCost: Counter
    private let routers: RouterMeasures

    private static let shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]

    init(_ registry: MetricRegistry) {
        self.decisions = registry.counter(
            "berth_decisions_total",
            "Decisions, by what decided and by target; an empty target if none was feasible.",
            labels: ["domain", "basis", "target"]
        )
        self.decisionSeconds = registry.histogram(
            "berth_decision_seconds",
            "Time to decide, excluding reading the request and writing the record.",
            labels: ["domain"],
            bounds: Histogram.requestSeconds
        )
        self.confidences = registry.histogram(
            "berth_decision_confidence_ratio",
            "Probability that the model's choice is within the domain's tolerance of the best.",
            labels: ["domain", "model_version"],
            bounds: Self.shares
        )
        self.explored = registry.counter(
            "berth_explored_decisions_total",
            "Decisions drawn at random to learn.",
            labels: ["domain"]
        )
        self.unrecordedDecisions = registry.counter(
            "berth_unrecorded_decisions_total",
            "Decisions whose record could not be written."
        )
        self.modelFailures = registry.counter(
            "berth_model_unavailable_total",
            "Decisions made by rules because no model could answer.",
            labels: ["domain"]
        )
        self.previousAnswers = registry.counter(
            "berth_previous_model_total",
            "Decisions answered by another model, usually the previous version, because the first one failed.",
            labels: ["domain"]
        )
        self.shadowFailures = registry.counter(
            "berth_shadow_failures_total",
            "Evaluations in which a shadow failed; decisions are made without it.",
            labels: ["domain", "model_version"]
        )
        self.unreadableHistory = registry.counter(
            "berth_history_unreadable_total",
            "Decisions made without the workload's history because the store could not be read.",
            labels: ["domain"]
        )
        self.expectedCost = registry.counter(
            "berth_expected_cost_total",
            "Predicted cost of the choice, if the rules' choice has a prediction too.",
            labels: ["domain", "currency"]
        )
        self.rulesExpectedCost = registry.counter(
            "berth_rules_expected_cost_total",
            "Predicted cost of what the rules would have chosen, over the same decisions.",
            labels: ["domain", "currency"]
        )
        self.routers = RouterMeasures(registry, shares: Self.shares)
    }

    func decided(_ decision: Decision, seconds: Double) {
        let chosen = decision.chosenCandidate
        self.decisions.add(1, decision.domain, decision.basis?.word ?? "none", chosen?.target.id.description ?? "")
        self.decisionSeconds.observe(max(0, seconds), decision.domain)
        self.routers.latency.observe(max(0, seconds) * 1000)
        if decision.basis == .exploration { self.explored.add(1, decision.domain) }
        for shadow in decision.shadows {
            if case .failed = shadow.answer { self.shadowFailures.add(1, decision.domain, shadow.model) }
        }
        guard let model = decision.model else { return }
        if let confidence = decision.confidence {
            self.confidences.observe(confidence, decision.domain, model)
            self.routers.confidence.observe(confidence, model)
        }
        if let chosen { self.routers.predictions.add(1, model, chosen.target.provider) }
    }

    /// What was chosen, against what the rules would have chosen.
    func expected(_ costs: (chosen: Double, ruled: Double), domain: String, currency: Currency) {
        self.expectedCost.add(costs.chosen, domain, currency.code)
        self.rulesExpectedCost.add(costs.ruled, domain, currency.code)
    }

    func modelUnavailable(_ domain: String) { self.modelFailures.add(1, domain) }
    func answeredByPrevious(_ domain: String) { self.previousAnswers.add(1, domain) }
    func historyUnreadable(_ domain: String) { self.unreadableHistory.add(1, domain) }
    func unrecorded(_ count: Int) { self.unrecordedDecisions.add(Double(count)) }
}

/// The same under the names that dashboards of sandbox routers know.
private struct RouterMeasures: Sendable {
    let predictions: Counter
    let confidence: Histogram
    let latency: Histogram

    init(_ registry: MetricRegistry, shares: [Double]) {
        self.predictions = registry.counter(
            "ml_predictions_total",
            "Predictions that led to a choice, by model and chosen provider.",
            labels: ["model_version", "provider"]
        )
        self.confidence = registry.histogram(
            "ml_prediction_confidence_histogram",
            "As berth_decision_confidence_ratio, by model.",
            labels: ["model_version"],
            bounds: shares
        )
        self.latency = registry.histogram(
            "ml_prediction_latency_histogram",
            "As berth_decision_seconds, in milliseconds.",
            bounds: Histogram.requestSeconds.map { $0 * 1000 }
        )
    }
}

extension Decision.Basis {
    /// One word for it, as API and metrics spell it.
    package var word: String {
        switch self {
        case .rules: "rules"
        case .model: "model"
        case .exploration: "exploration"
        case .lowConfidence: "low-confidence"
        case .modelUnavailable: "model-unavailable"
        }
    }
}
