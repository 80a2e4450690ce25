internal import Access
internal import Decisions
internal import Engine
internal import HTTPTypes
internal import JSON
internal import Nodes
internal import Placement
internal import Problems
internal import TaskDispatch
internal import Web

/// Tasks: submitted, looked at, followed and cancelled.
struct TaskRoutes: Sendable {
    private let tasks: TaskService
    private let decisions: DecisionService

    init(_ tasks: TaskService, _ decisions: DecisionService) {
        self.tasks = tasks
        self.decisions = decisions
    }

    private static let filters = ["limit", "status", "taskType", "node", "kind", "from", "until", "before"]
    private static let usualWait = 10
    private static let waits = 0...60
    private static let usualLimit = 50
    private static let limits = 1...1_000

    /// The largest payload that a task type declares, with what stands around it.
    private static let taskBytes = (TaskType.all.map(\.payloadBytes).max() ?? 0) + (64 << 10)

    var routes: [Route] {
        [
            Route(
                .post,
                "/api/submit-task",
                permission: .submit,
                parameters: ["wait"],
                body: .sizedJSON(room: Self.taskBytes)
            ) { try await self.submit($0) },
            Route(.get, "/api/task-history", permission: .read, parameters: Self.filters) { try await self.list($0) },
            Route(.get, "/api/task-types", permission: .read) { _ in Self.types },
            Route(.get, "/api/tasks/{id}", permission: .read) { try await self.read($0) },
            Route(.delete, "/api/tasks/{id}", permission: .submit) { try await self.cancel($0) },
            Route(.get, "/api/tasks/{id}/events", permission: .read) { try await self.follow($0) },
        ]
    }

    private static func id(_ call: Call) -> TaskRecord.ID { TaskRecord.ID(call.placeholders[0]) }

    // MARK: Submitting

    private func submit(_ call: Call) async throws -> Answer {
        let seconds = try call.query.wholeNumber("wait", Self.waits) ?? Self.usualWait
        let task = try await self.tasks.submit(try SubmitBody.request(call.body)).task
        guard seconds > 0 else {
            // Explaining costs more than deciding, and who does not wait for the task does not wait for that.
            let status = task.status.isEnd ? HTTPResponse.Status.ok : .accepted
            return Self.answer(task, explanation: self.tasks.reasonToWait(task), to: call, status)
        }
        let ended = try await self.tasks.end(of: task.id, within: Double(seconds))
        return await self.answer(ended, to: call, ended.status.isEnd ? .ok : .accepted)
    }

    private func cancel(_ call: Call) async throws -> Answer {
        await self.answer(try await self.tasks.cancel(Self.id(call)), to: call)
    }

    // MARK: Reading

    private func read(_ call: Call) async throws -> Answer {
        await self.answer(try await self.tasks.task(Self.id(call)), to: call)
    }

    /// Strangers who may only read see neither payload nor result.
    private func answer(
        _ task: TaskRecord,
        to call: Call,
        _ status: HTTPResponse.Status = .ok
    ) async -> Answer {
        Self.answer(task, explanation: await self.explanation(of: task), to: call, status)
    }

    private static func answer(
        _ task: TaskRecord,
        explanation: String?,
        to call: Call,
        _ status: HTTPResponse.Status
    ) -> Answer {
        var writer = JSONWriter(reserving: 4096)
        writer.task(task, explanation: explanation, isWhole: !call.isReadOnly)
        return Answer(status, body: writer.bytes)
    }

    /// A task is shown without an explanation where its decision cannot be read: it was removed as too old, or the
    /// store fails, which other requests tell.
    private func explanation(of task: TaskRecord) async -> String? {
        if let reason = self.tasks.reasonToWait(task) { return reason }
        guard let placement = task.placement else { return nil }
        guard let decision = placement.decision else {
            return "No decision could be made, so it went to the least loaded kind of node, \(placement.kind.rawValue)."
        }
        guard let record = try? await self.decisions.decision(decision).decision else { return nil }
        return self.decisions.explanation(of: record).sentences.joined(separator: " ")
    }

    private func list(_ call: Call) async throws -> Answer {
        let query = call.query
        let page = try await self.tasks.tasks(
            TaskQuery(
                statuses: try Self.word(query, "status").map { [$0] },
                type: try Self.type(query),
                kind: try Self.word(query, "kind"),
                node: try query.text("node").map { Node.ID($0) },
                from: try query.moment("from"),
                until: try query.moment("until"),
                before: try query.wholeNumber("before", 1...Int64.max),
                limit: try query.wholeNumber("limit", Self.limits) ?? Self.usualLimit
            )
        )
        var writer = JSONWriter(reserving: 1024 * page.tasks.count + 64)
        writer.beginObject()
        writer.key("tasks")
        writer.list(page.tasks) { task, writer in
            writer.task(task, explanation: self.tasks.reasonToWait(task), isWhole: false)
        }
        writer.key("next")
        writer.optional(text: page.next.map(String.init))
        writer.endObject()
        return Answer(body: writer.bytes)
    }

    private static func type(_ query: Query) throws(Problem) -> String? {
        guard let name = try query.text("taskType") else { return nil }
        guard TaskType.named(name) != nil else {
            throw .unknown(
                .invalidParameter,
                name,
                among: TaskType.all.map(\.name),
                what: "task type",
                in: "taskType"
            )
        }
        return name
    }

    private static func word<Word>(_ query: Query, _ name: String) throws(Problem) -> Word?
    where Word: RawRepresentable<String> & CaseIterable {
        guard let text = try query.text(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw .unknown(.invalidParameter, text, among: Word.allCases.map(\.rawValue), what: name, in: name)
        }
        return word
    }

    private func follow(_ call: Call) async throws -> Answer {
        let (now, changes) = try await self.tasks.follow(Self.id(call))
        return Answer(
            events: TaskEvents(now: now, changes: changes) { task in
                var writer = JSONWriter(reserving: 4096)
                writer.task(task, explanation: await self.explanation(of: task), isWhole: !call.isReadOnly)
                return ServerSentEvents.event("task", writer.bytes)
            }
        )
    }

    private static var types: Answer {
        var writer = JSONWriter(reserving: 8192)
        writer.beginObject()
        writer.key("taskTypes")
        writer.list(TaskType.all) { $1.taskType($0) }
        writer.endObject()
        return Answer(body: writer.bytes)
    }
}

/// The changes of one task, from how it stands to its end.
private struct TaskEvents: EventSource {
    /// What is told first; `nil` once it was.
    private var now: TaskRecord?
    private var last: TaskRecord?
    private let changes: AsyncStream<TaskRecord>
    private let write: @Sendable (TaskRecord) async -> [UInt8]
    private var hasEnded = false

    init(
        now: TaskRecord,
        changes: AsyncStream<TaskRecord>,
        write: @escaping @Sendable (TaskRecord) async -> [UInt8]
    ) {
        self.now = now
        self.changes = changes
        self.write = write
    }

    mutating func next() async -> [UInt8]? {
        if self.hasEnded { return nil }
        let task: TaskRecord
        if let now = self.now {
            task = now
            self.now = nil
        } else {
            // Iterators of one stream share what has come.
            var changes = self.changes.makeAsyncIterator()
            guard let next = await changes.next() else { return nil }
            task = next
        }
        if task == self.last { return ServerSentEvents.alive }
        self.last = task
        self.hasEnded = task.status.isEnd
        return await self.write(task)
    }
}
