internal import Foundation
internal import HTTPTypes
internal import JSON
internal import Nodes
internal import Placement
internal import Resilience
internal import TaskDispatch

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
            Route(.post, "/api/v1/nodes", body: .json, changes: false) { try self.hear($0) },
            Route(.get, "/api/v1/nodes") { _ in self.status },
            Route(.get, "/api/node-status") { _ in self.status },
        ]
    }

    private func hear(_ call: Call) throws -> Answer {
        let node = try self.tasks.hear(try Self.heartbeat(call.body))
        var writer = JSONWriter(reserving: 128)
        writer.beginObject()
        writer.key("node")
        writer.text(node.node.id.description)
        writer.key("status")
        writer.text(node.status.rawValue)
        writer.key("heartbeatSeconds")
        writer.number(FleetService.heartbeatSeconds)
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    /// Fields that are not known are passed over, since a node may be newer than its orchestrator.
    private static func heartbeat(_ bytes: [UInt8]) throws(Problem) -> NodeHeartbeat {
        // Told with the line, where it is no JSON at all.
        _ = try Body.value(bytes)
        do {
            return try JSONDecoder().decode(NodeHeartbeat.self, from: Data(bytes))
        } catch let fault as FieldFault {
            throw Problem(
                .invalidField,
                "\(Self.path(of: fault)) is \(fault.found); allowed is \(fault.allowed)",
                field: Self.path(of: fault),
                value: fault.found,
                allowed: [fault.allowed]
            )
        } catch let error as DecodingError {
            throw Problem(error)
        } catch {
            throw Problem(.invalidField, "the body is no heartbeat of a node: \(error)")
        }
    }

    /// A node names its own fields.
    private static func path(of fault: FieldFault) -> String {
        fault.field.hasPrefix("reading.") ? fault.field : "node.\(fault.field)"
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

extension Problem {
    /// A field of another shape than is asked for.
    fileprivate init(_ error: DecodingError) {
        let (context, key): (DecodingError.Context, String?) =
            switch error {
            case .keyNotFound(let key, let context): (context, key.stringValue)
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, nil)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: "\(error)"), nil)
            }
        let path = (context.codingPath.map(\.stringValue) + [key].compactMap(\.self)).joined(separator: ".")
        self.init(
            key == nil ? .invalidField : .missingField,
            key == nil ? "\(path): \(context.debugDescription)" : "\(path) is missing",
            field: path
        )
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
