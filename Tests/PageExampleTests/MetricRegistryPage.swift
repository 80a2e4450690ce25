// swift-format-ignore-file
// Written from Sources/MetricRegistry/MetricRegistry.docc/MetricRegistry.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import MetricRegistry

private func example() async throws {
    let registry = MetricRegistry()
    let decisions = registry.counter("berth_decisions_total", "Decisions.", labels: ["domain"])
    let seconds = registry.histogram("berth_decision_seconds", "Time to decide.", bounds: Histogram.requestSeconds)
    decisions.add(1, "sandbox")
    seconds.observe(0.000_3)
    print(PrometheusText.text(of: registry.snapshot))
    _ = registry
    _ = decisions
    _ = seconds
}
