package import Measures
package import Placement
internal import Synchronization

/// The decision service's metrics: conventional names with base units, and the names that dashboards of sandbox
/// routers know (`ml_…`, `sandbox_…`, times in milliseconds).
package struct ServiceMeasures: Sendable {
    private let decisions: Counter
    private let decisionSeconds: Histogram
    private let confidences: Histogram
    private let explored: Counter
    private let unrecordedDecisions: Counter
    private let modelFailures: Counter
    private let previousAnswers: Counter
    private let unreadableHistory: Counter
    private let openedBreakers: Counter
    private let runs: Counter
    private let runSeconds: Histogram
    private let runCost: Histogram
    private let mlPredictions: Counter
    private let mlConfidence: Histogram
    private let mlLatency: Histogram
    private let mlAccuracy: Gauge
    private let sandboxRuns: Counter
    private let sandboxDuration: Histogram
    private let sandboxCost: Histogram
    private let errorPercentage: Gauge
    private let uncomparedRuns: Counter
    private let errors: PredictionErrors
    private let languages: KnownLabels

    private static let shares = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]
    private static let costs = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100]
    private static let runSecondsBounds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400]

    package init(_ registry: MetricRegistry) {
        self.decisions = registry.counter(
            "berth_decisions_total",
            "Decisions, by who decided and for which target; an empty target where none was feasible.",
            labels: ["domain", "basis", "target"]
        )
        self.decisionSeconds = registry.histogram(
            "berth_decision_seconds",
            "Time to decide, without reading the request and writing the record.",
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
            "Decisions that rules made because no model could answer.",
            labels: ["domain"]
        )
        self.previousAnswers = registry.counter(
            "berth_previous_model_total",
            "Decisions that the version before the serving one answered, because that one failed.",
            labels: ["domain"]
        )
        self.unreadableHistory = registry.counter(
            "berth_history_unreadable_total",
            "Decisions made without the workload's history because the store could not be read.",
            labels: ["domain"]
        )
        self.openedBreakers = registry.counter(
            "berth_breaker_opened_total",
            "How often a target was left alone after failures in a row.",
            labels: ["domain", "target"]
        )
        self.runs = registry.counter(
            "berth_runs_total",
            "Runs that were reported.",
            labels: ["domain", "target", "success"]
        )
        self.runSeconds = registry.histogram(
            "berth_run_seconds",
            "Time of reported runs.",
            labels: ["domain", "target"],
            bounds: Self.runSecondsBounds
        )
        self.runCost = registry.histogram(
            "berth_run_cost",
            "Cost of reported runs, in units of the domain's currency.",
            labels: ["domain", "target"],
            bounds: Self.costs
        )
        self.mlPredictions = registry.counter(
            "ml_predictions_total",
            "Predictions that led to a choice, by model and chosen provider.",
            labels: ["model_version", "provider"]
        )
        self.mlConfidence = registry.histogram(
            "ml_prediction_confidence_histogram",
            "As berth_decision_confidence_ratio, by model.",
            labels: ["model_version"],
            bounds: Self.shares
        )
        self.mlLatency = registry.histogram(
            "ml_prediction_latency_histogram",
            "As berth_decision_seconds, in milliseconds.",
            bounds: Histogram.requestSeconds.map { $0 * 1000 }
        )
        self.mlAccuracy = registry.gauge(
            "ml_model_accuracy",
            "Share of the last observed decisions whose time and cost both fell into their predicted 90 % intervals.",
            labels: ["model_version"]
        )
        self.sandboxRuns = registry.counter(
            "sandbox_runs_total",
            "As berth_runs_total, by provider and language.",
            labels: ["provider", "language", "success"]
        )
        self.sandboxDuration = registry.histogram(
            "sandbox_run_duration_histogram",
            "As berth_run_seconds, in milliseconds.",
            labels: ["provider", "language"],
            bounds: Self.runSecondsBounds.map { $0 * 1000 }
        )
        self.sandboxCost = registry.histogram(
            "sandbox_run_cost_histogram",
            "As berth_run_cost, by provider.",
            labels: ["provider"],
            bounds: Self.costs
        )
        self.errorPercentage = registry.gauge(
            "prediction_error_percentage",
            "Mean absolute error of the last observed predictions, in percent of what really happened.",
            labels: ["model_version", "metric_type"]
        )
        self.uncomparedRuns = registry.counter(
            "berth_uncompared_runs_total",
            "Observed runs whose decision could not be read to compare them."
        )
        self.errors = PredictionErrors()
        self.languages = KnownLabels(limit: 32)
    }

    // MARK: Decisions

    func decided(_ decision: Decision, seconds: Double) {
        let chosen = decision.chosenCandidate
        self.decisions.add(1, decision.domain, decision.basis?.word ?? "none", chosen?.target.id.description ?? "")
        self.decisionSeconds.observe(max(0, seconds), decision.domain)
        self.mlLatency.observe(max(0, seconds) * 1000)
        if decision.basis == .exploration { self.explored.add(1, decision.domain) }
        guard let model = decision.model else { return }
        if let confidence = decision.confidence {
            self.confidences.observe(confidence, decision.domain, model)
            self.mlConfidence.observe(confidence, model)
        }
        if let chosen { self.mlPredictions.add(1, model, chosen.target.provider) }
    }

    func modelUnavailable(_ domain: String) { self.modelFailures.add(1, domain) }
    func answeredByPrevious(_ domain: String) { self.previousAnswers.add(1, domain) }
    func historyUnreadable(_ domain: String) { self.unreadableHistory.add(1, domain) }
    func unrecorded(_ count: Int) { self.unrecordedDecisions.add(Double(count)) }
    func breakerOpened(_ target: Target.ID, domain: String) { self.openedBreakers.add(1, domain, target.description) }
    func uncompared() { self.uncomparedRuns.add() }

    // MARK: Runs

    func ran(_ run: Run, domain: String) {
        let (target, provider) = (run.target.id.description, run.target.provider)
        let language = self.languages.label(run.workload.attributes["language"]?.text ?? "unknown")
        let success = run.outcome.succeeded ? "true" : "false"
        self.runs.add(1, domain, target, success)
        self.runSeconds.observe(run.outcome.timeSeconds, domain, target)
        self.runCost.observe(run.outcome.cost.units, domain, target)
        self.sandboxRuns.add(1, provider, language, success)
        self.sandboxDuration.observe(run.outcome.timeSeconds * 1000, provider, language)
        self.sandboxCost.observe(run.outcome.cost.units, provider)
    }

    func compare(_ outcome: Outcome, with expectation: Expectations.Expectation) {
        guard let figures = self.errors.add(outcome, expected: expectation.prediction, model: expectation.model) else {
            return
        }
        self.mlAccuracy.set(figures.withinIntervals, expectation.model)
        self.errorPercentage.set(figures.timePercent, expectation.model, "latency")
        self.errorPercentage.set(figures.costPercent, expectation.model, "cost")
    }
}

extension Target {
    /// Whose it is; its own name where nobody says.
    package var provider: String { self.attributes["provider"]?.text ?? self.id.description }
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

/// Values of a label that users choose: the first few are told apart, the others are `other`.
private final class KnownLabels: Sendable {
    private let limit: Int
    private let known = Mutex<Set<String>>([])

    init(limit: Int) { self.limit = limit }

    func label(_ value: String) -> String {
        self.known.withLock { known in
            if known.contains(value) { return value }
            guard known.count < self.limit, value.utf8.count <= 40 else { return "other" }
            known.insert(value)
            return value
        }
    }
}
