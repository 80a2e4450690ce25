package import Placement

/// Whose runs a history feature looks at.
package enum HistoryScope: String, Sendable, Hashable, CaseIterable, Codable {
    /// Every run on the target.
    case target
    /// Every run of the workload, wherever it ran.
    case workload
    /// Runs of the workload on the target.
    case pair = "workload-on-target"
}

/// What was known of past runs at any moment: counts, mean time, mean cost, failures and availability over a window.
///
/// Only runs that *ended* before the moment asked about count, so a training row never sees its own outcome or a
/// later one. Sums are kept as whole microseconds and nano-units, which makes a window's mean independent of how much
/// older history is held: training and serving get the same bits.
package struct RunStatistics: HistorySource {
    private var targets: [Target.ID: Series] = [:]
    private var workloads: [Workload.Key: Series] = [:]
    private var pairs: [Workload.Key: [Target.ID: Series]] = [:]

    /// No runs yet.
    package init() {}

    /// - Parameter runs: In any order.
    package init(_ runs: some Sequence<Run>) {
        for run in runs.sorted(by: { ($0.endedAt, $0.id) < ($1.endedAt, $1.id) }) { self.record(run) }
    }

    /// Adds one run. Cheap when runs arrive in the order in which they ended; a late one costs O(*n*) of its series.
    package mutating func record(_ run: Run) {
        let entry = Series.Entry(run)
        let (workload, target) = (run.workload.key, run.target.id)
        self.targets[target, default: Series()].insert(entry)
        self.workloads[workload, default: Series()].insert(entry)
        self.pairs[workload, default: [:]][target, default: Series()].insert(entry)
    }

    /// See ``HistorySource/summary(_:workload:target:windowSeconds:before:)``.
    ///
    /// - Complexity: O(log *n*) in the number of runs in the scope.
    package func summary(
        _ scope: HistoryScope,
        workload: Workload.Key,
        target: Target.ID,
        windowSeconds: Double?,
        before moment: Timestamp
    ) -> RunSummary {
        let series =
            switch scope {
            case .target: self.targets[target]
            case .workload: self.workloads[workload]
            case .pair: self.pairs[workload]?[target]
            }
        return series?.summary(windowSeconds: windowSeconds, before: moment) ?? .empty
    }

    package func summaries(
        _ scope: HistoryScope,
        workload: Workload.Key,
        targets: [Target.ID],
        windowSeconds: Double?,
        before moment: Timestamp
    ) -> [RunSummary] {
        func summaries(of series: [Target.ID: Series]?) -> [RunSummary] {
            guard let series else { return Array(repeating: .empty, count: targets.count) }
            return targets.map { series[$0]?.summary(windowSeconds: windowSeconds, before: moment) ?? .empty }
        }
        switch scope {
        case .target: return summaries(of: self.targets)
        case .pair: return summaries(of: self.pairs[workload])
        case .workload:
            let summary = self.workloads[workload]?.summary(windowSeconds: windowSeconds, before: moment)
            return Array(repeating: summary ?? .empty, count: targets.count)
        }
    }
}

/// Counts and exact sums over the runs of a window.
package struct RunSummary: Sendable, Hashable {
    /// Runs that ended in the window.
    package var runs: Int64 = 0
    /// Those of them that failed.
    package var failures: Int64 = 0
    /// Their time in all, in microseconds.
    package var timeMicroseconds: Int64 = 0
    /// Their cost in all, in nano-units (10⁻⁹) of the domain's currency.
    package var costNanos: Int64 = 0
    /// Clock hours with at least one run, and those of them with at least one success.
    package var hoursSeen: Int64 = 0
    /// Those hours with at least one success.
    package var hoursUp: Int64 = 0

    /// No run.
    package static let empty = RunSummary()

    package init(
        runs: Int64 = 0,
        failures: Int64 = 0,
        timeMicroseconds: Int64 = 0,
        costNanos: Int64 = 0,
        hoursSeen: Int64 = 0,
        hoursUp: Int64 = 0
    ) {
        self.runs = runs
        self.failures = failures
        self.timeMicroseconds = timeMicroseconds
        self.costNanos = costNanos
        self.hoursSeen = hoursSeen
        self.hoursUp = hoursUp
    }

    /// Seconds; NaN without runs.
    package var meanTimeSeconds: Double { self.mean(self.timeMicroseconds) / 1e6 }
    /// Units of the currency; NaN without runs.
    package var meanCost: Double { self.mean(self.costNanos) / 1e9 }
    /// 0 to 1; NaN without runs.
    package var failureRate: Double { self.mean(self.failures) }
    /// Share of the clock hours with runs in which at least one succeeded; NaN without runs.
    package var availability: Double {
        self.hoursSeen > 0 ? Double(self.hoursUp) / Double(self.hoursSeen) : .nan
    }

    private func mean(_ sum: Int64) -> Double { self.runs > 0 ? Double(sum) / Double(self.runs) : .nan }
}

