import AsyncHTTPClient
import NodeLink
import NodeWire
import Nodes
import Placement
import Testing

struct HeartbeatRefusalTests {
    private static let heartbeat = NodeHeartbeat(
        node: Node(
            id: Node.ID("edge-1"),
            kind: .edge,
            address: "http://127.0.0.1:1",
            taskTypes: [],
            slots: 1,
            queueLimit: 0,
            profile: .measured
        ),
        reading: NodeReading(
            running: 0,
            queued: 0,
            cpuShare: nil,
            memoryShare: nil,
            isDraining: false,
            at: Timestamp(microseconds: 0)
        )
    )

    @Test func `what is no registry refuses, with its words`() async throws {
        // A node is no orchestrator, and says so.
        try await RunningNode.with { node in
            let answer = await HeartbeatClient(client: .shared, join: node.address).send(Self.heartbeat)
            guard case .refused(404, let reason) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(reason.contains("unknown-path"))
        }
    }
}
