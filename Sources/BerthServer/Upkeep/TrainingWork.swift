internal import Logging
internal import Pipelines
internal import Registry
internal import ServiceLifecycle

/// Takes up the trainings that the end of a process has interrupted. A stop interrupts them again, for the next start.
struct TrainingWork: Service {
    let training: TrainingService
    let logger: Logger

    func run() async throws {
        do {
            let registered = try await cancelWhenGracefulShutdown {
                try await self.training.resume { interrupted, error in
                    self.logger.error(
                        "an interrupted training failed",
                        metadata: [
                            "training": "\(interrupted.number)", "domain": "\(interrupted.training.order.domain)",
                            "problem": "\(error)",
                        ]
                    )
                }
            }
            for id in registered {
                self.logger.notice("an interrupted training has registered its model", metadata: ["model": "\(id)"])
            }
        } catch is CancellationError {
            return
        } catch {
            self.logger.error("interrupted trainings cannot be read", metadata: ["problem": "\(error)"])
        }
        // A service that ends would end all.
        try? await gracefulShutdown()
    }
}
