/// Metrics in Prometheus' text format, version 0.0.4.
///
/// - SeeAlso: Prometheus documentation, "Exposition formats".
package enum PrometheusText {
    /// What the text is served as.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The metrics in their order; those without a value are left out.
    package static func text(of metrics: [MetricSnapshot]) -> String {
        var text = ""
        for metric in metrics where !metric.samples.isEmpty {
            text += "# HELP \(metric.name) \(Self.escaped(metric.help, quotes: false))\n"
            text += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
            for sample in metric.samples {
                let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
                let list = labels.isEmpty ? "" : "{" + labels.joined(separator: ",") + "}"
                text += "\(metric.name)\(sample.suffix)\(list) \(Self.number(sample.value))\n"
            }
        }
        return text
    }

    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        return value == .infinity ? "+Inf" : value == -.infinity ? "-Inf" : "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        // By scalars: a line break after a return, or a mark on a quote, is one character of Swift's.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
