package import MetricRegistry

/// Metrics of the consumers of observations.
package struct ConsumerMeasures: Sendable {
    private let failures: Counter
    private let missedRuns: Counter
    private let behind: Gauge

    /// Makes the metrics `berth_consumer_…`, labeled by the consumer's name.
    package init(_ registry: MetricRegistry) {
        self.failures = registry.counter(
            "berth_consumer_failures_total",
            "How often a consumer failed to process observed runs; it gets them again.",
            labels: ["consumer"]
        )
        self.missedRuns = registry.counter(
            "berth_consumer_missed_runs_total",
            "Observed runs deleted before a consumer got to them.",
            labels: ["consumer"]
        )
        self.behind = registry.gauge(
            "berth_consumer_behind_runs",
            "Observed runs that a consumer has yet to process.",
            labels: ["consumer"]
        )
    }

    func failed(_ consumer: String) { self.failures.add(1, consumer) }

    func stands(_ consumer: String, behind: Int64) { self.behind.set(Double(max(0, behind)), consumer) }

    func missed(_ consumer: String, _ count: Int64) {
        if count > 0 { self.missedRuns.add(Double(count), consumer) }
    }
}
