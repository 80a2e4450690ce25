import BerthTesting
import Nodes
import Placement
import TaskDispatch
import Testing

/// Where tasks go: what the placer is told, and what becomes of what it says.
@Suite(.timeLimit(.minutes(1))) struct PlacingTests {
    struct Undecidable: Error {}

    @Test func `the placer sees how the fleet stands, and its word is kept with the task`() async throws {
        let placer = ScriptedPlacer()
        let dispatch = await Dispatch(placer: placer)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("e1", slots: 2, queue: 2), running: 1)
            try dispatch.hear(Dispatch.node("e2", slots: 2, queue: 2), running: 2)
            try dispatch.hear(Dispatch.node("c", .cloud, slots: 4, price: 3.6))
            dispatch.fleet.measured(0.02, of: Node.ID("e1"))
            let id = try await dispatch.submit()
            let question = try await placer.question()
            #expect(question.task.id == id)
            #expect(question.fleet[.edge] == KindStanding(load: 37.5, latencySeconds: 0.02, room: 5))
            #expect(question.fleet[.cloud] == KindStanding(load: 0, latencySeconds: nil, room: 4))
            #expect(question.fleet[.gpu] == nil)
            question.decide(.cloud)
            let run = try await dispatch.link.run()
            #expect(run.node.id == Node.ID("c"))
            let stored = try #require(await dispatch.store.task(id)?.placement)
            #expect(stored.kind == .cloud && stored.confidence == 0.75 && stored.decision == Decision.ID("d-7"))
            dispatch.clock.advance(by: .seconds(2))
            run.finish()
            try await dispatch.task(id, toBe: .succeeded)
            #expect(
                try await placer.run()
                    == TaskRun(
                        decision: Decision.ID("d-7"),
                        startedAt: Dispatch.start,
                        seconds: 2,
                        cost: Money(0.0005, currency: .usd),
                        succeeded: true,
                        error: nil
                    )
            )
        }
    }

    @Test func `a task that has ended since a node told of it takes no room`() async throws {
        let placer = ScriptedPlacer()
        let dispatch = await Dispatch(placer: placer)
        let node = Dispatch.node("e", slots: 1, queue: 0)
        try await dispatch.working {
            try dispatch.hear(node)
            let first = try await dispatch.submit()
            try await placer.question().decide(.edge)
            try await dispatch.link.run().finish()
            try await dispatch.task(first, toBe: .succeeded)
            // The heartbeat was written while the task ran, and comes in after its end.
            try dispatch.hear(node, running: 1)
            let second = try await dispatch.submit()
            let question = try await placer.question()
            #expect(question.fleet[.edge] == KindStanding(load: 0, latencySeconds: nil, room: 1))
            question.decide(.edge)
            try await dispatch.link.run().finish()
            try await dispatch.task(second, toBe: .succeeded)
        }
    }

    @Test func `work that fails by itself, or is stopped, says nothing of the place`() async throws {
        let placer = ScriptedPlacer()
        let dispatch = await Dispatch(placer: placer)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            for (told, status) in [(TaskReport.Status.failed, TaskRecord.Status.failed), (.cancelled, .cancelled)] {
                let id = try await dispatch.submit()
                try await placer.question().decide(.edge)
                try await dispatch.link.run().finish(told)
                try await dispatch.task(id, toBe: status)
            }
            let slow = try await dispatch.submit()
            try await placer.question().decide(.edge)
            let run = try await dispatch.link.run()
            dispatch.clock.advance(by: .seconds(3))
            run.finish(.timedOut)
            try await dispatch.task(slow, toBe: .timedOut)
            let first = try await placer.run()
            #expect(!first.succeeded && first.seconds == 3, "those before were not learnt")
        }
    }

    @Test func `where nothing can be decided, the least loaded kind is taken, and it is counted`() async throws {
        let placer = ScriptedPlacer()
        let dispatch = await Dispatch(placer: placer)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("e", slots: 4), running: 2)
            try dispatch.hear(Dispatch.node("c", .cloud, slots: 4), running: 1)
            let id = try await dispatch.submit()
            try await placer.question().fail(Undecidable())
            #expect(try await dispatch.link.run().node.id == Node.ID("c"))
            let placement = try await dispatch.tasks.task(id).placement
            #expect(placement == KindChoice(decision: nil, kind: .cloud, confidence: nil, predicted: nil))
        }
        #expect(dispatch.metric("berth_task_undecided_total") == 1)
        #expect(dispatch.reports.all.contains { $0.contains("Undecidable") })
    }

    @Test func `a task that no kind may run waits, and holds up nobody`() async throws {
        let placer = ScriptedPlacer()
        let dispatch = await Dispatch(placer: placer)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("e", slots: 4))
            let id = try await dispatch.submit()
            try await placer.question().decide(nil)
            let other = try await dispatch.submit(Dispatch.request("daily_report"))
            let question = try await placer.question()
            #expect(question.task.id == other)
            question.decide(.edge)
            #expect(try await dispatch.link.run().order.task == other)
            #expect(try await dispatch.tasks.task(id).status == .queued)
            await dispatch.clock.pass(.milliseconds(500))
            let again = try await placer.question()
            #expect(again.task.id == id)
            again.decide(.edge)
            #expect(try await dispatch.link.run().order.task == id)
        }
    }

    @Test func `a kind without room is not asked for again and again`() async throws {
        let placer = ScriptedPlacer()
        let dispatch = await Dispatch(placer: placer)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("e", slots: 1), running: 1)
            try dispatch.hear(Dispatch.node("c", .cloud, slots: 1))
            let id = try await dispatch.submit()
            let question = try await placer.question()
            #expect(question.fleet[.edge]?.room == 0 && question.fleet[.edge]?.load == 100)
            question.decide(.edge)
            // The next question comes with the tick, not before.
            await dispatch.clock.pass(.milliseconds(500))
            try await placer.question().decide(.cloud)
            #expect(try await dispatch.link.run().order.task == id)
        }
    }

    @Test func `a full node counts as fully loaded`() async throws {
        let placer = ScriptedPlacer()
        let dispatch = await Dispatch(placer: placer)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("e", slots: 4))
            try dispatch.hear(Dispatch.node("c", .cloud, slots: 4))
            dispatch.link.end("e", .refused(.full))
            try await dispatch.submit()
            try await placer.question().decide(.edge)
            let question = try await placer.question()
            #expect(question.fleet[.edge] == KindStanding(load: 100, latencySeconds: nil, room: 0))
            question.decide(.cloud)
            _ = try await dispatch.link.run()
            #expect(try await dispatch.link.run().node.id == Node.ID("c"))
        }
    }

    @Test func `an outcome that cannot be kept does not keep the result back`() async throws {
        let placer = ScriptedPlacer()
        placer.forget(with: Undecidable())
        let dispatch = await Dispatch(placer: placer)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            let id = try await dispatch.submit()
            try await placer.question().decide(.edge)
            try await dispatch.link.run().finish()
            try await dispatch.task(id, toBe: .succeeded)
        }
        #expect(dispatch.metric("berth_task_unlearnt_total") == 1)
    }
}
