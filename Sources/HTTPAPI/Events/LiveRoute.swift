internal import Access
internal import HTTPTypes
internal import JSON
internal import TaskDispatch
internal import Web

/// Nodes, tasks and health, told while they change.
struct LiveRoute: Sendable {
    let tasks: TaskService
    let nodes: NodeRoutes
    let health: HealthRoutes
    let clock: any Clock<Duration>

    var routes: [Route] {
        [Route(.get, "/api/v1/live", permission: .read) { Answer(events: LiveEvents(self, isReadOnly: $0.isReadOnly)) }]
    }
}

/// One reader's view: what it was told last.
private struct LiveEvents: EventSource {
    private let live: LiveRoute
    private let isReadOnly: Bool
    private var isFirst = true
    private var quietSeconds = 0
    private var number: Int?
    private var nodes: [UInt8] = []
    private var health: [UInt8] = []

    private static let quietLimit = 10

    init(_ live: LiveRoute, isReadOnly: Bool) {
        self.live = live
        self.isReadOnly = isReadOnly
    }

    mutating func next() async -> [UInt8]? {
        while true {
            if self.isFirst {
                self.isFirst = false
            } else {
                do { try await self.live.clock.sleep(for: .seconds(1)) } catch { return nil }
            }
            if self.live.health.isStopping { return nil }
            let news = await self.news()
            if !news.isEmpty {
                self.quietSeconds = 0
                return news
            }
            self.quietSeconds += 1
            if self.quietSeconds >= Self.quietLimit {
                self.quietSeconds = 0
                return ServerSentEvents.alive
            }
        }
    }

    private mutating func news() async -> [UInt8] {
        var bytes: [UInt8] = []
        let nodes = self.live.nodes.status.body
        if nodes != self.nodes { bytes += ServerSentEvents.event("nodes", nodes) }
        self.nodes = nodes
        let (tasks, number) = self.live.tasks.changes.changes(since: self.number ?? 0)
        if number != self.number {
            bytes += ServerSentEvents.event("tasks", self.live.tasks.overview(of: tasks))
        }
        self.number = number
        let health = await self.live.health.readiness(withDetails: true, isReadOnly: self.isReadOnly).body
        if health != self.health { bytes += ServerSentEvents.event("health", health) }
        self.health = health
        return bytes
    }
}

extension TaskService {
    fileprivate func overview(of tasks: [TaskRecord]) -> [UInt8] {
        let counts = self.counts
        var writer = JSONWriter(reserving: 1024 * (tasks.count + 1))
        writer.beginObject()
        writer.key("queued")
        writer.wholeNumber(Int64(counts.queued))
        writer.key("running")
        writer.wholeNumber(Int64(counts.running))
        writer.key("tasks")
        writer.list(tasks) { task, writer in
            writer.task(task, explanation: self.reasonToWait(task), isWhole: false)
        }
        writer.endObject()
        return writer.bytes
    }
}
