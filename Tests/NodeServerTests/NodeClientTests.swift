import NIOCore
import NIOHTTP1
import NIOPosix
import NodeLink
import Nodes
import Placement
import Synchronization
import TaskDispatch
import Testing

/// How Berth reaches nodes: a real one, and servers that only look like one.
@Suite(.timeLimit(.minutes(2)))
struct NodeClientTests {
    private static func order(
        _ type: String = "sensor_alert",
        _ payload: [String: Value] = [:],
        task: String = "t",
        token: Int64 = 1
    ) -> TaskOrder {
        TaskOrder(task: TaskOrder.ID(task), token: token, type: type, payload: .record(payload), timeoutSeconds: 30)
    }

    private static func node(_ address: String) -> Node {
        Node(
            id: Node.ID("here"),
            kind: .edge,
            address: address,
            taskTypes: [],
            slots: 1,
            queueLimit: 0,
            profile: .measured
        )
    }

    private static let long: [String: Value] = ["rows": 50_000, "epochs": 200, "features": 64, "hidden": 128]

    private static func run(_ order: TaskOrder, at address: String) async -> OrderEnd {
        await NodeClient().run(order, on: Self.node(address)) { _ in }
    }

    // MARK: A real node

    @Test func `a task runs, tells how far it is, and its end can be asked for again`() async throws {
        try await RunningNode.with { node in
            let client = NodeClient()
            let events = Mutex<[TaskEvent]>([])
            let order = Self.order("ml_training", ["rows": 200, "epochs": 2])
            let end = await client.run(order, on: Self.node(node.address)) { event in
                events.withLock { $0.append(event) }
            }
            guard case .finished(let report) = end else {
                Issue.record("\(end)")
                return
            }
            #expect(report.status == .succeeded && report.token == 1)
            let told = events.withLock { $0 }
            #expect(told.first == .started && told.count == 3)
            #expect(await client.inquire(order.task, on: Self.node(node.address)) == .known)
            #expect(await client.run(order, on: Self.node(node.address)) { _ in } == end, "the same order, followed")
        }
    }

    @Test func `what a node refuses is told apart`() async throws {
        try await RunningNode.with(RunningNode.configuration(slots: 1, queue: 0)) { node in
            let client = NodeClient()
            let here = Self.node(node.address)
            #expect(await client.inquire(TaskOrder.ID("never"), on: here) == .unknown)
            guard
                case .refused(.unusable(let png)) = await client.run(
                    Self.order("image_classification", ["png": "aGFsbG8="]),
                    on: here,
                    progress: { _ in }
                )
            else {
                Issue.record("no PNG")
                return
            }
            #expect(png.contains("PNG"), "\(png)")
            guard case .refused(.unusable) = await client.run(Self.order("washing"), on: here, progress: { _ in })
            else {
                Issue.record("no such type")
                return
            }
            async let first = client.run(Self.order("ml_training", Self.long, task: "long"), on: here) { _ in }
            try await node.wait(for: "long", toBe: "running")
            #expect(await client.run(Self.order(task: "other"), on: here) { _ in } == .refused(.full))
            await client.cancel(TaskOrder.ID("long"), on: here)
            guard case .finished(let report) = await first else {
                Issue.record("it was stopped")
                return
            }
            #expect(report.status == .cancelled)
            _ = await client.run(Self.order(task: "again", token: 5), on: here) { _ in }
            #expect(await client.run(Self.order(task: "again", token: 4), on: here) { _ in } == .refused(.stale))
        }
    }

    @Test func `a node that drains takes nothing`() async throws {
        try await RunningNode.with { node in
            let drained = try await node.send(.POST, "/drain")
            #expect(drained.status == 202)
            #expect(await Self.run(Self.order(), at: node.address) == .refused(.full))
        }
    }

    // MARK: What is no node

    @Test func `nobody at the address means that nothing began`() async throws {
        // A port that was free a moment ago.
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
        try await channel.close()
        guard case .unreachable = await Self.run(Self.order(), at: address) else {
            Issue.record("nobody is there")
            return
        }
        #expect(await NodeClient().inquire(TaskOrder.ID("t"), on: Self.node(address)) == .silent)
        await NodeClient().cancel(TaskOrder.ID("t"), on: Self.node(address))
    }

    private static let finished = """
        {"event":"finished","report":{"task":"t","token":1,"status":"succeeded","executionSeconds":0.1,"queuedSeconds":0}}

        """

    @Test func `an answer in pieces is put together`() async throws {
        let pieces = [RudeServer.head("200 OK")] + Self.finished.map(String.init)
        try await RudeServer.with(pieces, .closes) { server in
            guard case .finished(let report) = await Self.run(Self.order(), at: server.address) else {
                Issue.record("it has finished")
                return
            }
            #expect(report.executionSeconds == 0.1)
        }
    }

    @Test(arguments: [
        // Garbage where an event belongs.
        [RudeServer.head("200 OK"), "<html>no</html>\n"],
        // An event that nobody knows.
        [RudeServer.head("200 OK"), "{\"event\":\"exploded\"}\n"],
        // Another order's end, by its token and by its task.
        [RudeServer.head("200 OK"), NodeClientTests.finished.replacing("\"token\":1", with: "\"token\":2")],
        [RudeServer.head("200 OK"), NodeClientTests.finished.replacing("\"t\"", with: "\"u\"")],
        // The connection ends in the middle, and before anything.
        [RudeServer.head("200 OK"), "{\"event\":\"started\"}\n"], [RudeServer.head("200 OK"), "{\"event\":\"fini"], [],
        // A status that says nothing, and an answer that is no HTTP.
        [RudeServer.head("500 Internal Server Error")], [RudeServer.head("302 Found\r\nLocation: http://127.0.0.1:1/")],
        ["220 mail.example.com ESMTP\r\n"],
    ])
    func `whatever else comes back leaves open whether it began`(pieces: [String]) async throws {
        try await RudeServer.with(pieces, .closes) { server in
            guard case .broken = await Self.run(Self.order(), at: server.address) else {
                Issue.record("\(pieces)")
                return
            }
            if pieces.first?.hasPrefix("HTTP/1.1 200") != true {
                #expect(await NodeClient().inquire(TaskOrder.ID("t"), on: Self.node(server.address)) == .silent)
            }
        }
    }

    @Test func `a connection that closes before it is asked leaves it open`() async throws {
        try await RudeServer.with([], .closesAtOnce) { server in
            let end = await Self.run(Self.order(), at: server.address)
            guard case .broken = end else {
                Issue.record("\(end)")
                return
            }
        }
    }

    @Test(arguments: [[], [RudeServer.head("200 OK")], [RudeServer.head("200 OK"), "{\"event\":\"started\"}\n"]])
    func `whoever follows a silent node can stop following`(pieces: [String]) async throws {
        try await RudeServer.with(pieces, .staysSilent) { server in
            let (started, begun) = AsyncStream.makeStream(of: Void.self)
            let following = Task {
                begun.yield()
                return await Self.run(Self.order(), at: server.address)
            }
            for await _ in started { break }
            following.cancel()
            guard case .broken = await following.value else {
                Issue.record("nobody follows it")
                return
            }
        }
    }

    @Test func `a node that says nothing does not hold up questions`() async throws {
        try await RudeServer.with([], .staysSilent) { server in
            #expect(await NodeClient().inquire(TaskOrder.ID("t"), on: Self.node(server.address)) == .silent)
        }
    }
}
