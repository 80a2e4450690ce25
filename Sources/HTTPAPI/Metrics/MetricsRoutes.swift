internal import Access
internal import HTTPTypes
internal import JSON
internal import MetricRegistry
internal import Placement
internal import Web

/// Metrics as Prometheus reads them, and as JSON.
struct MetricsRoutes: Sendable {
    private let registry: MetricRegistry

    init(_ registry: MetricRegistry) { self.registry = registry }

    var routes: [Route] {
        [
            Route(.get, "/metrics", permission: .observe) { _ in self.text },
            Route(.get, "/api/metrics", permission: .observe) { $0.prefersJSON ? self.json : self.text },
            MetricHistoryRoute(self.registry).route,
        ]
    }

    private var text: Answer {
        Answer(
            contentType: PrometheusText.contentType,
            body: Array(PrometheusText.text(of: self.registry.snapshot).utf8)
        )
    }

    private var json: Answer {
        var writer = JSONWriter(reserving: 16 << 10)
        writer.beginObject()
        writer.key("metrics")
        writer.list(self.registry.snapshot) { $0.write(to: &$1) }
        writer.endObject()
        return Answer(body: writer.bytes)
    }
}

extension MetricSnapshot {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.text(self.name)
        writer.key("kind")
        writer.text(self.kind.rawValue)
        writer.key("help")
        writer.text(self.help)
        writer.key("samples")
        writer.list(self.samples) { sample, writer in
            writer.beginObject()
            writer.key("name")
            writer.text(self.name + sample.suffix)
            writer.key("labels")
            writer.labels(sample.labels)
            writer.key("value")
            writer.optional(number: sample.value)
            writer.endObject()
        }
        writer.endObject()
    }
}
