import Foundation
import Nodes
import Placement
import Testing

/// What travels between dispatcher and node, as JSON.
struct MessageTests {
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

    private func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func read<Message: Decodable>(_ text: String, as type: Message.Type) throws -> Message {
        try JSONDecoder().decode(Message.self, from: Data(text.utf8))
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
}
