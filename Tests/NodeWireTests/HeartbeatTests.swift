import JSON
import NodeWire
import Nodes
import Placement
import Problems
import Testing

/// What a node says of itself, as JSON.
struct HeartbeatTests {
    private static let node = Node(
        id: Node.ID("gpu-1"),
        kind: .gpu,
        address: "http://127.0.0.1:8003",
        taskTypes: ["ml_training", "image_classification"],
        slots: 2,
        queueLimit: 6,
        profile: NodeProfile(
            distanceMilliseconds: 20,
            slowdown: nil,
            pricePerHour: Money(nanos: 900_000_000, currency: .usd)
        )
    )
    private static let reading = NodeReading(
        running: 2,
        queued: 2,
        cpuShare: 0.5,
        memoryShare: nil,
        isDraining: false,
        at: Timestamp(secondsSince1970: 1_780_272_000)
    )

    private func text(_ heartbeat: NodeHeartbeat) throws -> String { String(decoding: heartbeat.json, as: UTF8.self) }

    private func text(_ node: Node) throws -> String {
        var writer = JSONWriter()
        writer.node(node)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func read(_ text: String, as type: NodeHeartbeat.Type) throws -> NodeHeartbeat {
        try NodeHeartbeat(json: Array(text.utf8))
    }

    private func read(_ text: String, as type: Node.Type) throws -> Node {
        try Node(try JSONObject(try JSONScanner.value(of: Array(text.utf8)), allowed: nil))
    }

    @Test func `a heartbeat keeps its shape`() throws {
        let heartbeat = NodeHeartbeat(node: Self.node, reading: Self.reading)
        let text = try self.text(heartbeat)
        #expect(
            text == """
                {"node":{"address":"http://127.0.0.1:8003","id":"gpu-1","kind":"gpu",\
                "profile":{"distanceMilliseconds":20,"isEmulated":true,"pricePerHourUSD":0.9},"queueLimit":6,"slots":2,\
                "taskTypes":["image_classification","ml_training"]},\
                "reading":{"at":"2026-06-01T00:00:00Z","cpuShare":0.5,"isDraining":false,"queued":2,"running":2}}
                """
        )
        #expect(try self.read(text, as: NodeHeartbeat.self) == heartbeat)
        #expect(heartbeat.load == 50)
        #expect(Self.node.emulated == [.accelerator, .distance, .price])
    }

    @Test(arguments: [
        (#""slots":2"#, #""slots":0"#, "slots"), (#""queueLimit":6"#, #""queueLimit":-1"#, "queueLimit"),
        (#""id":"gpu-1""#, #""id":"gpu 1""#, "id"), (#""id":"gpu-1""#, #""id":"""#, "id"),
        (#""address":"http:"#, #""address":"ftp:"#, "address"),
        (#""distanceMilliseconds":20"#, #""distanceMilliseconds":-1"#, "profile.distanceMilliseconds"),
        (#""distanceMilliseconds":20"#, #""slowdown":0.5"#, "profile.slowdown"),
    ])
    func `a node out of bounds is refused with the field`(old: String, new: String, field: String) throws {
        let text = try self.text(Self.node)
        let damaged = text.replacing(old, with: new)
        #expect(damaged != text)
        let fault = #expect(throws: FieldFault.self) { try self.read(damaged, as: Node.self) }
        #expect(fault?.field == field)
    }

    @Test func `the load of a node is the share of its places that are taken`() {
        func load(_ running: Int, _ queued: Int) -> Double {
            NodeReading(
                running: running,
                queued: queued,
                cpuShare: nil,
                memoryShare: nil,
                isDraining: false,
                at: Self.reading.at
            ).load(of: Self.node)
        }
        #expect(load(0, 0) == 0)
        #expect(load(1, 0) == 12.5)
        #expect(load(2, 6) == 100)
        #expect(load(3, 9) == 100)
    }

    @Test func `fields that a newer node has are passed over`() throws {
        let heartbeat = NodeHeartbeat(node: Self.node, reading: Self.reading)
        let text = try self.text(heartbeat).replacing(#""queued":2"#, with: #""queued":2,"temperature":{"celsius":40}"#)
        #expect(try self.read(text, as: NodeHeartbeat.self) == heartbeat)
    }

    @Test(arguments: [
        (#""kind":"gpu""#, #""kind":"gpus""#, "node.kind", "did you mean 'gpu'?"),
        (#""slots":2"#, #""slots":"2""#, "node.slots", "a whole number from 1 to 1024"),
        (#""isDraining":false,"#, "", "reading.isDraining", "is missing"),
        (#""at":"2026-06-01T00:00:00Z""#, #""at":"1780272000""#, "reading.at", "an ISO 8601 time"),
    ])
    func `a fault of a heartbeat names its path and what is allowed`(
        old: String,
        new: String,
        field: String,
        part: String
    ) throws {
        let text = try self.text(NodeHeartbeat(node: Self.node, reading: Self.reading))
        let damaged = text.replacing(old, with: new)
        #expect(damaged != text)
        let fault = #expect(throws: FieldFault.self) { try self.read(damaged, as: NodeHeartbeat.self) }
        #expect(fault?.field == field)
        #expect(fault?.description.contains(part) == true, "\(String(describing: fault))")
    }

    @Test func `the answer to a heartbeat, and a node's health, read back as they were written`() throws {
        let receipt = HeartbeatReceipt(node: Node.ID("gpu-1"), status: "ready", heartbeatSeconds: 1)
        #expect(
            String(decoding: receipt.json, as: UTF8.self)
                == #"{"node":"gpu-1","status":"ready","heartbeatSeconds":1}"#
        )
        #expect(try HeartbeatReceipt(json: receipt.json) == receipt)
        let health = NodeHealth(
            version: "1.2.3",
            heartbeat: NodeHeartbeat(node: Self.node, reading: Self.reading)
        )
        #expect(try NodeHealth(json: health.json) == health)
        guard case .record(let fields) = try JSONScanner.value(of: health.json) else { return #expect(Bool(false)) }
        #expect(fields["status"] == "ready" && fields["load"] == 50)
        #expect(fields["emulated"] == .list(["accelerator", "distance", "price"]))
    }
}
