package import Domains
package import Features
package import Placement
internal import Resilience
internal import Statistics
internal import Synchronization

/// What decisions see of past runs, within bounded memory: sums of every target, and those of the workloads that were
/// asked for lately. The rest stays in the store.
///
/// Sums are those of ``RunStatistics`` at the present moment, with two limits: a run that ends later than now counts at
/// once, and one that is reported so late that its hour is no longer held may count its hour twice until a restart.
package final class LiveHistory: HistorySource {
    private let domain: String
    private let store: any HistoryStore
    private let horizons: Horizons
    private let state: Mutex<Counted>

    /// How many workloads' sums are held.
    package static let defaultCapacity = 10_000

    private struct Counted {
        var targets: [Target.ID: WindowedSums] = [:]
        var workloads: LeastRecentlyUsed<Workload.Key, WorkloadSums>
        var known = WorkloadFilter()
        var changes = WorkloadChanges()
        var lookups = Lookups()
    }

    /// Empty until ``load(at:)``.
    ///
    /// - Parameter capacity: The most workloads whose sums are held, at least 1.
    package init(domain: Domain, store: any HistoryStore, capacity: Int = LiveHistory.defaultCapacity) {
        self.domain = domain.name
        self.store = store
        self.horizons = Horizons(of: domain.program)
        self.state = Mutex(Counted(workloads: LeastRecentlyUsed(capacity: capacity)))
    }

    /// Reads what is held of all targets; before the first decision.
    package func load(at moment: Timestamp) async throws {
        guard self.horizons.isNeeded else { return }
        let targets = try await self.store.targets(of: self.domain, fromHour: self.horizons.targetHour(at: moment))
        self.state.withLock { $0.targets = targets.mapValues { WindowedSums($0) } }
    }

    /// Reads which workloads have run, a page at a time beside the decisions: until it is through, every workload is
    /// looked for in the store.
    package func learnWorkloads() async throws {
        guard self.horizons.needsWorkloads else { return }
        var last: UInt64?
        while true {
            let hashes = try await self.store.workloadHashes(of: self.domain, after: last, limit: Self.hashPage)
            self.state.withLock { state in
                for hash in hashes { state.known.insert(hash) }
                if hashes.count < Self.hashPage { state.known.isComplete = true }
            }
            guard hashes.count == Self.hashPage else { return }
            last = hashes.last
        }
    }

    /// Some milliseconds of reading, and less of holding up decisions.
    private static let hashPage = 10_000

    /// The longest window over runs of a workload that a feature of the domain has, in seconds; 0 without one.
    package var longestWorkloadSeconds: Double { self.horizons.longestWorkloadSeconds }

    /// Sums of every target as the store has them.
    ///
    /// - Parameter hour: Of the runs that ended in this clock hour or later; of all when `nil`.
    func summaries(fromHour hour: Int64?) async throws -> [Target.ID: RunSummary] {
        try await self.store.targets(of: self.domain, fromHour: hour ?? .max).mapValues { $0.summary(fromHour: hour) }
    }

    /// Sums of every target as the store has them, the hours from one on apart.
    func hourlySums(fromHour hour: Int64) async throws -> [Target.ID: HourlySums] {
        try await self.store.targets(of: self.domain, fromHour: hour)
    }

    /// How often the sums of a workload were held when they were asked for.
    package var lookups: Lookups { self.state.withLock { $0.lookups } }

    /// Brings a workload's sums to hand. A decision without it sees no runs of the workload.
    package func prepare(_ workload: Workload.Key, at moment: Timestamp) async throws {
        guard self.horizons.needsWorkloads else { return }
        var attempt = 1
        while let change = self.beginLoading(workload) {
            let sums = try await self.store.targets(
                of: workload,
                in: self.domain,
                fromHour: self.horizons.workloadHour(at: moment)
            )
            let isLast = attempt == Self.loadingAttempts
            if self.finishLoading(workload, sums, unless: isLast ? nil : change) { return }
            attempt += 1
        }
    }

    /// A workload whose runs come in faster than they can be read is decided on without the last of them.
    private static let loadingAttempts = 3

    /// - Returns: `nil` when the sums are at hand or there are none.
    private func beginLoading(_ workload: Workload.Key) -> WorkloadChanges.Mark? {
        let hash = StableHash.of(workload.description)
        return self.state.withLock { state in
            guard state.known.mayContain(hash) else { return nil }
            if state.workloads.value(for: workload)?.isStale == false {
                state.lookups.hits += 1
                return nil
            }
            state.lookups.misses += 1
            return state.changes.mark(of: workload)
        }
    }

    /// - Parameter mark: The sums are refused when a run came in since then, which they might lack.
    private func finishLoading(
        _ workload: Workload.Key,
        _ sums: [Target.ID: HourlySums],
        unless mark: WorkloadChanges.Mark?
    ) -> Bool {
        self.state.withLock { state in
            if let mark, state.changes.mark(of: workload) != mark { return false }
            state.workloads.insert(WorkloadSums(sums), for: workload)
            return true
        }
    }

    /// Takes in runs that the store has just kept, each once.
    ///
    /// - Parameter moment: Now; a run that ends later moves no window.
    package func record(_ runs: [Run], at moment: Timestamp) {
        guard self.horizons.isNeeded else { return }
        self.state.withLock { state in
            for run in runs {
                state.targets[run.target.id, default: WindowedSums(HourlySums())].add(run)
                state.known.insert(StableHash.of(run.workload.key.description))
                // The store has the run already: what is held is read again when it is asked for, and until then a
                // decision that is being made sees what it saw before.
                state.workloads.update(run.workload.key) { $0.isStale = true }
                state.changes.note(run.workload.key)
            }
            guard let last = runs.last else { return }
            let oldest = self.horizons.targetHour(at: min(last.endedAt, moment))
            for target in state.targets.keys { state.targets[target]?.forgetHours(before: oldest) }
        }
    }

    package func summary(
        _ scope: HistoryScope,
        workload: Workload.Key,
        target: Target.ID,
        windowSeconds: Double?,
        before moment: Timestamp
    ) -> RunSummary {
        let found = self.summaries(
            scope,
            workload: workload,
            targets: [target],
            windowSeconds: windowSeconds,
            before: moment
        )
        return found[0]
    }

    package func summaries(
        _ scope: HistoryScope,
        workload: Workload.Key,
        targets: [Target.ID],
        windowSeconds: Double?,
        before moment: Timestamp
    ) -> [RunSummary] {
        let hour = windowSeconds.map { moment.advanced(bySeconds: -$0).hoursSince1970 }
        return self.state.withLock { state in
            switch scope {
            case .target: return targets.map { state.targets[$0]?.summary(fromHour: hour) ?? .empty }
            case .pair:
                let sums = state.workloads.value(for: workload)
                return targets.map { sums?.byTarget[$0]?.summary(fromHour: hour) ?? .empty }
            case .workload:
                let sum = state.workloads.value(for: workload)?.all.summary(fromHour: hour) ?? .empty
                return [RunSummary](repeating: sum, count: targets.count)
            }
        }
    }
}

