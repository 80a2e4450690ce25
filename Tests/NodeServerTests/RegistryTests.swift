import BerthServer
import Hummingbird
import Logging
import NIOCore
import NodeWire
import Nodes
import Synchronization
import Testing

/// A node and the orchestrator that it tells of itself, over real sockets.
@Suite(.timeLimit(.minutes(2)))
struct RegistryTests {
    /// Takes heartbeats as an orchestrator does.
    private struct Registry: HTTPResponder {
        typealias Context = BasicRequestContext
        let beats: AsyncStream<NodeHeartbeat>.Continuation

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
            let body = try await request.body.collect(upTo: 1 << 16)
            guard request.method == .post, request.uri.path == "/api/v1/nodes" else {
                return Response(status: .notFound)
            }
            self.beats.yield(try NodeHeartbeat(json: Array(body.readableBytesView)))
            return Response(status: .noContent)
        }
    }

    private static func next(of beats: AsyncStream<NodeHeartbeat>) async -> NodeHeartbeat? {
        for await beat in beats { return beat }
        return nil
    }

    @Test func `a node registers, beats, and says goodbye when it stops`() async throws {
        let (beats, beat) = AsyncStream.makeStream(of: NodeHeartbeat.self, bufferingPolicy: .unbounded)
        let (ports, port) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let registry = Application(
            responder: Registry(beats: beat),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await registry.run() }
            var found: Int?
            for await number in ports {
                found = number
                break
            }
            let join = "http://127.0.0.1:\(try #require(found))"
            let configuration = RunningNode.configuration(kind: .cloud, slots: 3, join: join)
            try await RunningNode.with(configuration) { node in
                let first = try #require(await Self.next(of: beats))
                #expect(first.node.address == node.address && first.node.slots == 3 && first.node.kind == .cloud)
                #expect(!first.reading.isDraining && first.load == 0)
                let second = try #require(await Self.next(of: beats))
                #expect(second.node == first.node && second.reading.at > first.reading.at)
            }
            beat.finish()
            var last: NodeHeartbeat?
            while let next = await Self.next(of: beats) { last = next }
            #expect(last?.reading.isDraining == true)
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
    }
}
