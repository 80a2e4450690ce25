import BerthTesting
import Foundation
import GRDB
import Nodes
import Persistence
import Placement
import TaskDispatch
import Telemetry
import Testing

/// Every store of tasks keeps these promises.
struct TaskStoreContractTests {
    static let start = Timestamp(microseconds: 1_767_225_600_000_000)

    /// A store that can be closed and opened again on what it holds.
    private final class Fixture {
        private(set) var store: any TaskStore & TaskArchive
        private let kind: StoreKind
        private let data = TemporaryData()

        init(_ kind: StoreKind) throws {
            self.kind = kind
            self.store =
                switch kind {
                case .memory: MemoryTaskStore()
                case .sqlite: SQLiteTaskStore(try self.data.database())
                }
        }

        func reopened() throws -> any TaskStore & TaskArchive {
            guard self.kind == .sqlite else { return self.store }
            // The directory is one writer's at a time: the one before has to go first.
            self.store = MemoryTaskStore()
            self.store = SQLiteTaskStore(try self.data.database())
            return self.store
        }
    }

    static func submission(
        _ name: String,
        type: String = "sensor_alert",
        key: String? = nil,
        after seconds: Double = 0
    ) -> Submission {
        Submission(
            id: TaskRecord.ID(name),
            type: type,
            payload: .record(["readings": .list([1, 2.5, -3]), "sensor": "kiln \"7\" · ü", "isOn": true]),
            payloadBytes: 48,
            wishes: TaskWishes(priority: 9, latency: 2, costSensitivity: 10, requiresGPU: true),
            timeoutSeconds: 12.5,
            isIdempotent: false,
            key: key,
            at: Self.start.advanced(bySeconds: seconds)
        )
    }

    private static let placement = KindChoice(
        decision: Decision.ID("d-7"),
        kind: .cloud,
        confidence: 0.93,
        predicted: nil
    )

    static func ordered(_ submission: Submission, on node: String = "cloud-1", token: Int64 = 1) -> TaskRecord {
        TaskRecord(
            submission,
            placement: Self.placement,
            node: Node.ID(node),
            attempts: token
        )
    }

    static func ended(
        _ task: TaskRecord,
        _ status: TaskRecord.Status = .succeeded,
        after seconds: Double = 60,
        losses: Int = 0
    ) -> TaskRecord {
        TaskRecord(
            task.submission,
            placement: task.placement,
            node: task.node,
            attempts: task.attempts,
            losses: losses,
            end: TaskEnd(
                status,
                at: Self.start.advanced(bySeconds: seconds),
                executionSeconds: 0.125,
                queuedSeconds: 0.5,
                cost: Money(0.000_123, currency: .usd),
                emulated: [.distance, .price],
                error: status == .succeeded ? nil : "why",
                result: .record(["alerts": .list([.record(["at": 3])])])
            )
        )
    }

    // MARK: One task

    @Test(arguments: StoreKind.allCases)
    func `a task is read as it was written, at every stage and after reopening`(kind: StoreKind) async throws {
        let fixture = try Fixture(kind)
        let submission = Self.submission("a", key: "k")
        #expect(try await fixture.store.task(submission.id) == nil)
        #expect(try await fixture.store.add(submission) == nil)
        #expect(try await fixture.store.task(submission.id) == TaskRecord(submission))
        let ordered = Self.ordered(submission)
        try await fixture.store.order(ordered)
        #expect(try await fixture.store.task(submission.id) == ordered)
        let ended = Self.ended(ordered, .failed, losses: 2)
        try await fixture.store.end(ended)
        #expect(try await fixture.store.task(submission.id) == ended)
        #expect(try await fixture.reopened().task(submission.id) == ended)
    }

