internal import Decisions
internal import Features
internal import JSON
internal import Placement

/// What runs on one provider's targets came to.
struct ProviderStatistics: Sendable {
    let provider: String
    /// By target, ascending.
    let targets: [(id: Target.ID, summary: RunSummary)]
    /// Hours are those of each target, so an hour in which two targets ran counts twice.
    let total: RunSummary

    /// Ascending by provider.
    static func grouped(
        _ summaries: [(target: Target.ID, provider: String, summary: RunSummary)]
    ) -> [ProviderStatistics] {
        Dictionary(grouping: summaries, by: \.provider)
            .sorted { $0.key < $1.key }
            .map { provider, members in
                ProviderStatistics(
                    provider: provider,
                    targets: members.map { ($0.target, $0.summary) },
                    total: members.reduce(.empty) { $0.adding($1.summary) }
                )
            }
    }

    func write(to writer: inout JSONWriter, currency: Currency) {
        writer.beginObject()
        writer.key("provider")
        writer.text(self.provider)
        Self.write(self.total, to: &writer, currency: currency)
        writer.key("targets")
        writer.list(self.targets) { target, writer in
            writer.beginObject()
            writer.key("target")
            writer.text(target.id.description)
            Self.write(target.summary, to: &writer, currency: currency)
            writer.endObject()
        }
        writer.endObject()
    }

    private static func write(_ summary: RunSummary, to writer: inout JSONWriter, currency: Currency) {
        writer.key("runs")
        writer.wholeNumber(summary.runs)
        writer.key("successRate")
        writer.optional(number: 1 - summary.failureRate)
        writer.key("meanDurationMs")
        writer.optional(number: summary.meanTimeSeconds * 1000)
        writer.key("meanCost\(currency)")
        writer.optional(number: summary.meanCost)
        writer.key("totalCost\(currency)")
        writer.number(Double(summary.costNanos) / 1e9)
        writer.key("availability")
        writer.optional(number: summary.availability)
    }
}
