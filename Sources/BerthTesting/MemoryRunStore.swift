package import Decisions
internal import Features
package import Placement
internal import Statistics
internal import Synchronization
package import Telemetry

/// Keeps runs in memory.
package final class MemoryRunStore: RunStore, RunArchive, HistoryStore, HistoryArchive {
    private struct Kept {
        let report: RunReport
        let number: Int64
        let received: Timestamp
        var isSealed = false
    }

    private struct Collected {
        var kept: [String: [Run.ID: Kept]] = [:]
        /// Every run that ever came, for history; removal takes nothing away.
        var history: [String: [Run]] = [:]
        /// The same for history of workloads, until it is too old.
        var workloadHistory: [String: [Run]] = [:]
        /// The number of the newest observation.
        var newest: Int64 = 0
        var hearers: [@Sendable ([Observation]) -> Void] = []
    }

    private let decisions: MemoryDecisionLog
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(Collected())

    /// - Parameters:
    ///   - decisions: The log that runs may refer to.
    ///   - now: The moment at which runs are received.
    package init(
        decisions: MemoryDecisionLog = MemoryDecisionLog(),
        now: @escaping @Sendable () -> Timestamp = { Timestamp(microseconds: 0) }
    ) {
        self.decisions = decisions
        self.now = now
    }

    package func append(_ reports: [RunReport], to domain: String) async throws -> RunImport {
        for report in reports { try report.run.requireStorable() }
        return self.state.withLock { state in
            var result = RunImport()
            var observations: [Observation] = []
            for (index, report) in reports.enumerated() where self.append(report, to: domain, &state, &result) {
                result.kept.append(index)
                observations.append(Observation(number: state.newest, domain: domain, report: report))
            }
            for hear in state.hearers where !observations.isEmpty { hear(observations) }
            return result
        }
    }

    /// - Returns: Whether the run is kept now.
    private func append(
        _ report: RunReport,
        to domain: String,
        _ state: inout Collected,
        _ result: inout RunImport
    ) -> Bool {
        let id = report.run.id
        if let known = state.kept[domain]?[id] {
            if known.report.saysTheSame(as: report) { result.duplicates += 1 } else { result.contradicting.append(id) }
            return false
        }
        if let decision = report.decision {
            guard self.decisions.knows(decision, of: domain) else {
                result.unknownDecisions.append(id)
                return false
            }
            self.decisions.observe(report.run, of: decision)
        }
        state.newest += 1
        state.kept[domain, default: [:]][id] = Kept(report: report, number: state.newest, received: self.now())
        state.history[domain, default: []].append(report.run)
        state.workloadHistory[domain, default: []].append(report.run)
        return true
    }

    package func runs(_ query: RunQuery) async throws -> [Run] { try await self.reports(query).map(\.run) }

    package func reports(_ query: RunQuery) async throws -> [RunReport] {
        query.answer(from: self.all(query.domain).map(\.report))
    }

    package func summary(of domain: String) async throws -> RunCounts {
        var counts = RunCounts()
        for kept in self.all(domain) { counts.add(kept.report.run) }
        return counts
    }

    package func targets(of domain: String) async throws -> [Target] {
        try await self.runs(RunQuery(domain: domain)).latestTargets
    }

    package func domains() async throws -> [String] {
        self.state.withLock { $0.kept.filter { !$0.value.isEmpty }.keys.sorted() }
    }

    private func all(_ domain: String) -> [Kept] {
        self.state.withLock { $0.kept[domain].map { Array($0.values) } ?? [] }
    }

    // MARK: Observations

    package func observations(after number: Int64, limit: Int) async throws -> ObservationPage {
        self.state.withLock { state in
            let found = state.kept.flatMap { domain, kept in
                kept.values.map { Observation(number: $0.number, domain: domain, report: $0.report) }
            }.filter { $0.number > number }.sorted { $0.number < $1.number }
            return ObservationPage(
                after: number,
                newest: state.newest,
                found: Array(found.prefix(limit)),
                limit: limit
            )
        }
    }

    package func newestObservation() async throws -> Int64 { self.state.withLock { $0.newest } }

    package func whenCommitted(_ hear: @escaping @Sendable ([Observation]) -> Void) {
        self.state.withLock { $0.hearers.append(hear) }
    }

    // MARK: Archive

    package func seal(receivedBefore moment: Timestamp, limit: Int) async throws -> Int {
        self.state.withLock { state in
            let old = Self.places(in: state) { !$0.isSealed && $0.received < moment }.prefix(limit)
            for (domain, id) in old { state.kept[domain]?[id]?.isSealed = true }
            return old.count
        }
    }

    package func remove(from domain: String, startedBefore moment: Timestamp, limit: Int) async throws -> Int {
        self.state.withLock { state in
            let old = Self.places(in: state) { $0.report.run.startedAt < moment }.filter { $0.0 == domain }.prefix(
                limit
            )
            for (domain, id) in old { state.kept[domain]?[id] = nil }
            return old.count
        }
    }

    private static func places(in state: Collected, where condition: (Kept) -> Bool) -> [(String, Run.ID)] {
        state.kept.sorted { $0.key < $1.key }.flatMap { domain, kept in
            kept.values.filter(condition).map { (domain, $0.report.run.id) }.sorted { $0.1 < $1.1 }
        }
    }

    // MARK: History, by the slow way: from every run

    package func targets(of domain: String, fromHour hour: Int64) async throws -> [Target.ID: HourlySums] {
        Self.sums(of: self.state.withLock { $0.history[domain] ?? [] }, fromHour: hour)
    }

    package func targets(
        of workload: Workload.Key,
        in domain: String,
        fromHour hour: Int64
    ) async throws -> [Target.ID: HourlySums] {
        let runs = self.state.withLock { $0.workloadHistory[domain] ?? [] }
        return Self.sums(of: runs.filter { $0.workload.key == workload }, fromHour: hour)
    }

    package func workloadHashes(of domain: String, after last: UInt64?, limit: Int) async throws -> [UInt64] {
        let runs = self.state.withLock { $0.workloadHistory[domain] ?? [] }
        let hashes = Set(runs.map { Int64(bitPattern: StableHash.of($0.workload.key.description)) }).sorted()
        let following = hashes.drop { hash in last.map { hash <= Int64(bitPattern: $0) } ?? false }
        return following.prefix(limit).map { UInt64(bitPattern: $0) }
    }

    package func removeWorkloadHours(
        of domain: String,
        before hour: Int64,
        after place: HistoryPlace?,
        limit: Int
    ) async throws -> (removed: Int, next: HistoryPlace?) {
        self.state.withLock { state in
            func key(_ run: Run) -> [String] {
                [run.workload.key.description, run.target.id.description, "\(run.endedAt.hoursSince1970)"]
            }
            let runs = state.workloadHistory[domain] ?? []
            let old = Set(runs.filter { $0.endedAt.hoursSince1970 < hour }.map(key))
            let removed = Set(old.sorted { $0.lexicographicallyPrecedes($1) }.prefix(limit))
            state.workloadHistory[domain] = runs.filter { !removed.contains(key($0)) }
            // What is removed is gone, so that going on begins anew.
            let next = HistoryPlace(workload: 0, target: 0, hour: 0)
            return (removed.count, removed.count < limit ? nil : next)
        }
    }

    private static func sums(of runs: [Run], fromHour first: Int64) -> [Target.ID: HourlySums] {
        Dictionary(grouping: runs) { $0.target.id }.mapValues { runs in
            let hours = Dictionary(grouping: runs) { $0.endedAt.hoursSince1970 }.mapValues(RunSummary.init(ofOneHour:))
            var sums = HourlySums()
            for (hour, sum) in hours.sorted(by: { $0.key < $1.key }) {
                sums.append(HourlySums.HourSum(hour: hour, sum: sum), fromHour: first)
            }
            return sums
        }
    }
}

extension RunSummary {
    fileprivate init(ofOneHour runs: [Run]) {
        self = .empty
        self.hoursSeen = 1
        for run in runs {
            self.runs += 1
            self.failures += run.outcome.succeeded ? 0 : 1
            self.timeMicroseconds &+= Int64((run.outcome.timeSeconds * 1e6).rounded())
            self.costNanos &+= run.outcome.cost.nanos
            if run.outcome.succeeded { self.hoursUp = 1 }
        }
    }
}
