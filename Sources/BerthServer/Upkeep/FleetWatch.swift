internal import Logging
internal import Nodes
internal import ServiceLifecycle
internal import TaskDispatch
internal import TaskPlacement

/// Notices nodes that fall silent, so that their tasks run elsewhere, and measures how far away the others are.
struct FleetWatch: Service {
    let fleet: FleetService
    let tasks: TaskService
    let targets: FleetTargets?
    let nanoseconds: @Sendable () -> UInt64
    let logger: Logger

    private let client = HealthClient()

    private static let lookSeconds = 0.5
    private static let measurementSeconds = 5.0
    private static let timeoutSeconds = 2.0

    func run() async throws {
        // Nodes that are slow to answer do not keep from noticing who is lost.
        await withDiscardingTaskGroup { group in
            group.addTask { await self.repeating(after: Self.lookSeconds) { await self.look() } }
            group.addTask {
                await self.repeating(after: Self.measurementSeconds) {
                    await cancelWhenGracefulShutdown { await self.measure() }
                }
            }
        }
    }

    private func repeating(after seconds: Double, _ work: () async -> Void) async {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            await work()
            await pause(seconds: seconds)
        }
    }

    private func look() async {
        for node in self.fleet.losses() {
            self.logger.warning("a node has gone silent", metadata: ["node": "\(node)"])
            await self.tasks.lost(node)
        }
        self.targets?.refresh()
    }

    /// Asks the nodes one after the other, so that they do not delay each other.
    private func measure() async {
        for state in self.fleet.nodes where state.status != .lost {
            // The first request opens the connection, which later ones use again.
            if state.latencySeconds == nil { _ = await self.latency(of: state.node) }
            guard !Task.isCancelled, let seconds = await self.latency(of: state.node) else { continue }
            self.fleet.measured(seconds, of: state.node.id)
        }
    }

    /// `nil` where there is no answer in time.
    private func latency(of node: Node) async -> Double? {
        let started = self.nanoseconds()
        do {
            _ = try await self.client.status(of: "\(node.address)/health", timeoutSeconds: Self.timeoutSeconds)
        } catch {
            return nil
        }
        return Double(self.nanoseconds() &- started) / 1e9
    }
}
