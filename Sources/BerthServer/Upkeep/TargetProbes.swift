internal import Decisions
internal import Logging
internal import Placement
internal import ServiceLifecycle

/// Asks targets for their health, each at its own pace.
struct TargetProbes: Service {
    let probes: [ProbeSettings]
    let decisions: DecisionService
    let now: @Sendable () -> Timestamp
    let logger: Logger
    private let client = HealthClient()

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for probe in self.probes {
                group.addTask { await self.watch(probe) }
            }
        }
    }

    private func watch(_ probe: ProbeSettings) async {
        let target = Target.ID(probe.target)
        guard let serving = self.decisions.domain(probe.domain) else { return }
        var wasWell = true
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            // A stop waits for no answer.
            let problem = await cancelWhenGracefulShutdown {
                await self.problem(at: probe.url, timeoutSeconds: probe.timeoutSeconds)
            }
            if Task.isShuttingDownGracefully { return }
            serving.availability.set(ProbeResult(at: self.now(), problem: problem), of: target)
            if (problem == nil) != wasWell {
                wasWell = problem == nil
                self.logger.notice(
                    "target health changed",
                    metadata: ["target": "\(target)", "domain": "\(probe.domain)", "problem": "\(problem ?? "none")"]
                )
            }
            await pause(seconds: probe.intervalSeconds)
        }
    }

    /// `nil` for an answer below 400.
    private func problem(at url: String, timeoutSeconds: Double) async -> String? {
        do {
            let status = try await self.client.status(of: url, timeoutSeconds: timeoutSeconds, closes: true)
            return status < 400 ? nil : "status \(status)"
        } catch is HealthClient.Late {
            return "no answer within \(Figure.short(timeoutSeconds)) s"
        } catch {
            return "no answer"
        }
    }
}

/// Waits, unless the service is to stop.
func pause(seconds: Double) async {
    await cancelWhenGracefulShutdown {
        // A wait that was cut short is what a stop asks for.
        try? await Task.sleep(for: .seconds(seconds))
    }
}
