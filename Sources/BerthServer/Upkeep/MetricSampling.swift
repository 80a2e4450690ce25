internal import MetricRegistry
internal import Placement
internal import ServiceLifecycle

/// Keeps the last hour of every metric, for pages.
struct MetricSampling: Service {
    let registry: MetricRegistry
    let now: @Sendable () -> Timestamp
    let nanoseconds: @Sendable () -> UInt64

    private static let stepNanoseconds = UInt64(MetricHistory.stepSeconds) * 1_000_000_000

    func run() async throws {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let moment = self.nanoseconds()
            self.registry.sample(step: Int(moment / Self.stepNanoseconds), at: self.now().secondsSince1970)
            // Until the next step begins, so that none is left out.
            await pause(seconds: Double(Self.stepNanoseconds - moment % Self.stepNanoseconds) / 1e9)
        }
    }
}
