internal import Decisions
internal import Logging
internal import Placement
internal import ServiceLifecycle
internal import TaskDispatch
internal import Telemetry

/// Keeps the stores small: packs what is old, removes what is too old, a little at a time.
struct Upkeep: Service {
    /// What is kept, and how long.
    struct Limits: Sendable {
        let runDays: Double
        let decisionDays: Double
        let sealMinutes: Double
    }

    let limits: Limits
    let runs: any RunStore & RunArchive
    let decisions: any DecisionArchive & TargetTableStore
    /// Hashes of the tables of targets that decisions are made on now.
    let targetTablesInForce: @Sendable () -> Set<String>
    let tasks: any TaskArchive
    let history: any HistoryArchive
    /// The longest window over runs of a workload that a feature of a domain has, in seconds; 0 without one.
    let longestWorkloadSeconds: @Sendable (_ domain: String) -> Double
    let now: @Sendable () -> Timestamp
    let logger: Logger

    private static let intervalSeconds = 10.0
    /// Rows a step, so that nobody who writes waits long.
    private static let stepRows = 2_000

    func run() async throws {
        var hours = WorkloadHours()
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let moment = self.now()
            await self.steps("runs packed") { limit in
                try await self.runs.seal(
                    receivedBefore: moment.advanced(bySeconds: -self.limits.sealMinutes * 60),
                    limit: limit
                )
            }
            await self.removeRuns()
            await self.steps("decisions deleted") { limit in
                try await self.decisions.remove(
                    madeBefore: moment.advanced(bySeconds: -self.limits.decisionDays * 86_400),
                    limit: limit
                )
            }
            await self.removeTargetTables()
            await self.steps("tasks removed") { limit in
                try await self.tasks.removeTasks(
                    endedBefore: moment.advanced(bySeconds: -self.limits.decisionDays * 86_400),
                    limit: limit
                )
            }
            await self.removeHours(&hours)
            await pause(seconds: Self.intervalSeconds)
        }
    }

    /// Since when a domain's runs are kept. They age against the newest of their domain, as in training: a history that
    /// was brought in stays whole.
    ///
    /// - Returns: `nil` for a domain without runs.
    private func oldest(of domain: String, keptSeconds: Double) async throws -> Timestamp? {
        // A start in the future is a wrong clock, and ages nobody.
        try await self.runs.summary(of: domain).latest.map {
            min($0, self.now()).advanced(bySeconds: -keptSeconds)
        }
    }

    private var runSeconds: Double { self.limits.runDays * 86_400 }

    /// Tables of targets go with the last record that names them.
    private func removeTargetTables() async {
        do {
            let count = try await self.decisions.removeTargetTables(except: self.targetTablesInForce())
            if count > 0 { self.logger.info("target tables deleted", metadata: ["count": "\(count)"]) }
        } catch is CancellationError {
            return
        } catch {
            self.logger.error("upkeep failed", metadata: ["step": "target tables deleted", "problem": "\(error)"])
        }
    }

    private func removeRuns() async {
        do {
            for domain in try await self.runs.domains() {
                guard let oldest = try await self.oldest(of: domain, keptSeconds: self.runSeconds) else { continue }
                await self.steps("runs deleted") { limit in
                    try await self.runs.remove(from: domain, startedBefore: oldest, limit: limit)
                }
            }
        } catch {
            self.logger.error("upkeep failed", metadata: ["step": "runs deleted", "problem": "\(error)"])
        }
    }

    /// A workload's sums go with its runs, since training sees no more of it; where a feature looks farther back, when
    /// none can see them any more.
    private func removeHours(_ hours: inout WorkloadHours) async {
        do {
            try await hours.begin(at: self.now()) {
                var domains: [WorkloadHours.Domain] = []
                for domain in try await self.runs.domains() {
                    let kept = max(self.runSeconds, self.longestWorkloadSeconds(domain))
                    guard let oldest = try await self.oldest(of: domain, keptSeconds: kept) else { continue }
                    domains.append(WorkloadHours.Domain(name: domain, firstHour: oldest.hoursSince1970))
                }
                return domains
            }
            let count = try await hours.walk(self.history, limit: Self.stepRows)
            if count > 0 { self.logger.info("workload sums deleted", metadata: ["count": "\(count)"]) }
        } catch is CancellationError {
            return
        } catch {
            self.logger.error("upkeep failed", metadata: ["step": "workload sums deleted", "problem": "\(error)"])
        }
    }

    /// Repeats a step until it has nothing left to do. A failing store is told and asked again at the next turn.
    private func steps(_ what: Logger.Message, _ step: (Int) async throws -> Int) async {
        var total = 0
        do {
            while !Task.isShuttingDownGracefully {
                let count = try await step(Self.stepRows)
                total += count
                if count < Self.stepRows { break }
            }
        } catch is CancellationError {
            return
        } catch {
            self.logger.error("upkeep failed", metadata: ["step": "\(what)", "problem": "\(error)"])
        }
        if total > 0 { self.logger.info(what, metadata: ["count": "\(total)"]) }
    }
}
