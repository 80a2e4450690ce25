import BerthTesting
import Nodes
import Placement
import Resilience
import TaskDispatch
import Testing

/// A service that starts on what an earlier one left in the store.
@Suite(.timeLimit(.minutes(1))) struct TaskRestartTests {
    /// A store with one task that a node has, and one that waits.
    private static func left(_ type: String = "sensor_alert") async throws -> (MemoryTaskStore, ScriptedLink.Run) {
        let dispatch = await Dispatch()
        var run: ScriptedLink.Run?
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            try await dispatch.submit(Dispatch.request(type, key: "k"))
            run = try await dispatch.link.run()
            try await dispatch.submit(Dispatch.request("daily_report"))
        }
        return (dispatch.store, try #require(run))
    }

    @Test func `a stop leaves everything as it is`() async throws {
        let (store, run) = try await Self.left()
        let open = await store.open()
        #expect(open.map(\.id.description) == ["t1", "t2"])
        #expect(open.map(\.status) == [.running, .queued])
        #expect(open.first?.node == run.node.id)
    }

    @Test func `a stop waits until an outcome is learnt`() async throws {
        let placer = ScriptedPlacer()
        placer.learnSlowly()
        let dispatch = await Dispatch(placer: placer)
        try dispatch.hear(Dispatch.node("a"))
        let work = Task { await dispatch.tasks.run() }
        try await dispatch.submit()
        try await placer.question().decide(.edge)
        try await dispatch.link.run().finish()
        let lesson = try await placer.heldLesson()
        work.cancel()
        lesson.resume()
        await work.value
        #expect(try await placer.run().succeeded)
        #expect(dispatch.reports.all.isEmpty)
    }

    @Test func `a task that its node still knows is followed with the same order`() async throws {
        let (store, old) = try await Self.left("command")
        let dispatch = await Dispatch(store: store)
        dispatch.link.answer(.known)
        #expect(try await dispatch.tasks.submit(Dispatch.request("command", key: "k")).isNew == false)
        #expect(dispatch.tasks.counts == (queued: 1, running: 1, capacity: 20))
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            await dispatch.clock.pass(.milliseconds(500))
            let run = try await dispatch.link.run()
            #expect(run.order == old.order)
            #expect(dispatch.fleet.node(Node.ID("a"))?.breaker(at: dispatch.now) == .closed)
            run.finish()
            #expect(try await dispatch.task(run.order.task, toBe: .succeeded).attempts == 1)
            try await dispatch.link.run().finish()
            try await dispatch.task(TaskRecord.ID("t2"), toBe: .succeeded)
        }
    }

    @Test func `many tasks of before do not count as failures of their node`() async throws {
        let before = await Dispatch()
        try await before.working {
            try before.hear(Dispatch.node("a", slots: 10))
            for _ in 0..<8 {
                try await before.submit()
                _ = try await before.link.run()
            }
        }
        let dispatch = await Dispatch(store: before.store)
        dispatch.link.answer(.known)
        try dispatch.hear(Dispatch.node("a", slots: 10))
        try await dispatch.working {
            for _ in 0..<8 { _ = try await dispatch.link.run() }
            #expect(dispatch.fleet.node(Node.ID("a"))?.breaker(at: dispatch.now) == .closed)
            let id = try await dispatch.submit()
            #expect(try await dispatch.link.run().order.task == id)
        }
    }

    @Test func `a task that its node has forgotten runs again`() async throws {
        let (store, old) = try await Self.left()
        let dispatch = await Dispatch(store: store)
        dispatch.link.answer(.unknown)
        try dispatch.hear(Dispatch.node("a", slots: 2))
        try await dispatch.working {
            let runs = [try await dispatch.link.run(), try await dispatch.link.run()]
            let again = try #require(runs.first { $0.order.task == old.order.task })
            #expect(again.order.token == 2)
        }
    }

    @Test(arguments: [("sensor_alert", TaskRecord.Status.queued), ("command", .outcomeUnknown)])
    func `a node that never returns has lost its task`(type: String, status: TaskRecord.Status) async throws {
        let (store, old) = try await Self.left(type)
        let dispatch = await Dispatch(store: store)
        try await dispatch.working {
            // Two sleep so: the tick, and what looks out for the node.
            for _ in 0..<20 {
                await dispatch.clock.sleeping(2)
                await dispatch.clock.pass(.milliseconds(500))
            }
            let task = try await dispatch.task(old.order.task, toBe: status)
            #expect(task.losses == 1)
            if status == .queued {
                try dispatch.hear(Dispatch.node("b"))
                #expect(try await dispatch.link.run().order.token == 2)
            }
        }
    }
}
