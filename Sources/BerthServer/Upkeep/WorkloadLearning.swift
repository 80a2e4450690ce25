internal import Decisions
internal import Domains
internal import Logging
internal import ServiceLifecycle

/// Tells each domain which workloads have run before, beside the first decisions: with millions of them that takes
/// longer than a start should.
struct WorkloadLearning: Service {
    let decisions: DecisionService
    let logger: Logger

    private static let retrySeconds = 10.0

    func run() async throws {
        for serving in self.decisions.domains {
            while !Task.isCancelled, !Task.isShuttingDownGracefully {
                do {
                    try await cancelWhenGracefulShutdown { try await serving.history.learnWorkloads() }
                    break
                } catch is CancellationError {
                    break
                } catch {
                    self.logger.error(
                        "known workloads cannot be read",
                        metadata: ["domain": "\(serving.domain.name)", "problem": "\(error)"]
                    )
                    await pause(seconds: Self.retrySeconds)
                }
            }
        }
        // A service that ends would end all.
        try? await gracefulShutdown()
    }
}
