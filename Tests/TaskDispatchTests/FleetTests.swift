import Nodes
import Placement
import TaskDispatch
import Testing

@Suite struct FleetTests {
    static func heartbeat(
        _ name: String,
        slots: Int = 2,
        queue: Int = 2,
        running: Int = 0,
        queued: Int = 0,
        isDraining: Bool = false,
        port: Int = 8001
    ) -> NodeHeartbeat {
        NodeHeartbeat(
            node: Node(
                id: Node.ID(name),
                kind: .edge,
                address: "http://127.0.0.1:\(port)",
                taskTypes: ["sensor_alert"],
                slots: slots,
                queueLimit: queue,
                profile: .measured
            ),
            reading: NodeReading(
                running: running,
                queued: queued,
                cpuShare: nil,
                memoryShare: nil,
                isDraining: isDraining,
                at: TaskQueueTests.start
            )
        )
    }

    private static func moment(_ seconds: Double) -> Timestamp { TaskQueueTests.start.advanced(bySeconds: seconds) }
    private let edge = Node.ID("edge")

    @Test("a node is new, then the same, then changed, then draining")
    func hearing() {
        var fleet = Fleet()
        #expect(fleet.hear(Self.heartbeat("edge"), at: Self.moment(0)) == .changed)
        #expect(fleet.hear(Self.heartbeat("edge", running: 1), at: Self.moment(1)) == .same)
        #expect(fleet.hear(Self.heartbeat("edge", slots: 3), at: Self.moment(2)) == .changed)
        #expect(fleet.hear(Self.heartbeat("edge", slots: 3, isDraining: true), at: Self.moment(3)) == .changed)
        #expect(fleet[self.edge]?.status == .draining)
        #expect(fleet[self.edge]?.room(ordered: 0) == 0)
    }

    @Test("a silent node is lost once, and known again with its next heartbeat")
    func silence() {
        var fleet = Fleet(.init(lostSeconds: 3, forgottenSeconds: 100))
        _ = fleet.hear(Self.heartbeat("edge"), at: Self.moment(0))
        _ = fleet.hear(Self.heartbeat("cloud"), at: Self.moment(2))
        #expect(fleet.losses(at: Self.moment(2.9)).isEmpty)
        #expect(fleet.losses(at: Self.moment(3)) == [self.edge])
        #expect(fleet.losses(at: Self.moment(4)).isEmpty, "it is told once")
        #expect(fleet[self.edge]?.status == .lost)
        #expect(fleet[self.edge]?.room(ordered: 0) == 0)
        #expect(fleet.hear(Self.heartbeat("edge"), at: Self.moment(5)) == .changed)
        #expect(fleet[self.edge]?.status == .ready)
        #expect(fleet.losses(at: Self.moment(8)) == [Node.ID("cloud"), self.edge])
        #expect(fleet.losses(at: Self.moment(101)).isEmpty)
        #expect(fleet.losses(at: Self.moment(102)).isEmpty)
        #expect(fleet.nodes.map(\.node.id) == [self.edge], "the one that was silent for long is forgotten")
    }

    @Test("nobody is lost because the clock goes back")
    func clock() {
        var fleet = Fleet(.init(lostSeconds: 3, forgottenSeconds: 100))
        _ = fleet.hear(Self.heartbeat("edge"), at: Self.moment(1000))
        #expect(fleet.losses(at: Self.moment(0)).isEmpty)
        #expect(fleet.losses(at: Self.moment(2)).isEmpty)
        #expect(fleet.losses(at: Self.moment(3)) == [self.edge], "from then on by the new clock")
    }

    @Test("room and load count what others gave a node, and what Berth has ordered")
    func room() throws {
        var fleet = Fleet()
        let heartbeat = Self.heartbeat("edge", slots: 2, queue: 2, running: 2, queued: 1)
        _ = fleet.hear(heartbeat, at: Self.moment(0))
        let others = try #require(fleet[self.edge])
        #expect(others.room(ordered: 0) == 1)
        #expect(others.room(ordered: 1) == 0)
        #expect(others.room(ordered: 9) == 0)
        #expect(others.load(ordered: 0) == 75)
        #expect(others.load(ordered: 4) == 100)
        // All of it was ordered, and may have ended since.
        for ordered in [3, 4] {
            _ = fleet.hear(heartbeat, ordered: ordered, at: Self.moment(1))
            let own = try #require(fleet[self.edge])
            #expect(own.room(ordered: 0) == 4)
            #expect(own.load(ordered: 0) == 0)
            #expect(own.load(ordered: 1) == 25)
        }
    }

    @Test("the latency is the median of the last five, and measured anew at another address")
    func latency() throws {
        var fleet = Fleet()
        _ = fleet.hear(Self.heartbeat("edge"), at: Self.moment(0))
        for (seconds, median) in [
            (0.9, 0.9), (0.25, 0.575), (0.5, 0.5), (0.75, 0.625), (0.125, 0.5), (0.25, 0.25), (0.125, 0.25),
        ] {
            fleet.measured(seconds, of: self.edge)
            #expect(fleet[self.edge]?.latencySeconds == median)
        }
        _ = fleet.hear(Self.heartbeat("edge", port: 8009), at: Self.moment(1))
        #expect(fleet[self.edge]?.latencySeconds == nil)
        fleet.measured(0.5, of: Node.ID("nobody"))
        #expect(fleet[Node.ID("nobody")] == nil)
    }

    @Test("the number of nodes is bounded")
    func capacity() {
        var fleet = Fleet()
        for number in 0..<Fleet.capacity {
            #expect(fleet.hear(Self.heartbeat("n\(number)"), at: Self.moment(0)) == .changed)
        }
        #expect(fleet.hear(Self.heartbeat("late"), at: Self.moment(0)) == .full)
        #expect(fleet.hear(Self.heartbeat("n1"), at: Self.moment(0)) == .same)
    }
}