    @Test(arguments: StoreKind.allCases)
    func `a task that came back waits, keeps its attempts, and is ordered again`(kind: StoreKind) async throws {
        let store = try Fixture(kind).store
        let submission = Self.submission("a")
        _ = try await store.add(submission)
        try await store.order(Self.ordered(submission))
        let waiting = TaskRecord(submission, placement: Self.placement, attempts: 1, losses: 1)
        try await store.wait(waiting)
        #expect(try await store.task(submission.id) == waiting)
        let again = Self.ordered(submission, on: "cloud-2", token: 2)
        try await store.order(again)
        let found = try #require(try await store.task(submission.id))
        #expect(found.node == again.node && found.attempts == 2 && found.losses == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `what is late changes nothing`(kind: StoreKind) async throws {
        let store = try Fixture(kind).store
        let submission = Self.submission("a")
        _ = try await store.add(submission)
        try await store.order(Self.ordered(submission, token: 2))
        let second = try await store.task(submission.id)
        try await store.wait(TaskRecord(submission, attempts: 1, losses: 1))
        try await store.order(Self.ordered(submission, on: "old", token: 1))
        #expect(try await store.task(submission.id) == second, "an older order undoes no newer one")
        let ended = Self.ended(Self.ordered(submission, token: 2))
        try await store.end(ended)
        try await store.wait(TaskRecord(submission, attempts: 2, losses: 1))
        try await store.order(Self.ordered(submission, token: 3))
        try await store.end(Self.ended(Self.ordered(submission, token: 2), .failed))
        #expect(try await store.task(submission.id) == ended, "an end stays")
        #expect(try await store.open() == [])
        let nobody = Self.submission("nobody")
        try await store.order(Self.ordered(nobody))
        await #expect(throws: TaskNotAdded(id: nobody.id)) {
            try await store.end(Self.ended(Self.ordered(nobody)))
        }
        #expect(try await store.task(nobody.id) == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `a key stays with its task, also after its end and after reopening`(kind: StoreKind) async throws {
        let fixture = try Fixture(kind)
        let first = Self.submission("a", key: "k")
        #expect(try await fixture.store.add(first) == nil)
        #expect(try await fixture.store.add(Self.submission("b", key: "k")) == first.id)
        #expect(try await fixture.store.task(TaskRecord.ID("b")) == nil)
        try await fixture.store.end(Self.ended(TaskRecord(first), .cancelled))
        let store = try fixture.reopened()
        #expect(try await store.add(Self.submission("c", key: "k")) == first.id)
        #expect(try await store.add(Self.submission("d", key: "other")) == nil)
        for name in ["e", "f"] { #expect(try await store.add(Self.submission(name)) == nil) }
    }

    // MARK: Many

    @Test(arguments: StoreKind.allCases)
    func `open tasks come in the order of arrival, with their payloads, also after reopening`(
        kind: StoreKind
    ) async throws {
        let fixture = try Fixture(kind)
        // Their times say otherwise: the clock went back.
        let submissions = (0..<4).map { Self.submission("t\($0)", after: Double(-$0)) }
        for submission in submissions { _ = try await fixture.store.add(submission) }
        try await fixture.store.order(Self.ordered(submissions[2]))
        try await fixture.store.end(Self.ended(TaskRecord(submissions[1]), .cancelled))
        let expected = [TaskRecord(submissions[0]), Self.ordered(submissions[2]), TaskRecord(submissions[3])]
        #expect(try await fixture.store.open() == expected)
        #expect(try await fixture.reopened().open() == expected)
    }

    @Test(arguments: StoreKind.allCases)
    func `lists are filtered by everything, newest first, a page at a time`(kind: StoreKind) async throws {
        let store = try Fixture(kind).store
        var all: [TaskRecord] = []
        for number in 0..<30 {
            let type = ["sensor_alert", "daily_report", "command"][number % 3]
            // Once the clock goes back by eight seconds.
            let submission = Self.submission("t\(number)", type: type, after: Double(number < 15 ? number : number - 8))
            _ = try await store.add(submission)
            var task = TaskRecord(submission)
            if number % 2 == 0 {
                task = Self.ordered(submission, on: "cloud-\(number % 4)")
                try await store.order(task)
            }
            if number % 4 == 0 {
                task = Self.ended(task, number % 8 == 0 ? .succeeded : .timedOut, after: Double(100 + number))
                try await store.end(task)
            }
            all.append(task)
        }
        func at(_ seconds: Double) -> Timestamp { Self.start.advanced(bySeconds: seconds) }
        let queries: [(TaskQuery, (TaskRecord) -> Bool)] = [
            (TaskQuery(limit: 7), { _ in true }),
            (TaskQuery(statuses: [.timedOut, .queued], limit: 3), { [.timedOut, .queued].contains($0.status) }),
            (TaskQuery(statuses: [.abandoned], limit: 3), { _ in false }),
            (TaskQuery(type: "command", limit: 4), { $0.submission.type == "command" }),
            (TaskQuery(kind: .cloud, limit: 1000), { $0.placement?.kind == .cloud }),
            (TaskQuery(kind: .edge, limit: 10), { _ in false }),
            (TaskQuery(node: Node.ID("cloud-2"), limit: 2), { $0.node == Node.ID("cloud-2") }),
            (TaskQuery(from: at(5), until: at(20), limit: 4), { (at(5)..<at(20)).contains($0.submission.at) }),
            (TaskQuery(from: at(21), limit: 4), { $0.submission.at >= at(21) }),
            (TaskQuery(until: at(8), limit: 4), { $0.submission.at < at(8) }),
            (TaskQuery(from: at(50), until: at(60), limit: 4), { _ in false }),
            (TaskQuery(from: at(-9), until: at(0), limit: 4), { _ in false }),
            (
                TaskQuery(statuses: [.running], type: "sensor_alert", kind: .cloud, from: at(1), limit: 1),
                { $0.status == .running && $0.submission.type == "sensor_alert" && $0.submission.at >= at(1) }
            ),
        ]
        for (query, isWanted) in queries {
            var query = query
            var found: [TaskRecord] = []
            while true {
                let page = try await store.tasks(query)
                #expect(page.tasks.count <= query.limit)
                found += page.tasks
                guard let next = page.next else { break }
                #expect(page.tasks.count == query.limit)
                query.before = next
            }
            #expect(found.map(\.id) == all.filter(isWanted).reversed().map(\.id), "\(query)")
            #expect(found.allSatisfy { $0.submission.payload.isMissing && $0.end?.result.isMissing ?? true })
        }
        let newest = try #require(try await store.tasks(TaskQuery(limit: 2)).tasks.last)
        #expect(newest == all[28].summary, "everything else is there")
    }

