import BerthTesting
import MetricRegistry
import NodeRuntime
import Nodes
import Placement
import Problems
import Testing

/// Orders, work, deadlines and draining together, on a clock that the test drives.
struct TaskRunnerTests {
    private let clock = ManualClock()
    private let handler = GatedHandler()
    private let registry = MetricRegistry()

    private func runner(slots: Int = 1, queue: Int = 1) -> TaskRunner {
        let clock = self.clock
        return TaskRunner(
            limits: TaskBook.Limits(slots: slots, queue: queue),
            handlers: [self.handler],
            profile: .measured,
            emulated: [.accelerator],
            surroundings: TaskRunner.Surroundings(clock: clock, nanoseconds: { clock.nanoseconds }),
            measures: RunnerMeasures(self.registry, taskTypes: ["gated"])
        )
    }

    /// Runs a runner beside a test, and requires that it ends once it is drained.
    private func running(_ runner: TaskRunner, _ body: () async throws -> Void) async throws {
        async let work: Void = runner.run()
        do {
            try await body()
        } catch {
            runner.drain()
            self.handler.letGo(forGood: true)
            await work
            throw error
        }
        runner.drain()
        self.handler.letGo(forGood: true)
        await work
    }

    private func nextBegun() async -> String? {
        for await name in self.handler.begun { return name }
        return nil
    }

    private func report(_ events: AsyncStream<TimedEvent>) async throws -> TaskReport {
        var last: TaskEvent?
        for await event in events { last = event.event }
        guard case .finished(let report)? = last else { throw NoEnd() }
        return report
    }

    private struct NoEnd: Error {}

