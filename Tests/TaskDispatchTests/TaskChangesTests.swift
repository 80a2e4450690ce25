import BerthTesting
import Nodes
import Placement
import TaskDispatch
import Testing

/// What followers of one task and readers of all are told.
@Suite(.timeLimit(.minutes(1))) struct TaskChangesTests {
    @Test func `followers see every change, and their streams end with the task`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            let id = try await dispatch.submit()
            let (now, changes) = try await dispatch.tasks.follow(id)
            let (_, others) = try await dispatch.tasks.follow(id)
            #expect(now.status == .queued)
            try dispatch.hear(Dispatch.node("a"))
            let run = try await dispatch.link.run()
            run.tell(.progress(TaskProgress(share: 0.5, message: "half")))
            run.finish()
            var seen: [TaskRecord] = []
            for await task in changes { seen.append(task) }
            #expect(seen.map(\.status) == [.running, .running, .succeeded])
            #expect(seen.map { $0.progress?.share } == [nil, 0.5, nil])
            var count = 0
            for await _ in others { count += 1 }
            #expect(count == 3)
        }
    }

    @Test func `followers hear of their task now and then, also when it does not change`() async throws {
        let dispatch = await Dispatch()
        try await dispatch.working {
            let id = try await dispatch.submit()
            let (now, changes) = try await dispatch.tasks.follow(id)
            for _ in 0..<20 { await dispatch.clock.pass(.milliseconds(500)) }
            for await task in changes {
                #expect(task == now)
                break
            }
            #expect(dispatch.tasks.changes.changes(since: 1).tasks.isEmpty, "nothing has changed")
        }
    }

    @Test func `the streams of open tasks end when the service stops`() async throws {
        let dispatch = await Dispatch()
        let id = try await dispatch.submit()
        let (_, changes) = try await dispatch.tasks.follow(id)
        try await dispatch.working {}
        for await _ in changes {}
        let (now, later) = try await dispatch.tasks.follow(id)
        for await _ in later {}
        #expect(now.status == .queued)
        #expect(try await dispatch.tasks.end(of: id, within: 60).status == .queued)
    }

    @Test func `readers get what has changed since they last asked, each task once, the newest first`() async throws {
        let dispatch = await Dispatch()
        let (none, start) = dispatch.tasks.changes.changes(since: 0)
        #expect(none.isEmpty)
        let first = try await dispatch.submit(Dispatch.request("command"))
        let second = try await dispatch.submit()
        let (two, number) = dispatch.tasks.changes.changes(since: start)
        #expect(two.map(\.id) == [second, first])
        #expect(two.allSatisfy { $0.submission.payload.isMissing }, "without payloads")
        #expect(dispatch.tasks.changes.changes(since: number).tasks.isEmpty)
        _ = try await dispatch.tasks.cancel(first)
        let (one, last) = dispatch.tasks.changes.changes(since: number)
        #expect(one.map(\.id) == [first] && one.map(\.status) == [.cancelled])
        #expect(dispatch.tasks.changes.changes(since: start).tasks.map(\.id) == [first, second])
        #expect(last > number)
    }

    @Test func `of many changes the latest are remembered`() async throws {
        let dispatch = await Dispatch(capacity: 100)
        var ids: [TaskRecord.ID] = []
        for _ in 0..<60 { ids.append(try await dispatch.submit()) }
        #expect(dispatch.tasks.changes.changes(since: 0).tasks.map(\.id) == ids.suffix(50).reversed())
    }
}