    @Test(arguments: StoreKind.allCases)
    func `tasks that ended long ago are removed, at most so many at once, with their keys`(
        kind: StoreKind
    ) async throws {
        let store = try Fixture(kind).store
        for number in 0..<6 {
            let submission = Self.submission("t\(number)", key: "k\(number)")
            _ = try await store.add(submission)
            if number < 5 { try await store.end(Self.ended(TaskRecord(submission), after: Double(number))) }
        }
        let moment = Self.start.advanced(bySeconds: 3)
        #expect(try await store.removeTasks(endedBefore: moment, limit: 2) == 2)
        #expect(try await store.removeTasks(endedBefore: moment, limit: 2) == 1)
        #expect(try await store.removeTasks(endedBefore: moment, limit: 2) == 0)
        #expect(try await store.tasks(TaskQuery(limit: 10)).tasks.map(\.id.description) == ["t5", "t4", "t3"])
        #expect(try await store.add(Self.submission("new", key: "k0")) == nil)
    }

    // MARK: Databases of versions before

    /// A database as the version before left it.
    private static func database(_ fixture: String, in data: TemporaryData) async throws -> SQLiteDatabase {
        // The folder, then the file.
        _ = try data.directory()
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(fixture)")
        let script = try String(contentsOf: path, encoding: .utf8)
        let queue = try DatabaseQueue(path: data.url("berth.sqlite").path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: script) }
        try queue.close()
        return try data.database()
    }

    @Test func `a database of before there were tasks gets their table, and keeps what it has`() async throws {
        let data = TemporaryData()
        let database = try await Self.database("before-tasks.sql", in: data)
        let runs = try await SQLiteRunStore(database, now: { Self.start }).runs(RunQuery(domain: "sandbox"))
        #expect(runs.map(\.id.description) == ["r-1", "r-2"])
        let store = SQLiteTaskStore(database)
        #expect(try await store.open() == [])
        _ = try await store.add(Self.submission("a"))
        #expect(try await store.open().count == 1)
    }

    @Test func `tasks of the version before are read, and the open ones go on where they stood`() async throws {
        let data = TemporaryData()
        let store = SQLiteTaskStore(try await Self.database("with-tasks.sql", in: data))
        let tasks = try await store.tasks(TaskQuery(limit: 10)).tasks
        #expect(tasks.map(\.status) == [.cancelled, .queued, .running, .failed, .succeeded])
        let last = try #require(tasks.last).id
        let succeeded = try #require(try await store.task(last))
        #expect(succeeded.submission.key == "k-1" && succeeded.submission.payload == .record(["amount": 99]))
        #expect(succeeded.node == Node.ID("edge") && succeeded.attempts == 1 && succeeded.placement?.kind == .edge)
        #expect(succeeded.placement?.decision != nil && succeeded.end?.cost != nil)
        #expect(succeeded.end?.executionSeconds ?? 0 > 0 && succeeded.end?.result.isMissing == false)
        #expect(tasks[3].end?.error?.contains("PNG") == true)
        #expect(tasks[0].node == nil && tasks[0].attempts == 0)

        var queue = TaskQueue(capacity: 10, open: try await store.open())
        #expect(queue.waiting == 1 && queue.count == 2)
        let order = try #require(queue.orders.first)
        #expect(order.node == Node.ID("edge") && order.order.token == 1 && order.order.type == "command")
        #expect(order.order.timeoutSeconds == 900)
        let lost = try #require(queue.lose(order.node, at: Self.start).first)
        #expect(lost.task.status == .outcomeUnknown, "it must not run twice")
        try await store.end(lost.task)
        #expect(try await store.task(lost.task.id)?.end == lost.task.end)
    }
}
