import BerthTesting
import Nodes
import Placement
import TaskDispatch
import Testing

/// Tasks that nodes run as they should.
@Suite(.timeLimit(.minutes(1))) struct TaskRunningTests {
    @Test func `a task is written down, ordered, and ends with its node's report`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            let id = try await dispatch.submit()
            #expect(await dispatch.store.task(id)?.status == .queued)
            try dispatch.hear(Dispatch.node("edge", price: 7.2))
            let run = try await dispatch.link.run()
            #expect(run.order.task == id && run.order.token == 1 && run.order.type == "sensor_alert")
            // What the type declares stands in for what was left out.
            if case .record(let fields) = run.order.payload {
                #expect(fields["spikeThreshold"] != nil)
            } else {
                Issue.record("a payload is an object")
            }
            let ordered = try #require(await dispatch.store.task(id))
            #expect(ordered.status == .running && ordered.node == Node.ID("edge") && ordered.attempts == 1)
            #expect(dispatch.tasks.ordered(on: Node.ID("edge")) == 1)
            run.tell(.started)
            run.tell(.progress(TaskProgress(share: 0.5, message: "half")))
            try await dispatch.task(id) { $0.progress?.share == 0.5 }
            let page = try await dispatch.tasks.tasks(TaskQuery(limit: 1))
            #expect(page.tasks.first?.progress?.message == "half")
            dispatch.clock.advance(by: .seconds(1))
            run.finish()
            let ended = try await dispatch.task(id, toBe: .succeeded)
            #expect(await dispatch.store.task(id)?.end == ended.end, "the end is written before it is told")
            let figures = try #require(ended.end)
            #expect(figures.at == Dispatch.start.advanced(bySeconds: 1))
            #expect(figures.executionSeconds == 0.5 && figures.queuedSeconds == 0.25)
            #expect(figures.cost == Money(0.001, currency: .usd))
            #expect(figures.emulated == [.price])
            #expect(figures.result == .record(["by": "edge"]))
            #expect(ended.progress == nil && ended.attempts == 1 && ended.losses == 0)
        }
        #expect(dispatch.metric("berth_tasks_submitted_total", "sensor_alert") == 1)
        #expect(dispatch.metric("berth_tasks_total", "sensor_alert", "edge", "succeeded") == 1)
        #expect(dispatch.metric("berth_task_cost_usd_total", "edge", "edge") == 0.001)
        #expect(dispatch.tasks.counts == (queued: 0, running: 0, capacity: 20))
    }

    @Test(arguments: [
        (TaskReport.Status.failed, TaskRecord.Status.failed), (.cancelled, .cancelled), (.timedOut, .timedOut),
    ])
    func `what the node says is how it ended`(told: TaskReport.Status, status: TaskRecord.Status) async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge"))
            let id = try await dispatch.submit()
            try await dispatch.link.run().finish(told)
            #expect(try await dispatch.task(id, toBe: status).end?.error == "it did not work")
        }
    }

    @Test func `whoever waits for the end gets it, and after the time the task as it stands`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge"))
            let id = try await dispatch.submit()
            let run = try await dispatch.link.run()
            async let early = dispatch.tasks.end(of: id, within: 7)
            await dispatch.clock.pass(.seconds(7))
            #expect(try await early.status == .running)
            async let late = dispatch.tasks.end(of: id, within: 9)
            await dispatch.clock.sleeper(for: .seconds(9))
            run.finish()
            #expect(try await late.status == .succeeded)
            #expect(try await dispatch.tasks.end(of: id, within: 9).status == .succeeded)
        }
    }

    @Test func `more tasks than a node takes wait, the urgent ones first`() async throws {
        let dispatch = await Dispatch()
        for priority in [3, 9, 5] { try await dispatch.submit(Dispatch.request(priority: priority)) }
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge"))
            for expected in ["t2", "t3", "t1"] {
                let run = try await dispatch.link.run()
                #expect(run.order.task.description == expected)
                #expect(dispatch.link.sent.count == ["t2", "t3", "t1"].firstIndex(of: expected).map { $0 + 1 })
                run.finish()
                try await dispatch.task(run.order.task, toBe: .succeeded)
            }
        }
    }

    @Test func `nodes of one kind share the work`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            for name in ["a", "b"] { try dispatch.hear(Dispatch.node(name, slots: 2, queue: 2)) }
            for _ in 0..<4 {
                try await dispatch.submit()
                _ = try await dispatch.link.run()
            }
            #expect(dispatch.link.sent.map(\.node.description).sorted() == ["a", "a", "b", "b"])
        }
    }

    @Test func `a type goes to nodes that run it, and what needs a GPU to one`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            try dispatch.hear(Dispatch.node("edge", slots: 9, types: ["sensor_alert"]))
            let report = try await dispatch.submit(Dispatch.request("daily_report"))
            let onGPU = try await dispatch.submit(Dispatch.request(requiresGPU: true))
            let plain = try await dispatch.submit()
            #expect(try await dispatch.link.run().order.task == plain, "nobody is held up by what cannot be placed")
            for (id, word) in [(report, "daily_report"), (onGPU, "GPU")] {
                let reason = dispatch.tasks.reasonToWait(try await dispatch.tasks.task(id))
                #expect(reason?.contains(word) == true, "\(reason ?? "none")")
            }
            try dispatch.hear(Dispatch.node("cloud", .cloud, slots: 9))
            let first = try await dispatch.link.run()
            #expect(first.order.task == report && first.node.id == Node.ID("cloud"))
            try dispatch.hear(Dispatch.node("gpu", .gpu, slots: 9))
            let second = try await dispatch.link.run()
            #expect(second.order.task == onGPU && second.node.id == Node.ID("gpu"))
        }
    }

    @Test func `without nodes tasks wait and say so, and run when one comes`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            let ids = [try await dispatch.submit(), try await dispatch.submit()]
            for id in ids {
                let reason = dispatch.tasks.reasonToWait(try await dispatch.tasks.task(id))
                #expect(reason == "Waiting: no node is ready. It will run when one is.")
            }
            #expect(dispatch.tasks.counts.queued == 2)
            try dispatch.hear(Dispatch.node("edge", slots: 2))
            for id in ids {
                let run = try await dispatch.link.run()
                #expect(run.order.task == id)
                run.finish()
                #expect(dispatch.tasks.reasonToWait(try await dispatch.task(id, toBe: .succeeded)) == nil)
            }
        }
    }
}
