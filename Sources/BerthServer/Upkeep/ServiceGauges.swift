internal import Decisions
internal import Domains
internal import Foundation
internal import MetricRegistry
internal import Placement

/// Metrics that are read rather than counted: caches, targets, exploration, memory.
struct ServiceGauges: Sendable {
    private let decisions: DecisionService
    private let now: @Sendable () -> Timestamp
    private let predictionHits: Gauge
    private let predictionLookups: Gauge
    private let historyHits: Gauge
    private let historyLookups: Gauge
    private let available: Gauge
    private let explorationSpent: Gauge
    private let modelPaused: Gauge
    private let residentMemory: Gauge

    init(_ registry: MetricRegistry, decisions: DecisionService, now: @escaping @Sendable () -> Timestamp) {
        self.decisions = decisions
        self.now = now
        self.predictionHits = registry.gauge(
            "berth_prediction_cache_hit_ratio",
            "Share of predictions found in the cache.",
            labels: ["domain"]
        )
        self.predictionLookups = registry.gauge(
            "berth_prediction_cache_lookups",
            "Lookups in the prediction cache since the start.",
            labels: ["domain"]
        )
        self.historyHits = registry.gauge(
            "berth_history_cache_hit_ratio",
            "Share of known workloads whose history was in memory.",
            labels: ["domain"]
        )
        self.historyLookups = registry.gauge(
            "berth_history_cache_lookups",
            "Lookups in the history cache since the start.",
            labels: ["domain"]
        )
        self.available = registry.gauge(
            "berth_target_available",
            "1 for a target that can be chosen, 0 for one that cannot.",
            labels: ["domain", "target"]
        )
        self.explorationSpent = registry.gauge(
            "berth_exploration_spent",
            "Predicted extra cost of all exploration, in units of the domain's currency.",
            labels: ["domain"]
        )
        self.modelPaused = registry.gauge(
            "berth_model_paused",
            "1 while the serving model is paused after repeated failures.",
            labels: ["domain"]
        )
        self.residentMemory = registry.gauge("process_resident_memory_bytes", "Resident memory of the process.")
        registry.gauge("process_start_time_seconds", "When the process started, in seconds since 1970.")
            .set(now().secondsSince1970)
    }

    /// A domain with more targets has no gauge for each.
    private static let mostTargets = DomainServing.runTargets

    func refresh() {
        let moment = self.now()
        for serving in self.decisions.domains {
            let domain = serving.domain.name
            let predictions = serving.predictionLookups
            let history = serving.history.lookups
            self.predictionHits.set(predictions.hitRate ?? 0, domain)
            self.predictionLookups.set(Double(predictions.hits + predictions.misses), domain)
            self.historyHits.set(history.hitRate ?? 0, domain)
            self.historyLookups.set(Double(history.hits + history.misses), domain)
            self.explorationSpent.set(serving.explorationSpent, domain)
            self.modelPaused.set(serving.isModelPaused ? 1 : 0, domain)
            let unavailable = serving.availability.unavailable(at: moment)
            // A series for each of many thousands would tell nobody anything.
            guard serving.targets.count <= Self.mostTargets else { continue }
            for id in serving.targets.ids {
                self.available.set(unavailable[id] == nil ? 1 : 0, domain, id.description)
            }
        }
        if let bytes = Self.residentBytes { self.residentMemory.set(bytes) }
    }

    /// The second number of `/proc/self/statm`, in pages; `nil` where there is no such file.
    private static var residentBytes: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? Double(fields[1]).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}
