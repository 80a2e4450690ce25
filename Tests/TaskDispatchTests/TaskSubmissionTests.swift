import BerthTesting
import Nodes
import Placement
import Problems
import TaskDispatch
import Testing

/// What is taken, what is refused, and what the same key means.
@Suite(.timeLimit(.minutes(1))) struct TaskSubmissionTests {
    struct Broken: Error {}

    @Test func `what cannot be done is refused, counted, and leaves nothing`() async throws {
        let dispatch = await Dispatch()
        func refusal(_ type: String, _ payload: Value = .missing, bytes: Int = 0) async -> TaskError? {
            await #expect(throws: TaskError.self) {
                try await dispatch.tasks.submit(
                    TaskService.Request(type: type, payload: payload, payloadBytes: bytes)
                )
            }
        }
        let unknown = try #require(await refusal("sensor_alarm"))
        #expect(unknown == .unknownType("sensor_alarm") && "\(unknown)".contains("did you mean 'sensor_alert'?"))
        guard case .payload(let fault)? = await refusal("daily_report", .record(["rows": -1])) else {
            Issue.record("the payload is at fault")
            return
        }
        #expect(fault.field == "payload.rows")
        let limit = TaskType.dailyReport.payloadBytes
        let large = await refusal("daily_report", bytes: limit + 1)
        #expect(large == .payloadTooLarge(bytes: limit + 1, limit: limit, type: "daily_report"))
        #expect(await dispatch.store.tasks(TaskQuery(limit: 1)).tasks.isEmpty)
        #expect(dispatch.tasks.counts.queued == 0)
        #expect(dispatch.metric("berth_task_refusals_total", "invalid") == 3)
    }

    @Test func `a full queue refuses, and takes again after an end`() async throws {
        let dispatch = await Dispatch(capacity: 2)
        let first = try await dispatch.submit()
        try await dispatch.submit()
        let error = await #expect(throws: TaskError.self) { try await dispatch.submit() }
        #expect(error == .full(capacity: 2, retrySeconds: 1))
        #expect(dispatch.metric("berth_task_refusals_total", "full") == 1)
        #expect(await dispatch.store.open().count == 2)
        _ = try await dispatch.tasks.cancel(first)
        try await dispatch.submit()
    }

    @Test func `the same key is the same task, while it is open and after its end`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            let first = try await dispatch.tasks.submit(Dispatch.request(key: "k"))
            let second = try await dispatch.tasks.submit(Dispatch.request(key: "k"))
            #expect(first.isNew && !second.isNew && first.task.id == second.task.id)
            try dispatch.hear(Dispatch.node("edge"))
            try await dispatch.link.run().finish()
            try await dispatch.task(first.task.id, toBe: .succeeded)
            let third = try await dispatch.tasks.submit(Dispatch.request(key: "k"))
            #expect(!third.isNew && third.task.id == first.task.id && third.task.status == .succeeded)
            #expect(dispatch.tasks.counts.queued == 0)
            #expect(dispatch.metric("berth_tasks_submitted_total", "sensor_alert") == 1)
            #expect(try await dispatch.tasks.submit(Dispatch.request(key: "other")).isNew)
        }
    }

    @Test func `many at once with one key are one task`() async throws {
        let dispatch = await Dispatch()
        let ids = try await withThrowingTaskGroup(of: TaskRecord.ID?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        return try await dispatch.submit(Dispatch.request(key: "k"))
                    } catch TaskError.beingTaken {
                        // The first one is being written down; whoever asks again gets it.
                        return nil
                    }
                }
            }
            return try await group.reduce(into: Set<TaskRecord.ID>()) { if let id = $1 { $0.insert(id) } }
        }
        #expect(ids.count == 1)
        #expect(await dispatch.store.open().count == 1)
    }

    @Test func `what the store cannot keep is refused, and nothing is left of it`() async throws {
        let dispatch = await Dispatch(capacity: 1)
        dispatch.store.fail(with: Broken())
        await #expect(throws: Broken.self) { try await dispatch.submit(Dispatch.request(key: "k")) }
        #expect(dispatch.tasks.counts.queued == 0)
        dispatch.store.fail(with: nil)
        #expect(try await dispatch.tasks.submit(Dispatch.request(key: "k")).isNew, "neither place nor key is taken")
    }

    @Test func `an unknown task is told`() async throws {
        let dispatch = await Dispatch()
        let id = TaskRecord.ID("nobody")
        await #expect(throws: TaskError.unknownTask(id)) { try await dispatch.tasks.task(id) }
        await #expect(throws: TaskError.unknownTask(id)) { try await dispatch.tasks.cancel(id) }
        await #expect(throws: TaskError.unknownTask(id)) { try await dispatch.tasks.follow(id) }
    }
}