/// Sums of one target with the windows that were asked for lately: most decisions of an hour ask for the same.
private struct WindowedSums: Sendable {
    private var sums: HourlySums
    private var windows: [HourlySums.HourSum] = []

    /// As many different windows as programs have.
    private static let windowLimit = 4

    init(_ sums: HourlySums) { self.sums = sums }

    mutating func add(_ run: Run) {
        self.sums.add(run)
        self.windows.removeAll(keepingCapacity: true)
    }

    mutating func forgetHours(before hour: Int64) { self.sums.forgetHours(before: hour) }

    mutating func summary(fromHour hour: Int64?) -> RunSummary {
        guard let hour else { return self.sums.summary(fromHour: nil) }
        if let known = self.windows.first(where: { $0.hour == hour }) { return known.sum }
        let sum = self.sums.summary(fromHour: hour)
        if self.windows.count == Self.windowLimit { self.windows.removeFirst() }
        self.windows.append(HourlySums.HourSum(hour: hour, sum: sum))
        return sum
    }
}

/// Sums of one workload on each target and on all of them.
private struct WorkloadSums: Sendable {
    let byTarget: [Target.ID: HourlySums]
    let all: HourlySums
    /// A run came in since they were read.
    var isStale = false

    init(_ sums: [Target.ID: HourlySums]) {
        self.byTarget = sums
        self.all = Self.merged(sums.values)
    }

    /// An hour in which the workload ran on two targets is one hour.
    private static func merged(_ sums: some Collection<HourlySums>) -> HourlySums {
        let earlier = sums.reduce(RunSummary.empty) { $0.adding($1.earlier) }
        var hours: [Int64: RunSummary] = [:]
        for entry in sums.flatMap(\.hours) {
            var sum = hours[entry.hour, default: .empty].adding(entry.sum)
            sum.hoursSeen = min(sum.hoursSeen, 1)
            sum.hoursUp = min(sum.hoursUp, 1)
            hours[entry.hour] = sum
        }
        return HourlySums(
            earlier: earlier,
            hours: hours.sorted { $0.key < $1.key }.map { HourlySums.HourSum(hour: $0.key, sum: $0.value) }
        )
    }
}

/// Tells whether a workload's runs changed while its sums were read.
private struct WorkloadChanges: Sendable {
    struct Mark: Sendable, Hashable {
        let epoch: Int
        let count: Int
    }

    private var counts: [Workload.Key: Int] = [:]
    private var epoch = 0

    private static let limit = 10_000

    func mark(of workload: Workload.Key) -> Mark { Mark(epoch: self.epoch, count: self.counts[workload] ?? 0) }

    mutating func note(_ workload: Workload.Key) {
        self.counts[workload, default: 0] += 1
        // Whoever is reading now reads again, whatever he reads.
        guard self.counts.count > Self.limit else { return }
        self.counts.removeAll(keepingCapacity: true)
        self.epoch += 1
    }
}
