import AsyncHTTPClient
import Logging
import NodeLink
import Nodes
import Placement
import Synchronization
import Testing

struct HeartbeatsTests {
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

    /// Ends a wait at once, and keeps how long it should have been.
    private final class Waits: Clock {
        struct Instant: InstantProtocol {
            var offset: Duration
            func advanced(by duration: Duration) -> Instant { Instant(offset: self.offset + duration) }
            func duration(to other: Instant) -> Duration { other.offset - self.offset }
            static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
        }

        private let asked = Mutex<[Duration]>([])
        private let limit: Int
        init(limit: Int) { self.limit = limit }

        var now: Instant { Instant(offset: .zero) }
        var minimumResolution: Duration { .nanoseconds(1) }
        var all: [Duration] { self.asked.withLock { $0 } }

        func sleep(until deadline: Instant, tolerance: Duration?) async throws {
            let count = self.asked.withLock { asked in
                asked.append(deadline.offset)
                return asked.count
            }
            if count >= self.limit { throw CancellationError() }
        }
    }

    private func heartbeats(
        _ clock: Waits,
        _ send: @escaping @Sendable (NodeHeartbeat) async -> Heartbeats.Answer
    ) -> Heartbeats {
        Heartbeats(
            beat: { Self.heartbeat },
            clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            send: send
        )
    }

    @Test func `a node beats once a second`() async {
        let waits = Waits(limit: 3)
        let sent = Mutex(0)
        await self.heartbeats(waits) { heartbeat in
            #expect(heartbeat == Self.heartbeat)
            sent.withLock { $0 += 1 }
            return .taken
        }.run()
        #expect(sent.withLock { $0 } == 3)
        #expect(waits.all == [.seconds(1), .seconds(1), .seconds(1)])
    }

    @Test func `without an answer it waits longer, up to a limit, and then beats as before`() async {
        let waits = Waits(limit: 8)
        let sent = Mutex(0)
        await self.heartbeats(waits) { _ in
            let number = sent.withLock { sent in
                sent += 1
                return sent
            }
            switch number {
            case 1...3: return .unreachable(reason: "nobody listens")
            case 4...6: return .refused(status: 503, reason: "not yet")
            default: return .taken
            }
        }.run()
        #expect(waits.all == [1, 2, 4, 8, 15, 15, 1, 1].map { .seconds($0) })
    }

    @Test func `an address where nobody listens is unreachable`() async {
        let client = HeartbeatClient(client: .shared, join: "http://127.0.0.1:1/")
        guard case .unreachable = await client.send(Self.heartbeat) else {
            Issue.record("port 1 answered")
            return
        }
    }

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