/// The runs of one scope in the order in which they ended, with running totals.
private struct Series: Sendable {
    struct Entry: Sendable {
        let endedAt: Int64
        let timeMicroseconds: Int64
        let costNanos: Int64
        let succeeded: Bool

        init(_ run: Run) {
            self.endedAt = run.endedAt.microseconds
            self.timeMicroseconds = Int64((run.outcome.timeSeconds * 1e6).rounded())
            self.costNanos = run.outcome.cost.nanos
            self.succeeded = run.outcome.succeeded
        }

        var hour: Int64 { Timestamp(microseconds: self.endedAt).hoursSince1970 }
    }

    private var entries: [Entry] = []
    /// `totals[i]` covers `entries[..<i]`. Sums wrap on overflow, and a difference of two is exact all the same.
    private var totals: [RunSummary] = [.empty]
    /// Whether the clock hour of entry *i* had a success among the entries up to *i*.
    private var hourIsUp: [Bool] = []

    mutating func insert(_ entry: Entry) {
        let position = self.firstIndex(notBefore: entry.endedAt &+ 1)
        self.entries.insert(entry, at: position)
        self.totals.removeLast(self.totals.count - 1 - position)
        self.hourIsUp.removeLast(self.hourIsUp.count - position)
        for index in position..<self.entries.count { self.appendTotal(through: index) }
    }

    private mutating func appendTotal(through index: Int) {
        let entry = self.entries[index]
        var total = self.totals[index]
        total.runs += 1
        total.failures += entry.succeeded ? 0 : 1
        total.timeMicroseconds &+= entry.timeMicroseconds
        total.costNanos &+= entry.costNanos
        let isNewHour = index == 0 || self.entries[index - 1].hour != entry.hour
        let wasUp = !isNewHour && self.hourIsUp[index - 1]
        total.hoursSeen += isNewHour ? 1 : 0
        total.hoursUp += entry.succeeded && !wasUp ? 1 : 0
        self.totals.append(total)
        self.hourIsUp.append(wasUp || entry.succeeded)
    }

    func summary(windowSeconds: Double?, before moment: Timestamp) -> RunSummary {
        let end = self.firstIndex(notBefore: moment.microseconds)
        guard let windowSeconds else { return self.totals[end] }
        let opening = moment.advanced(bySeconds: -windowSeconds).hoursSince1970 * 3_600_000_000
        return self.totals[end].subtracting(self.totals[min(end, self.firstIndex(notBefore: opening))])
    }

    /// Index of the first entry that ended at `microseconds` or later.
    private func firstIndex(notBefore microseconds: Int64) -> Int {
        var low = 0
        var high = self.entries.count
        while low < high {
            let middle = (low + high) / 2
            if self.entries[middle].endedAt < microseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension RunSummary {
    fileprivate func subtracting(_ earlier: RunSummary) -> RunSummary {
        RunSummary(
            runs: self.runs - earlier.runs,
            failures: self.failures - earlier.failures,
            timeMicroseconds: self.timeMicroseconds &- earlier.timeMicroseconds,
            costNanos: self.costNanos &- earlier.costNanos,
            hoursSeen: self.hoursSeen - earlier.hoursSeen,
            hoursUp: self.hoursUp - earlier.hoursUp
        )
    }
}
