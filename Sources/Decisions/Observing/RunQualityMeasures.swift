internal import Domains
internal import MetricRegistry
internal import Placement
internal import Synchronization
internal import Telemetry

/// What reported runs are worth for learning: metrics of the data, not of what ran.
struct RunQualityMeasures: Sendable {
    private let reports: Counter
    private let unreadable: Counter
    private let missing: Counter
    private let newest: Gauge
    /// The latest start so far, by domain.
    private let latest = LatestStarts()

    init(_ registry: MetricRegistry) {
        self.reports = registry.counter(
            "berth_run_reports_total",
            "Readable run reports, by result.",
            labels: ["domain", "result"]
        )
        self.unreadable = registry.counter(
            "berth_unreadable_run_bodies_total",
            "Bodies rejected because a run in them could not be read.",
            labels: ["domain"]
        )
        self.missing = registry.counter(
            "berth_run_missing_values_total",
            "Stored runs without a value for an attribute that the domain reads.",
            labels: ["domain", "attribute"]
        )
        self.newest = registry.gauge(
            "berth_newest_run_start_seconds",
            "Start of the newest run reported since the process started, in seconds since 1970.",
            labels: ["domain"]
        )
    }

    /// Counts what became of reports.
    func collected(_ result: RunImport, domain: String) {
        self.reports.add(Double(result.imported), domain, "stored")
        self.reports.add(Double(result.duplicates), domain, "duplicate")
        self.reports.add(Double(result.contradicting.count), domain, "contradicting")
        self.reports.add(Double(result.unknownDecisions.count), domain, "unknown-decision")
    }

    /// Looks at what was kept.
    func kept(_ runs: [Run], schema: WorkloadSchema, domain: String) {
        guard let start = runs.map(\.startedAt).max() else { return }
        for attribute in schema.attributes {
            let count = runs.count { $0.workload.attributes[attribute]?.isMissing ?? true }
            self.missing.add(Double(count), domain, attribute)
        }
        self.latest.note(start, of: domain) { self.newest.set($0.secondsSince1970, domain) }
    }

    func unreadable(_ domain: String) { self.unreadable.add(1, domain) }
}

private final class LatestStarts: Sendable {
    private let starts = Mutex<[String: Timestamp]>([:])

    func note(_ start: Timestamp, of domain: String, _ show: (Timestamp) -> Void) {
        self.starts.withLock { starts in
            if let known = starts[domain], known >= start { return }
            starts[domain] = start
            show(start)
        }
    }
}
