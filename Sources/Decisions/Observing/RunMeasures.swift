internal import MetricRegistry
package import Placement
internal import Synchronization
internal import Telemetry

/// Metrics of observed runs.
struct RunMeasures: Sendable {
    private let openedBreakers: Counter
    private let runs: Counter
    private let runSeconds: Histogram
    private let runCost: Histogram
    private let mlAccuracy: Gauge
    private let sandboxRuns: Counter
    private let sandboxDuration: Histogram
    private let sandboxCost: Histogram
    private let errorPercentage: Gauge
    private let uncomparedRuns: Counter
    private let errors = PredictionErrors()
    private let languages = KnownLabels(limit: 32)

    private static let costs = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100]
    private static let runSecondsBounds = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400]

    init(_ registry: MetricRegistry) {
        self.openedBreakers = registry.counter(
            "berth_breaker_opened_total",
            "How often a target was paused after failures in a row.",
            labels: ["domain", "target"]
        )
        self.runs = registry.counter(
            "berth_runs_total",
            "Reported runs.",
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
        self.mlAccuracy = registry.gauge(
            "ml_model_accuracy",
            "Share of the last observed decisions whose time and cost both fell within their predicted 90 % intervals.",
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
            "Mean absolute error of the last observed predictions, in percent of the actual values.",
            labels: ["model_version", "metric_type"]
        )
        self.uncomparedRuns = registry.counter(
            "berth_uncompared_runs_total",
            "Observed runs that could not be compared because their decision could not be read."
        )
    }

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

    func breakerOpened(_ target: Target.ID, domain: String) { self.openedBreakers.add(1, domain, target.description) }
    func uncompared() { self.uncomparedRuns.add() }
}

extension Target {
    /// Whose it is; its own name where nobody says.
    package var provider: String { self.attributes["provider"]?.text ?? self.id.description }
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
