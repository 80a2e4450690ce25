package import MetricRegistry
package import Telemetry

/// The decision service's metrics: conventional names with base units, and the names that dashboards of sandbox
/// routers know (`ml_…`, `sandbox_…`, times in milliseconds).
package struct ServiceMeasures: Sendable {
    let decisions: DecisionMeasures
    let runs: RunMeasures
    let quality: RunQualityMeasures
    package let consumers: ConsumerMeasures

    /// Makes the metrics.
    ///
    /// - Precondition: They were not made before in this registry.
    package init(_ registry: MetricRegistry) {
        self.decisions = DecisionMeasures(registry)
        self.runs = RunMeasures(registry)
        self.quality = RunQualityMeasures(registry)
        self.consumers = ConsumerMeasures(registry)
    }
}
