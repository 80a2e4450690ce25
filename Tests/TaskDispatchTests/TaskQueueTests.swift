import Nodes
import Placement
import TaskDispatch
import Testing

@Suite struct TaskQueueTests {
    static let start = Timestamp(microseconds: 1_767_225_600_000_000)
    static let edge = Node.ID("edge")
    static let cloud = Node.ID("cloud")

    static let choice = KindChoice(decision: nil, kind: .edge, confidence: nil, predicted: nil)

    static func submission(
        _ name: String,
        priority: Int = 5,
        isIdempotent: Bool = true,
        key: String? = nil,
        after seconds: Double = 0
    ) -> Submission {
        Submission(
            id: TaskOrder.ID(name),
            type: "daily_report",
            payload: .record(["rows": 10]),
            wishes: TaskWishes(priority: priority),
            timeoutSeconds: 30,
            isIdempotent: isIdempotent,
            key: key,
            at: Self.start.advanced(bySeconds: seconds)
        )
    }

    static func report(_ order: TaskOrder, _ status: TaskReport.Status = .succeeded) -> TaskReport {
        TaskReport(
            task: order.task,
            token: order.token,
            status: status,
            result: .missing,
            error: nil,
            executionSeconds: 0.1,
            queuedSeconds: 0,
            emulated: []
        )
    }

    /// Places the next task.
    static func place(_ queue: inout TaskQueue, on node: Node.ID, after seconds: Double = 0) throws -> TaskOrder {
        let task = try #require(queue.next(at: Self.start.advanced(bySeconds: seconds)))
        let order = queue.assign(task.id, to: node, as: Self.choice)
        return try #require(order)
    }

    @Test("a heartbeat is told the most that the node had at once since the one before")
    func peaks() throws {
        var queue = TaskQueue(capacity: 10)
        #expect(queue.heard(Self.edge) == 0)
        for name in ["a", "b", "c"] { _ = queue.submit(Self.submission(name)) }
        let orders = try (0..<3).map { _ in try Self.place(&queue, on: Self.edge) }
        _ = queue.report(Self.report(orders[0]), pricePerHour: nil, at: Self.start)
        _ = queue.report(Self.report(orders[1]), pricePerHour: nil, at: Self.start)
        #expect(queue.heard(Self.cloud) == 0)
        #expect(queue.heard(Self.edge) == 3)
        #expect(queue.heard(Self.edge) == 1)
        _ = queue.report(Self.report(orders[2]), pricePerHour: nil, at: Self.start)
        #expect(queue.heard(Self.edge) == 1, "it may have had it when it wrote")
        #expect(queue.heard(Self.edge) == 0)
        _ = queue.submit(Self.submission("d"))
        _ = try Self.place(&queue, on: Self.edge)
        _ = queue.lose(Self.edge, at: Self.start)
        #expect(queue.heard(Self.edge) == 0, "what it may still have is not Berth's any more")
    }

    @Test("the most urgent goes first, the first come of equals")
    func order() throws {
        var queue = TaskQueue(capacity: 10)
        for (name, priority) in [("a", 3), ("b", 9), ("c", 9), ("d", 1)] {
            #expect(queue.submit(Self.submission(name, priority: priority)) == .accepted)
        }
        let names = try (0..<4).map { _ in try Self.place(&queue, on: Self.edge).task.description }
        #expect(names == ["b", "c", "a", "d"])
        #expect(queue.next(at: Self.start) == nil)
    }

