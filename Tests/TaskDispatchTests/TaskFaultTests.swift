import BerthTesting
import Nodes
import Placement
import Resilience
import TaskDispatch
import Testing

/// Nodes that refuse, break, fall silent or talk nonsense: no task is lost, and none ends twice.
@Suite(.timeLimit(.minutes(1))) struct TaskFaultTests {
    // MARK: Orders that never began

    @Test func `a node that is full is left alone until it tells of room`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            dispatch.link.end("a", .refused(.full))
            let id = try await dispatch.submit()
            _ = try await dispatch.link.run()
            let waiting = try await dispatch.task(id, toBe: .queued)
            #expect(waiting.attempts == 1 && waiting.losses == 0)
            dispatch.tasks.look()
            #expect(dispatch.fleet.node(Node.ID("a"))?.isLeftAlone == true)
            dispatch.link.end("a", nil)
            try dispatch.hear(Dispatch.node("a"))
            let run = try await dispatch.link.run()
            #expect(run.order.token == 2)
            #expect(dispatch.link.sent.count == 2, "it was not asked while it was full")
            run.finish()
            try await dispatch.task(id, toBe: .succeeded)
        }
        #expect(dispatch.metric("berth_task_losses_total", "edge") == nil)
    }

    @Test func `a payload that no node can work on ends the task`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            let id = try await dispatch.submit()
            try await dispatch.link.run().end(.refused(.unusable(reason: "a PNG that is none")))
            #expect(try await dispatch.task(id, toBe: .failed).end?.error == "a PNG that is none")
        }
    }

    @Test func `a node that cannot be reached is left alone after a few tries, and tried again later`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            dispatch.link.end("a", .unreachable(reason: "nobody listens"))
            let id = try await dispatch.submit(Dispatch.request("command"))
            for token in 1...5 {
                #expect(try await dispatch.link.run().order.token == token)
                try await dispatch.task(id) { $0.status == .queued && $0.attempts == token }
                // Once for each time that it tells of itself.
                try dispatch.hear(Dispatch.node("a"))
            }
            let now = dispatch.now
            #expect(dispatch.fleet.node(Node.ID("a"))?.breaker(at: now) == .open)
            #expect(
                dispatch.tasks.reasonToWait(try await dispatch.tasks.task(id))
                    == "Waiting: every node that could run it is full, or has just failed."
            )
            // One order may try; it fails, and the node is left alone again.
            dispatch.clock.advance(by: .seconds(30))
            try dispatch.hear(Dispatch.node("a"))
            #expect(try await dispatch.link.run().order.token == 6)
            try await dispatch.task(id) { $0.status == .queued && $0.attempts == 6 }
            try dispatch.hear(Dispatch.node("a"))
            #expect(dispatch.fleet.node(Node.ID("a"))?.breaker(at: dispatch.now) == .open)
            dispatch.link.end("a", nil)
            dispatch.clock.advance(by: .seconds(30))
            try dispatch.hear(Dispatch.node("a"))
            let run = try await dispatch.link.run()
            #expect(run.order.token == 7)
            #expect(dispatch.fleet.node(Node.ID("a"))?.breaker(at: dispatch.now) == .halfOpen)
            run.finish()
            try await dispatch.task(id, toBe: .succeeded)
            #expect(dispatch.fleet.node(Node.ID("a"))?.breaker(at: dispatch.now) == .closed)
        }
    }

    @Test func `all orders that break when a node goes are one failure, and it is asked again when it is back`()
        async throws
    {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a", slots: 8))
            dispatch.link.answer(.unknown)
            var runs: [ScriptedLink.Run] = []
            for _ in 0..<8 {
                try await dispatch.submit()
                runs.append(try await dispatch.link.run())
            }
            for run in runs { run.end(.broken(reason: "the node was killed")) }
            for run in runs { try await dispatch.task(run.order.task) { $0.status == .queued && $0.losses == 1 } }
            #expect(dispatch.link.sent.count == 8, "nobody is asked who has just gone")
            try dispatch.hear(Dispatch.node("a", slots: 8))
            #expect(dispatch.fleet.node(Node.ID("a"))?.breaker(at: dispatch.now) == .closed)
            for _ in runs { #expect(try await dispatch.link.run().order.token == 2) }
        }
    }

    // MARK: Streams that break

    @Test func `a node that still knows the task is followed again, with the same order`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            for name in ["a", "b"] { try dispatch.hear(Dispatch.node(name)) }
            dispatch.link.answer(.known)
            let id = try await dispatch.submit(Dispatch.request("command"))
            let first = try await dispatch.link.run()
            first.end(.broken(reason: "the connection broke"))
            let second = try await dispatch.link.run()
            #expect(second.order == first.order && second.node.id == first.node.id)
            second.finish()
            #expect(try await dispatch.task(id, toBe: .succeeded).attempts == 1)
        }
    }

    @Test func `a task that its node has forgotten runs again, with a newer order`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            dispatch.link.answer(.unknown)
            let id = try await dispatch.submit()
            let first = try await dispatch.link.run()
            first.end(.broken(reason: "the node was restarted"))
            try await dispatch.task(id) { $0.status == .queued && $0.losses == 1 }
            try dispatch.hear(Dispatch.node("a"))
            let second = try await dispatch.link.run()
            #expect(second.order.token == 2)
            #expect(await dispatch.store.task(id)?.losses == 1)
            // The old order's result, should it come after all, is not taken: see the queue's own tests.
            second.finish()
            let ended = try await dispatch.task(id, toBe: .succeeded)
            #expect(ended.attempts == 2 && ended.losses == 1)
        }
        #expect(dispatch.metric("berth_task_losses_total", "edge") == 1)
        #expect(dispatch.metric("berth_tasks_total", "sensor_alert", "edge", "succeeded") == 1)
    }

    @Test func `what must not run twice ends with an unknown outcome`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            for name in ["a", "b"] { try dispatch.hear(Dispatch.node(name)) }
            dispatch.link.answer(.unknown)
            let id = try await dispatch.submit(Dispatch.request("command"))
            let run = try await dispatch.link.run()
            run.end(.broken(reason: "the node was restarted"))
            let ended = try await dispatch.task(id, toBe: .outcomeUnknown)
            #expect(ended.end?.error?.contains("\(run.node.id)") == true)
            #expect(dispatch.link.sent.count == 1)
        }
    }

    @Test func `a node that breaks off again and again is asked with pauses, and given up after the timeout`()
        async throws
    {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            dispatch.link.answer(.known)
            dispatch.link.end("a", .broken(reason: "garbage"))
            let id = try await dispatch.submit(Dispatch.request("command", timeoutSeconds: 5.1))
            for _ in 0..<2 { _ = try await dispatch.link.run() }
            // Five seconds and ten of grace, and a tenth lest it ends with a pause: a quarter of a second each.
            for _ in 0..<61 {
                await dispatch.clock.pass(.milliseconds(250))
                if dispatch.now < Dispatch.start.advanced(bySeconds: 15.1) { _ = try await dispatch.link.run() }
            }
            try await dispatch.task(id, toBe: .outcomeUnknown)
        }
    }

    @Test func `a node that answers nothing loses the task after a while`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            dispatch.link.answer(.silent)
            let id = try await dispatch.submit(Dispatch.request("command"))
            try await dispatch.link.run().end(.broken(reason: "the connection broke"))
            for _ in 0..<60 { await dispatch.clock.pass(.milliseconds(250)) }
            try await dispatch.task(id, toBe: .outcomeUnknown)
        }
    }

    @Test func `a node that takes an order and never tells its end loses it after timeout and grace`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            dispatch.link.answer(.known)
            let id = try await dispatch.submit(Dispatch.request("command", timeoutSeconds: 20))
            _ = try await dispatch.link.run()
            await dispatch.clock.pass(.seconds(30))
            try await dispatch.task(id, toBe: .outcomeUnknown)
        }
    }

    @Test func `a question that is not answered counts as silence`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            let clock = dispatch.clock
            dispatch.link.answer { _ in
                try? await clock.sleep(for: .seconds(1_000))
                return .known
            }
            let id = try await dispatch.submit(Dispatch.request("command"))
            try await dispatch.link.run().end(.broken(reason: "the connection broke"))
            await dispatch.clock.pass(.seconds(2))
            await dispatch.clock.sleeper(for: .milliseconds(250))
            dispatch.link.answer(.unknown)
            dispatch.clock.advance(by: .milliseconds(250))
            try await dispatch.task(id, toBe: .outcomeUnknown)
        }
    }

    // MARK: Nodes that are lost

    @Test func `a lost node's tasks run elsewhere, and its late result is not taken`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            let id = try await dispatch.submit()
            let old = try await dispatch.link.run()
            dispatch.clock.advance(by: .seconds(4))
            #expect(dispatch.fleet.losses() == [Node.ID("a")])
            await dispatch.tasks.lost(Node.ID("a"))
            let waiting = try await dispatch.tasks.task(id)
            #expect(waiting.status == .queued && waiting.node == nil && waiting.losses == 1)
            #expect(await dispatch.store.task(id)?.status == .queued)
            try dispatch.hear(Dispatch.node("b"))
            let new = try await dispatch.link.run()
            #expect(new.order.token == 2 && new.node.id == Node.ID("b"))
            old.finish(.failed)
            // Another task on the node shows that its word was heard.
            try dispatch.hear(Dispatch.node("a"))
            let other = try await dispatch.submit()
            try await dispatch.link.run().finish()
            try await dispatch.task(other, toBe: .succeeded)
            #expect(try await dispatch.tasks.task(id).status == .running)
            new.finish()
            let ended = try await dispatch.task(id, toBe: .succeeded)
            #expect(ended.node == Node.ID("b") && ended.end?.result == .record(["by": "b"]))
        }
        #expect(dispatch.metric("berth_tasks_total", "sensor_alert", "edge", "failed") == nil)
    }

    @Test func `a task that loses one node after the other is given up`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            let id = try await dispatch.submit()
            for _ in 0..<TaskQueue.mostLosses {
                _ = try await dispatch.link.run()
                await dispatch.tasks.lost(Node.ID("a"))
            }
            #expect(try await dispatch.task(id, toBe: .abandoned).end?.error?.contains("5 nodes") == true)
            #expect(await dispatch.store.task(id)?.losses == 5)
        }
    }

    @Test func `an order whose node is lost while it is written down is not sent`() async throws {
        let gate = GatedStore()
        let dispatch = await Dispatch(store: gate.memory, over: gate)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            let id = try await dispatch.submit(Dispatch.request("command"))
            let held = try await gate.heldOrder()
            await dispatch.tasks.lost(Node.ID("a"))
            try await dispatch.task(id, toBe: .outcomeUnknown)
            held.resume()
            // The next order goes through, so that the one before has had its chance.
            gate.letThrough()
            let next = try await dispatch.submit()
            #expect(try await dispatch.link.run().order.task == next)
            #expect(await dispatch.store.task(id)?.status == .outcomeUnknown, "the order does not undo the end")
        }
    }

    // MARK: A store that fails

    struct Broken: Error {}

    @Test func `a task that ends before it is refused by the store was never there`() async throws {
        let gate = GatedStore()
        gate.letThrough()
        let dispatch = await Dispatch(store: gate.memory, over: gate)
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            gate.holdSubmissions(true)
            async let refused = #expect(throws: Broken.self) { try await dispatch.submit() }
            let held = try await gate.heldSubmission()
            try await dispatch.link.run().finish()
            // Its end cannot be written before it is there itself.
            for await text in dispatch.reports.told where text.contains("a task cannot be stored") { break }
            held.resume(throwing: Broken())
            _ = await refused
            await dispatch.clock.pass(.seconds(1))
            gate.holdSubmissions(false)
            let next = try await dispatch.submit()
            try await dispatch.link.run().finish()
            try await dispatch.task(next, toBe: .succeeded)
        }
        #expect(dispatch.metric("berth_tasks_total", "sensor_alert", "edge", "succeeded") == 1)
    }

    @Test func `an order that cannot be written down is not sent, and is tried again`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            let id = try await dispatch.submit(Dispatch.request("command"))
            dispatch.store.fail(with: Broken())
            try dispatch.hear(Dispatch.node("a"))
            try await dispatch.task(id) { $0.status == .queued && $0.attempts == 1 }
            #expect(dispatch.link.sent.isEmpty)
            #expect(dispatch.reports.all.contains { $0.contains("attempt cannot be stored") })
            #expect(dispatch.clock.sleepers == 1, "nothing is tried but by the tick")
            dispatch.store.fail(with: nil)
            await dispatch.clock.pass(.milliseconds(500))
            let run = try await dispatch.link.run()
            #expect(run.order.token == 2)
            run.finish()
            #expect(try await dispatch.task(id, toBe: .succeeded).losses == 0)
        }
    }

    @Test func `a trial that could not be written down is made later`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            dispatch.link.end("a", .unreachable(reason: "nobody listens"))
            let id = try await dispatch.submit(Dispatch.request(isIdempotent: false))
            for attempts in 1...5 {
                _ = try await dispatch.link.run()
                try await dispatch.task(id) { $0.status == .queued && $0.attempts == attempts }
                if attempts < 5 { try dispatch.hear(Dispatch.node("a")) }
            }
            dispatch.link.end("a", nil)
            dispatch.store.fail(with: Broken())
            dispatch.clock.advance(by: .seconds(30))
            try dispatch.hear(Dispatch.node("a"))
            try await dispatch.task(id) { $0.status == .queued && $0.attempts == 6 }
            dispatch.store.fail(with: nil)
            dispatch.tasks.look()
            #expect(try await dispatch.link.run().order.token == 7)
        }
    }

    @Test func `an end is written until it can be, and told then`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            let id = try await dispatch.submit()
            let run = try await dispatch.link.run()
            dispatch.store.fail(with: Broken())
            run.finish()
            for _ in 0..<3 { await dispatch.clock.pass(.seconds(1)) }
            await dispatch.clock.sleeper(for: .seconds(1))
            #expect(try await dispatch.tasks.task(id).status == .running, "nobody is told what the disk does not have")
            dispatch.store.fail(with: nil)
            dispatch.clock.advance(by: .seconds(1))
            try await dispatch.task(id, toBe: .succeeded)
            #expect(await dispatch.store.task(id)?.status == .succeeded)
        }
        #expect(dispatch.metric("berth_tasks_total", "sensor_alert", "edge", "succeeded") == 1)
        #expect(dispatch.metric("berth_task_unwritten_total") == 4)
        #expect(dispatch.reports.all.count == 1, "an operator is told once, not every second")
    }
}

/// What may run twice begins while it is written down.
@Suite(.timeLimit(.minutes(1)))
struct TaskHeadStartTests {
    private struct Broken: Error {}

    @Test func `a node has an order that may run twice before the disk has it`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("a"))
            let id = try await dispatch.submit()
            dispatch.store.fail(with: Broken())
            let run = try await dispatch.link.run()
            #expect(run.order.token == 1)
            dispatch.store.fail(with: nil)
            run.finish()
            try await dispatch.task(id, toBe: .succeeded)
            let stored = try #require(await dispatch.store.task(id))
            #expect(stored.node == Node.ID("a") && stored.attempts == 1, "its end brings the order along")
        }
    }

    @Test func `a task that cannot be written down is refused, and nothing of it is left`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            dispatch.store.fail(with: Broken())
            await #expect(throws: Broken.self) { try await dispatch.submit() }
            dispatch.store.fail(with: nil)
            #expect(dispatch.tasks.counts.queued == 0 && dispatch.tasks.counts.running == 0)
            try dispatch.hear(Dispatch.node("a"))
            let id = try await dispatch.submit()
            #expect(try await dispatch.link.run().order.task == id)
        }
    }
}
