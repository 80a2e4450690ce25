internal import Decisions
internal import ServiceLifecycle

/// Waits at a stop until all decisions are recorded that somebody was told before.
struct DecisionRecording: Service {
    let decisions: DecisionService

    func run() async throws {
        // Ends when the service stops, in good order or not.
        try? await gracefulShutdown()
        await self.decisions.drainRecordings()
    }
}
