import HTTPAPI
import Placement
import Testing

struct NodeTests {
    private static func heartbeat(
        id: String = "edge-1",
        slots: String = "2",
        running: String = "0",
        cpu: String = "0.5"
    ) -> String {
        """
        {"node": {"id": "\(id)", "kind": "edge", "address": "http://127.0.0.1:8001", "slots": \(slots),
          "taskTypes": ["sensor_alert"], "queueLimit": 2, "profile": {"distanceMilliseconds": 5}},
         "reading": {"running": \(running), "queued": 0, "cpuShare": \(cpu), "memoryShare": null, "isDraining": false,
          "at": "2026-01-01T00:00:00Z"}}
        """
    }

    @Test func `a node that tells of itself is shown`() async throws {
        let service = try await TestService()
        #expect(try await service.send("GET", "/api/node-status").json["nodes"] == .list([]))
        let heard = try await service.send("POST", "/api/v1/nodes", Self.heartbeat(running: "2"))
        #expect(heard.status == 200)
        #expect(heard.json["status"] == "ready")
        for path in ["/api/node-status", "/api/v1/nodes"] {
            let node = try await service.send("GET", path).json["nodes"][0]
            #expect(node["node"] == "edge-1")
            #expect(node["load"] == 50)
            #expect(node["latencyMS"] == .missing)
            #expect(node["emulated"] == .list(["distance"]))
        }
    }

    @Test(arguments: [
        (NodeTests.heartbeat(id: "a b"), "node.id"), (NodeTests.heartbeat(slots: "0"), "node.slots"),
        (NodeTests.heartbeat(slots: "\"two\""), "node.slots"), (NodeTests.heartbeat(running: "-1"), "reading.running"),
        (NodeTests.heartbeat(cpu: "1.5"), "reading.cpuShare"), ("{\"node\": {}}", "node.id"), ("{}", "node"),
    ])
    func `a bad heartbeat names its field, and nothing is kept`(body: String, field: String) async throws {
        let service = try await TestService()
        let answer = try await service.send("POST", "/api/v1/nodes", body)
        #expect(answer.status == 400)
        #expect(answer.json["field"].string == field, "\(answer.text)")
        #expect(try await service.send("GET", "/api/node-status").json["nodes"] == .list([]))
    }
}
