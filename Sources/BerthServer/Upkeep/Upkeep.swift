internal import Decisions
internal import Logging
internal import Placement
internal import ServiceLifecycle
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
    let decisions: any DecisionArchive
    let now: @Sendable () -> Timestamp
    let logger: Logger

    private static let intervalSeconds = 10.0
    /// Rows a step, so that nobody who writes waits long.
    private static let stepRows = 2_000

    func run() async throws {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let moment = self.now()
            await self.steps("runs packed") { limit in
                try await self.runs.seal(
                    receivedBefore: moment.advanced(bySeconds: -self.limits.sealMinutes * 60),
                    limit: limit
                )
            }
            await self.removeRuns()
            await self.steps("decisions removed") { limit in
                try await self.decisions.remove(
                    madeBefore: moment.advanced(bySeconds: -self.limits.decisionDays * 86_400),
                    limit: limit
                )
            }
            await pause(seconds: Self.intervalSeconds)
        }
    }

    /// Runs age against the newest of their domain, as in training: a history that was brought in stays whole.
    private func removeRuns() async {
        do {
            for domain in try await self.runs.domains() {
                guard let newest = try await self.runs.summary(of: domain).latest else { continue }
                let oldest = newest.advanced(bySeconds: -self.limits.runDays * 86_400)
                await self.steps("runs removed") { limit in
                    try await self.runs.remove(from: domain, startedBefore: oldest, limit: limit)
                }
            }
        } catch {
            self.logger.error("upkeep failed", metadata: ["step": "runs removed", "problem": "\(error)"])
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