    @Test("whoever waits long enough overtakes the urgent")
    func waiting() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("old", priority: 1))
        _ = queue.submit(Self.submission("late", priority: 8, after: 69))
        #expect(queue.next(at: Self.start.advanced(bySeconds: 69))?.submission.id.description == "late")
        _ = queue.submit(Self.submission("later", priority: 8, after: 80))
        let first = try Self.place(&queue, on: Self.edge, after: 80)
        #expect(first.task.description == "late")
        #expect(queue.next(at: Self.start.advanced(bySeconds: 80))?.submission.id.description == "old")
    }

    @Test("a full queue refuses, and takes again after an end")
    func full() throws {
        var queue = TaskQueue(capacity: 1)
        #expect(queue.submit(Self.submission("a")) == .accepted)
        #expect(queue.submit(Self.submission("b")) == .full)
        let order = try Self.place(&queue, on: Self.edge)
        #expect(queue.submit(Self.submission("b")) == .full, "a task that a node has is open")
        #expect(queue.report(Self.report(order), pricePerHour: nil, at: Self.start) != nil)
        #expect(queue.submit(Self.submission("b")) == .accepted)
    }

    @Test("the same key is the same task while it is open")
    func keys() {
        var queue = TaskQueue(capacity: 10)
        #expect(queue.submit(Self.submission("a", key: "k")) == .accepted)
        #expect(queue.submit(Self.submission("b", key: "k")) == .known(TaskOrder.ID("a")))
        #expect(queue.count == 1)
        let ended = TaskRecord(Self.submission("a", key: "k"), end: TaskEnd(.cancelled, at: Self.start))
        #expect(queue.cancel(TaskOrder.ID("a"), at: Self.start) == .ended(.end(ended)))
        #expect(queue.submit(Self.submission("b", key: "k")) == .accepted)
    }

    @Test("a lost node's task runs again elsewhere, and only the new result counts")
    func lost() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("a"))
        let first = try Self.place(&queue, on: Self.edge)
        guard case .waitAgain(let task)? = queue.lose(Self.edge, at: Self.start).first else {
            Issue.record("it waits again")
            return
        }
        #expect(task.losses == 1)
        let second = try Self.place(&queue, on: Self.cloud)
        #expect(second.token > first.token)
        #expect(
            queue.report(Self.report(first), pricePerHour: nil, at: Self.start) == nil,
            "the lost node comes back with its result"
        )
        #expect(queue.report(Self.report(second), pricePerHour: nil, at: Self.start)?.task.id == first.task)
        #expect(queue.report(Self.report(second), pricePerHour: nil, at: Self.start) == nil, "a task ends once")
        #expect(queue.count == 0)
    }

    @Test("what must not run twice ends with an unknown outcome")
    func unknown() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("a", isIdempotent: false))
        let order = try Self.place(&queue, on: Self.edge)
        guard case .end(let task)? = queue.lost(order.task, token: order.token, at: Self.start) else {
            Issue.record("it ends")
            return
        }
        #expect(task.end == TaskEnd.outcomeUnknown(on: Self.edge, at: Self.start))
        #expect(task.submission.id == order.task)
        #expect(queue.count == 0)
        #expect(queue.report(Self.report(order), pricePerHour: nil, at: Self.start) == nil)
    }

    @Test("a refused order never began, so it waits again in front, whatever it is")
    func refused() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("a", isIdempotent: false))
        _ = queue.submit(Self.submission("b"))
        let order = try Self.place(&queue, on: Self.edge)
        #expect(queue.refused(order.task, token: order.token, at: Self.start) != nil)
        let again = try Self.place(&queue, on: Self.cloud)
        #expect(again.task == order.task)
        #expect(
            queue.refused(order.task, token: order.token, at: Self.start) == nil,
            "the refusal of an old order changes nothing"
        )
    }

    @Test("a task that loses one node after the other is given up")
    func abandoned() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("a"))
        for _ in 1..<TaskQueue.mostLosses {
            let order = try Self.place(&queue, on: Self.edge)
            guard case .waitAgain? = queue.lost(order.task, token: order.token, at: Self.start) else {
                Issue.record("it waits again")
                return
            }
        }
        let last = try Self.place(&queue, on: Self.edge)
        guard case .end(let task)? = queue.lost(last.task, token: last.token, at: Self.start) else {
            Issue.record("it ends")
            return
        }
        #expect(task.end == TaskEnd.abandoned(losses: TaskQueue.mostLosses, at: Self.start))
    }

    @Test("a cancelled task ends at once, or with its node's report")
    func cancelled() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("a"))
        _ = queue.submit(Self.submission("b"))
        let order = try Self.place(&queue, on: Self.edge)
        #expect(queue.cancel(order.task, at: Self.start) == .asks(Self.edge))
        #expect(queue.cancel(order.task, at: Self.start) == .asks(Self.edge), "asking twice is asking once")
        guard case .ended = queue.cancel(TaskOrder.ID("b"), at: Self.start) else {
            Issue.record("it waited")
            return
        }
        #expect(queue.cancel(TaskOrder.ID("b"), at: Self.start) == .notOpen)
        #expect(queue.report(Self.report(order, .cancelled), pricePerHour: nil, at: Self.start) != nil)
        #expect(queue.count == 0)
    }

    @Test("a cancelled task is not begun again when its node is lost")
    func cancelledAndLost() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("a"))
        let order = try Self.place(&queue, on: Self.edge)
        _ = queue.cancel(order.task, at: Self.start)
        guard case .end(let task)? = queue.lost(order.task, token: order.token, at: Self.start) else {
            Issue.record("it ends")
            return
        }
        #expect(task.end == TaskEnd(.cancelled, at: Self.start))
    }

    @Test("a task that ended is shown as it stood until its end is written down, and then no more")
    func written() throws {
        var queue = TaskQueue(capacity: 1)
        _ = queue.submit(Self.submission("a", key: "k"))
        let order = try Self.place(&queue, on: Self.edge)
        let halfway = queue.advanced(order, to: TaskProgress(share: 0.5, message: "half"))
        #expect(halfway?.progress?.share == 0.5)
        guard case .end(let task)? = queue.report(Self.report(order), pricePerHour: nil, at: Self.start) else {
            Issue.record("it ends")
            return
        }
        #expect(task.status == .succeeded && task.progress == nil)
        #expect(queue[order.task]?.status == .running && queue.isEnding(order.task))
        #expect(queue.count == 0)
        #expect(queue.submit(Self.submission("b")) == .accepted, "its place is free")
        #expect(queue.written(order.task) == true)
        #expect(queue[order.task] == nil)
        #expect(queue.written(order.task) == false)
    }

    @Test("a task that could not be written down is nobody's, wherever it is")
    func withdrawn() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("waits"))
        queue.withdraw(TaskOrder.ID("waits"))
        #expect(queue.count == 0)
        _ = queue.submit(Self.submission("ordered"))
        let order = try Self.place(&queue, on: Self.edge)
        queue.withdraw(order.task)
        #expect(queue[order.task] == nil && queue.isCancelled(order) && queue.tasks(of: Self.edge) == [order.task])
        #expect(queue.advanced(order, to: TaskProgress(share: 1, message: "done")) == nil)
        #expect(queue.report(Self.report(order), pricePerHour: nil, at: Self.start) == nil)
        #expect(queue.count == 0 && !queue.isEnding(order.task))
        _ = queue.submit(Self.submission("ended"))
        let last = try Self.place(&queue, on: Self.edge)
        _ = queue.report(Self.report(last), pricePerHour: nil, at: Self.start)
        queue.withdraw(last.task)
        #expect(!queue.isEnding(last.task))
        #expect(queue.written(last.task) == false)
    }

    @Test("open tasks go on after a restart")
    func restart() throws {
        var queue = TaskQueue(capacity: 10)
        _ = queue.submit(Self.submission("a", key: "k"))
        _ = queue.submit(Self.submission("b"))
        let order = try Self.place(&queue, on: Self.edge)
        let open = try ["a", "b"].map { try #require(queue[TaskOrder.ID($0)]) }
        var next = TaskQueue(capacity: 10, open: open)
        #expect(next.tasks(of: Self.edge) == [order.task])
        #expect(next.submit(Self.submission("c", key: "k")) == .known(order.task))
        #expect(
            next.report(Self.report(order), pricePerHour: nil, at: Self.start) != nil,
            "the node worked on meanwhile"
        )
        #expect(try Self.place(&next, on: Self.cloud).task.description == "b")
    }
}

extension TaskQueue {
    /// Admits a task and has it arrive at once.
    mutating func submit(_ submission: Submission) -> Admission {
        let admission = self.admit(submission)
        if admission == .accepted { self.arrived(submission.id) }
        return admission
    }
}
