import BerthTesting
import Nodes
import Placement
import TaskDispatch
import Testing

@Suite(.timeLimit(.minutes(1))) struct TaskCancellationTests {
    @Test func `a waiting task ends at once, and asking again is the same`() async throws {
        let dispatch = await Dispatch()
        let id = try await dispatch.submit()
        #expect(try await dispatch.tasks.cancel(id).status == .cancelled)
        #expect(await dispatch.store.task(id)?.status == .cancelled)
        #expect(try await dispatch.tasks.cancel(id).status == .cancelled)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge"))
            let next = try await dispatch.submit()
            #expect(try await dispatch.link.run().order.task == next, "the cancelled one is never begun")
        }
    }

    @Test func `the node of a running task is asked, and its report is the end`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge"))
            let id = try await dispatch.submit()
            let run = try await dispatch.link.run()
            for _ in 0..<2 {
                #expect(try await dispatch.tasks.cancel(id).status == .running)
                let asked = try await dispatch.link.cancellation()
                #expect(asked == ScriptedLink.Question(task: id, node: Node.ID("edge")))
            }
            run.finish(.cancelled)
            try await dispatch.task(id, toBe: .cancelled)
            #expect(try await dispatch.tasks.cancel(id).status == .cancelled)
        }
    }

    @Test func `a task that was quicker has succeeded, and cannot be cancelled any more`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge"))
            let id = try await dispatch.submit()
            let run = try await dispatch.link.run()
            _ = try await dispatch.tasks.cancel(id)
            run.finish(.succeeded)
            try await dispatch.task(id, toBe: .succeeded)
            await #expect(throws: TaskError.ended(id, .succeeded)) { try await dispatch.tasks.cancel(id) }
        }
    }

    @Test func `a node that the request reached before the order is asked again when it begins`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge"))
            let id = try await dispatch.submit()
            let run = try await dispatch.link.run()
            _ = try await dispatch.tasks.cancel(id)
            _ = try await dispatch.link.cancellation()
            run.tell(.started)
            #expect(try await dispatch.link.cancellation().task == id)
        }
    }

    @Test func `a cancelled task whose node is lost does not run again`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            for name in ["a", "b"] { try dispatch.hear(Dispatch.node(name)) }
            let id = try await dispatch.submit()
            let run = try await dispatch.link.run()
            _ = try await dispatch.tasks.cancel(id)
            await dispatch.tasks.lost(run.node.id)
            try await dispatch.task(id, toBe: .cancelled)
            #expect(dispatch.link.sent.count == 1)
        }
    }

    @Test func `a task that is cancelled before its order is sent is never sent`() async throws {
        // Everything that happens between the decision and the order happens while the decision is waited for.
        let placer = ScriptedPlacer()
        let dispatch = await Dispatch(placer: placer)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge"))
            let id = try await dispatch.submit()
            let question = try await placer.question()
            #expect(try await dispatch.tasks.cancel(id).status == .cancelled)
            question.decide(.edge)
            let next = try await dispatch.submit()
            try await placer.question().decide(.edge)
            #expect(try await dispatch.link.run().order.task == next)
        }
    }
}
