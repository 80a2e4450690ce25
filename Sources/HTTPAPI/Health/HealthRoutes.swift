internal import Access
internal import HTTPTypes
internal import JSON
internal import Placement
internal import Web

/// Whether the service lives, and whether it can take requests.
struct HealthRoutes: Sendable {
    private let health: Health

    init(_ health: Health) { self.health = health }

    var routes: [Route] {
        [
            Route(.get, "/health/live", permission: .observe) { _ in Self.live },
            Route(.get, "/health/ready", permission: .observe) {
                await self.readiness(withDetails: false, isReadOnly: $0.isReadOnly)
            },
            Route(.get, "/health", permission: .observe) {
                await self.readiness(withDetails: true, isReadOnly: $0.isReadOnly)
            },
        ]
    }

    /// Whether the service is going away.
    var isStopping: Bool { self.health.phase == .stopping }

    private static var live: Answer {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("status")
        writer.text("live")
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    func readiness(withDetails: Bool, isReadOnly: Bool) async -> Answer {
        let results = await self.health.findings()
        let phase = self.health.phase
        let isReady = phase == .running && !results.contains { $0.problem != nil && $0.consequence == .unready }
        var reasons = results.compactMap { result in result.problem.map { "\(result.name): \($0)" } }
        if phase != .running { reasons.insert("the service is \(phase.rawValue)", at: 0) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("status")
        writer.text(!isReady ? "not-ready" : reasons.isEmpty ? "ready" : "degraded")
        writer.key("reasons")
        writer.texts(reasons)
        if withDetails {
            writer.key("phase")
            writer.text(phase.rawValue)
            writer.key("version")
            writer.text(self.health.version)
            writer.key("startedAt")
            writer.text(self.health.startedAt.description)
            writer.key("readOnly")
            writer.flag(isReadOnly)
            writer.key("checks")
            writer.list(results) { result, writer in
                writer.beginObject()
                writer.key("name")
                writer.text(result.name)
                writer.key("problem")
                writer.optional(text: result.problem)
                writer.endObject()
            }
        }
        writer.endObject()
        return Answer(isReady ? .ok : .serviceUnavailable, body: writer.bytes)
    }
}