    @Test func `a task starts, tells of its progress and ends`() async throws {
        let runner = self.runner()
        try await self.running(runner) {
            let events = try runner.submit(order("a", ["name": "first"]))
            #expect(await self.nextBegun() == "first")
            self.clock.advance(by: .seconds(2))
            self.handler.letGo()
            var seen: [TaskEvent] = []
            for await event in events { seen.append(event.event) }
            let report = TaskReport(
                task: TaskOrder.ID("a"),
                token: 1,
                status: .succeeded,
                result: "first",
                error: nil,
                executionSeconds: 2,
                queuedSeconds: 0,
                emulated: [.accelerator]
            )
            #expect(
                seen == [
                    .started, .progress(TaskProgress(share: 0.5, message: "half of first")), .finished(report),
                ]
            )
            #expect(runner.standing(of: TaskOrder.ID("a"))?.standing == .finished(report))
            // A second asking is told the end.
            #expect(try await self.report(try runner.submit(order("a", ["name": "first"]))) == report)
        }
    }

    @Test func `every end is counted once, by type and status, before it is told`() async throws {
        let runner = self.runner()
        var metrics: String { PrometheusText.text(of: self.registry.snapshot) }
        #expect(metrics.contains(#"berth_node_tasks_total{task_type="gated",status="succeeded"} 0"#))
        try await self.running(runner) {
            let first = try runner.submit(order("a", ["name": "first"]))
            #expect(await self.nextBegun() == "first")
            let withdrawn = try runner.submit(order("b"))
            self.clock.advance(by: .seconds(2))
            #expect(runner.cancel(TaskOrder.ID("b")))
            _ = try await self.report(withdrawn)
            let waiting = try runner.submit(order("c", ["name": "failing"]))
            self.clock.advance(by: .seconds(4))
            self.handler.letGo()
            _ = try await self.report(first)
            #expect(metrics.contains(#"berth_node_tasks_total{task_type="gated",status="succeeded"} 1"#), "\(metrics)")
            #expect(await self.nextBegun() == "failing")
            self.clock.advance(by: .seconds(1))
            self.handler.letGo()
            _ = try await self.report(waiting)
        }
        for line in [
            #"berth_node_tasks_total{task_type="gated",status="failed"} 1"#,
            #"berth_node_tasks_total{task_type="gated",status="cancelled"} 1"#,
            #"berth_node_tasks_total{task_type="gated",status="timed-out"} 0"#,
            // 6 s and 1 s of work; the withdrawn task had no slot, and waited 2 s of the 6 s.
            #"berth_node_execution_seconds_count{task_type="gated"} 2"#,
            #"berth_node_execution_seconds_sum{task_type="gated"} 7"#,
            "berth_node_queued_seconds_count 3", "berth_node_queued_seconds_sum 6",
        ] { #expect(metrics.contains(line + "\n"), "\(line) in \(metrics)") }
    }

    @Test func `a failure carries its reason and what there is to show`() async throws {
        let runner = self.runner()
        try await self.running(runner) {
            let events = try runner.submit(order("a", ["name": "failing"]))
            self.handler.letGo()
            let report = try await self.report(events)
            #expect(report.status == .failed && report.error == "it had to fail" && report.result == "rest")
        }
    }

    @Test func `a waiting task starts when the slot is free, and says how long it waited`() async throws {
        let runner = self.runner()
        try await self.running(runner) {
            _ = try runner.submit(order("a", ["name": "first"]))
            #expect(await self.nextBegun() == "first")
            let events = try runner.submit(order("b", ["name": "second"]))
            #expect(runner.occupancy == (1, 1, false))
            #expect(throws: TaskRefusal.full(retryAfterSeconds: 2)) { try runner.submit(order("c")) }
            self.clock.advance(by: .seconds(3))
            self.handler.letGo()
            #expect(await self.nextBegun() == "second")
            self.handler.letGo()
            #expect(try await self.report(events).queuedSeconds == 3)
        }
    }

    @Test func `cancelling stops the work before it reports the end`() async throws {
        let runner = self.runner()
        try await self.running(runner) {
            let events = try runner.submit(order("a", ["name": "first"]))
            #expect(await self.nextBegun() == "first")
            #expect(runner.cancel(TaskOrder.ID("a")))
            #expect(runner.cancel(TaskOrder.ID("a")))
            #expect(try await self.report(events).status == .cancelled)
            var stopped: String?
            for await name in self.handler.stopped {
                stopped = name
                break
            }
            #expect(stopped == "first")
            #expect(!runner.cancel(TaskOrder.ID("nobody")))
            #expect(runner.occupancy == (0, 0, false))
        }
    }

    @Test func `a waiting task that is cancelled never starts`() async throws {
        let runner = self.runner()
        try await self.running(runner) {
            let first = try runner.submit(order("a", ["name": "first"]))
            #expect(await self.nextBegun() == "first")
            let second = try runner.submit(order("b", ["name": "second"]))
            #expect(runner.cancel(TaskOrder.ID("b")))
            let report = try await self.report(second)
            #expect(report.status == .cancelled && report.executionSeconds == 0)
            self.handler.letGo()
            #expect(try await self.report(first).status == .succeeded)
        }
    }

    @Test func `time that runs out stops the work`() async throws {
        let runner = self.runner()
        try await self.running(runner) {
            let events = try runner.submit(order("a", ["name": "slow"], timeoutSeconds: 5))
            #expect(await self.nextBegun() == "slow")
            await self.clock.sleeping(1)
            self.clock.advance(by: .seconds(5))
            let report = try await self.report(events)
            #expect(report.status == .timedOut && report.executionSeconds == 5)
        }
    }

    @Test func `time that runs out in the queue ends the task there`() async throws {
        let runner = self.runner()
        try await self.running(runner) {
            _ = try runner.submit(order("a", ["name": "first"]))
            #expect(await self.nextBegun() == "first")
            let events = try runner.submit(order("b", timeoutSeconds: 1))
            self.clock.advance(by: .seconds(1))
            #expect(runner.occupancy == (1, 0, false))
            let report = try await self.report(events)
            #expect(report.status == .timedOut && report.queuedSeconds == 1 && report.executionSeconds == 0)
        }
    }

    @Test func `a newer attempt stops the older one`() async throws {
        let runner = self.runner()
        try await self.running(runner) {
            let older = try runner.submit(order("a", token: 1, ["name": "older"]))
            #expect(await self.nextBegun() == "older")
            let newer = try runner.submit(order("a", token: 2, ["name": "newer"]))
            #expect(try await self.report(older).status == .cancelled)
            #expect(await self.nextBegun() == "newer")
            #expect(throws: TaskRefusal.stale(seen: 2)) { try runner.submit(order("a", token: 1)) }
            self.handler.letGo()
            let report = try await self.report(newer)
            #expect(report.status == .succeeded && report.token == 2)
        }
    }

    @Test func `a drained runner refuses, finishes what it took, and ends`() async throws {
        let runner = self.runner()
        async let work: Void = runner.run()
        let first = try runner.submit(order("a", ["name": "first"]))
        let second = try runner.submit(order("b", ["name": "second"]))
        #expect(await self.nextBegun() == "first")
        runner.drain()
        #expect(throws: TaskRefusal.draining) { try runner.submit(order("c")) }
        self.handler.letGo()
        self.handler.letGo()
        #expect(try await self.report(first).status == .succeeded)
        #expect(try await self.report(second).status == .succeeded)
        await work
    }

    @Test func `an idle runner ends as soon as it is drained`() async {
        let runner = self.runner()
        runner.drain()
        await runner.run()
    }

    @Test func `whoever ends the runner stops its work`() async throws {
        let runner = self.runner()
        let events = try runner.submit(order("a", ["name": "first"]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run() }
            #expect(await self.nextBegun() == "first")
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(try await self.report(events).status == .cancelled)
    }

    @Test func `orders that cannot be worked on are refused with the reason`() {
        let runner = self.runner()
        #expect(throws: TaskRefusal.unknownType("gate", known: ["gated"])) {
            try runner.submit(order("a", type: "gate"))
        }
        let bad = #expect(throws: TaskRefusal.self) { try runner.submit(order("a", ["name": 3])) }
        guard case .badPayload(let fault)? = bad else {
            Issue.record("\(String(describing: bad))")
            return
        }
        #expect(fault.field == "payload.name")
        let unusable = #expect(throws: TaskRefusal.self) { try runner.submit(order("a", ["name": "unusable"])) }
        guard case .unusablePayload? = unusable else {
            Issue.record("\(String(describing: unusable))")
            return
        }
        #expect(runner.standing(of: TaskOrder.ID("a")) == nil)
    }
}
