internal import Access
internal import HTTPTypes
internal import JSON
internal import NodeWire
internal import Nodes
internal import Placement
internal import Problems
internal import Resilience
internal import TaskDispatch
internal import Web

/// The nodes: what they tell of themselves, and how they are.
struct NodeRoutes: Sendable {
    private let fleet: FleetService
    private let tasks: TaskService
    private let now: @Sendable () -> Timestamp

    init(_ fleet: FleetService, _ tasks: TaskService, now: @escaping @Sendable () -> Timestamp) {
        self.fleet = fleet
        self.tasks = tasks
        self.now = now
    }

    var routes: [Route] {
        [
            // A heartbeat is what a read-only service shows.
            Route(.post, "/api/v1/nodes", permission: .join, body: .json) { try self.hear($0) },
            Route(.get, "/api/v1/nodes", permission: .read) { _ in self.status },
            Route(.get, "/api/node-status", permission: .read) { _ in self.status },
        ]
    }

    private func hear(_ call: Call) throws -> Answer {
        let node = try self.tasks.hear(try NodeHeartbeat(json: call.body))
        let receipt = HeartbeatReceipt(
            node: node.node.id,
            status: node.status.rawValue,
            heartbeatSeconds: FleetService.heartbeatSeconds
        )
        return Answer(body: receipt.json)
    }

    var status: Answer {
        let nodes = self.fleet.nodes
        let now = self.now()
        var writer = JSONWriter(reserving: 512 * (nodes.count + 1))
        writer.beginObject()
        writer.key("nodes")
        writer.list(nodes) { node, writer in
            writer.node(node, ordered: self.tasks.ordered(on: node.node.id), at: now)
        }
        writer.endObject()
        return Answer(body: writer.bytes)
    }
}

extension JSONWriter {
    /// - Parameter ordered: Tasks that Berth has ordered from it and that have not ended.
    fileprivate mutating func node(_ state: FleetNode, ordered: Int, at now: Timestamp) {
        let (node, reading) = (state.node, state.reading)
        self.beginObject()
        self.key("node")
        self.text(node.id.description)
        self.key("kind")
        self.text(node.kind.rawValue)
        self.key("status")
        self.text(state.status.rawValue)
        self.key("address")
        self.text(node.address)
        self.key("taskTypes")
        self.texts(node.taskTypes)
        self.key("slots")
        self.wholeNumber(Int64(node.slots))
        self.key("queueLimit")
        self.wholeNumber(Int64(node.queueLimit))
        self.key("running")
        self.wholeNumber(Int64(reading.running))
        self.key("queued")
        self.wholeNumber(Int64(reading.queued))
        self.key("load")
        self.number(state.load(ordered: ordered))
        self.key("ordered")
        self.wholeNumber(Int64(ordered))
        self.key("breaker")
        self.text(state.breaker(at: now).rawValue)
        self.key("cpuShare")
        self.optional(number: reading.cpuShare)
        self.key("memoryShare")
        self.optional(number: reading.memoryShare)
        self.key("latencyMS")
        self.optional(number: state.latencySeconds.map { $0 * 1000 })
        self.key("lastHeartbeat")
        self.text(state.heardAt.description)
        self.key("pricePerHourUSD")
        self.optional(number: node.profile.pricePerHour?.units)
        self.key("emulated")
        self.texts(node.emulated.map(\.rawValue))
        self.endObject()
    }
}
