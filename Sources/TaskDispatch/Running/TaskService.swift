internal import Engine
package import Nodes
package import Placement
internal import Problems
internal import Synchronization

/// Takes tasks, has them placed, gives them to nodes, and sees each to its end.
///
/// A task is on the disk before its submission is answered, the order of one that must not run twice before the node hears
/// of it, an end before anybody is told. Whoever waits for a task may go away; whoever asks again finds it.
package final class TaskService: Sendable {
    /// What becomes of tasks.
    package let changes = TaskChanges()
    let store: any TaskStore
    let fleet: FleetService
    let placer: (any TaskPlacer)?
    let link: any NodeLink
    let measures: TaskMeasures
    let surroundings: Surroundings
    let state: Mutex<State>
    /// Calls for a look at what waits.
    let kicks: AsyncStream<Void>
    let kick: AsyncStream<Void>.Continuation

    /// What the service asks its surroundings for.
    package struct Surroundings: Sendable {
        package let now: @Sendable () -> Timestamp
        package let clock: any Clock<Duration>
        /// Makes a name that no task had before.
        package let makeID: @Sendable () -> TaskRecord.ID
        /// Told of what an operator should know.
        package let report: @Sendable (String) -> Void

        package init(
            now: @escaping @Sendable () -> Timestamp,
            clock: any Clock<Duration>,
            makeID: @escaping @Sendable () -> TaskRecord.ID,
            report: @escaping @Sendable (String) -> Void
        ) {
            self.now = now
            self.clock = clock
            self.makeID = makeID
            self.report = report
        }
    }

    struct State {
        var queue: TaskQueue
        /// The open tasks.
        var records: [TaskRecord.ID: TaskRecord]
        /// Tasks for which it is being decided where they run.
        var placing = 0
        /// Needs that nothing was found for; they are looked at again with the next tick.
        var resting: Set<TaskNeed> = []
        /// Cancelled tasks that began all the same, with their nodes, which are to be asked again.
        var overtaken: [(task: TaskRecord.ID, node: Node)] = []
    }

    /// - Parameters:
    ///   - placer: Without one, each task goes to the least loaded kind of node.
    ///   - open: What the store holds of tasks that have not ended.
    ///   - capacity: The most open tasks, at least 1.
    package init(
        store: any TaskStore,
        fleet: FleetService,
        placer: (any TaskPlacer)?,
        link: any NodeLink,
        measures: TaskMeasures,
        open: [TaskRecord],
        capacity: Int,
        surroundings: Surroundings
    ) {
        self.store = store
        self.fleet = fleet
        self.placer = placer
        self.link = link
        self.measures = measures
        self.surroundings = surroundings
        self.state = Mutex(
            State(
                queue: TaskQueue(capacity: capacity, open: open.map(OpenTask.init)),
                records: Dictionary(uniqueKeysWithValues: open.map { ($0.id, $0) })
            )
        )
        (self.kicks, self.kick) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: Submitting

    /// What somebody wants done.
    package struct Request: Sendable {
        package let type: String
        package let payload: Value
        /// Bytes of the payload as it was sent.
        package let payloadBytes: Int
        package let wishes: TaskWishes
        package let timeoutSeconds: Double?
        package let isIdempotent: Bool?
        package let key: String?

        package init(
            type: String,
            payload: Value,
            payloadBytes: Int,
            wishes: TaskWishes = .usual,
            timeoutSeconds: Double? = nil,
            isIdempotent: Bool? = nil,
            key: String? = nil
        ) {
            self.type = type
            self.payload = payload
            self.payloadBytes = payloadBytes
            self.wishes = wishes
            self.timeoutSeconds = timeoutSeconds
            self.isIdempotent = isIdempotent
            self.key = key
        }
    }

    /// How long a node may take to answer a question.
    static let requestSeconds = 2.0
    /// Seconds that a node may work on a task, unless it is asked otherwise.
    package static let defaultTimeoutSeconds = 300.0
    private static let retrySeconds = 1

    /// Takes a task, durably before it returns.
    ///
    /// - Returns: The task as it stands, and whether it is a new one: the same key again gives the task that had it.
    /// - Throws: ``TaskError`` for what is not taken, and the store's errors; nothing is kept then.
    package func submit(_ request: Request) async throws -> (task: TaskRecord, isNew: Bool) {
        let submission: Submission
        do throws(TaskError) {
            submission = try self.checked(request)
        } catch {
            self.measures.refused("invalid")
            throw error
        }
        switch self.state.withLock({ $0.queue.admit(submission) }) {
        case .full:
            self.measures.refused("full")
            let capacity = self.state.withLock { $0.queue.capacity }
            throw TaskError.full(capacity: capacity, retrySeconds: Self.retrySeconds)
        case .known(let id):
            if let task = try await self.known(id) { return (task, false) }
            self.measures.refused("being-taken")
            throw TaskError.beingTaken(key: submission.key ?? "")
        case .accepted: break
        }
        // What may run twice, and is told from everything else, may begin while it is written down.
        let beginsAtOnce = submission.isIdempotent && submission.key == nil
        if beginsAtOnce { self.arrive(submission) }
        let known: TaskRecord.ID?
        do {
            known = try await self.store.add(submission)
        } catch {
            self.withdraw(submission.id)
            throw error
        }
        if let known {
            self.withdraw(submission.id)
            return (try await self.task(known), false)
        }
        if !beginsAtOnce { self.arrive(submission) }
        self.measures.submitted(submission.type)
        return (self.state.withLock { $0.records[submission.id] } ?? TaskRecord(submission), true)
    }

    private func arrive(_ submission: Submission) {
        let task = TaskRecord(submission)
        self.state.withLock { state in
            state.records[submission.id] = task
            state.queue.arrived(submission.id)
        }
        self.changes.tell(task)
        self.kick.yield()
    }

    /// A task could not be written down. Where a node has it already, nobody waits for what it tells.
    private func withdraw(_ id: TaskRecord.ID) {
        self.state.withLock { state in
            state.queue.withdraw(id)
            _ = state.queue.cancel(id)
            state.records[id] = nil
        }
    }

    private func checked(_ request: Request) throws(TaskError) -> Submission {
        guard let kind = TaskKind.named(request.type) else { throw .unknownType(request.type) }
        guard request.payloadBytes <= kind.payloadBytes else {
            throw .payloadTooLarge(bytes: request.payloadBytes, limit: kind.payloadBytes, type: kind.name)
        }
        let payload: Payload
        do throws(FieldFault) { payload = try kind.check(request.payload) } catch { throw .payload(error) }
        return Submission(
            id: self.surroundings.makeID(),
            type: kind.name,
            payload: .record(payload.values),
            payloadBytes: request.payloadBytes,
            wishes: request.wishes,
            timeoutSeconds: request.timeoutSeconds ?? Self.defaultTimeoutSeconds,
            isIdempotent: request.isIdempotent ?? kind.isIdempotent,
            key: request.key,
            at: self.surroundings.now()
        )
    }

    // MARK: Reading

    /// - Throws: ``TaskError/unknownTask(_:)``, and the store's errors.
    package func task(_ id: TaskRecord.ID) async throws -> TaskRecord {
        guard let task = try await self.known(id) else { throw TaskError.unknownTask(id) }
        return task
    }

    private func known(_ id: TaskRecord.ID) async throws -> TaskRecord? {
        if let task = self.state.withLock({ $0.records[id] }) { return task }
        return try await self.store.task(id)
    }

    package func tasks(_ query: TaskQuery) async throws -> TaskPage {
        let page = try await self.store.tasks(query)
        // The store does not keep how far a task has come.
        let open = self.state.withLock { state in page.tasks.map { state.records[$0.id]?.progress } }
        let tasks = zip(page.tasks, open).map { task, progress in
            var task = task
            task.progress = progress
            return task
        }
        return TaskPage(tasks: tasks, next: page.next)
    }

    /// A task as it stands, and its changes from then on. The changes end with the task, and when the service stops; when
    /// there are none for a while, the task comes as it stands.
    ///
    /// - Throws: As ``task(_:)``.
    package func follow(_ id: TaskRecord.ID) async throws -> (now: TaskRecord, changes: AsyncStream<TaskRecord>) {
        // First the stream, so that nothing is missed in between.
        let changes = self.changes.follow(id)
        return (try await self.task(id), changes)
    }

    /// Waits for a task's end.
    ///
    /// - Returns: The task as it ended, or as it stands after so long, or when the service stops.
    /// - Throws: As ``task(_:)``.
    package func end(of id: TaskRecord.ID, within seconds: Double) async throws -> TaskRecord {
        let (now, changes) = try await self.follow(id)
        if now.status.isEnd { return now }
        let ended = await self.limited(seconds: seconds) {
            for await task in changes where task.status.isEnd { return task as TaskRecord? }
            return nil
        }
        if let task = ended ?? nil { return task }
        return try await self.task(id)
    }

    /// - Returns: `nil` when the work took longer than allowed; it is cancelled then.
    func limited<Answer: Sendable>(
        seconds: Double,
        _ work: @escaping @Sendable () async -> Answer
    ) async -> Answer? {
        await withTaskGroup(of: Answer?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await self.surroundings.clock.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// Open tasks: those that wait here, and those that nodes have; and how many may be open.
    package var counts: (queued: Int, running: Int, capacity: Int) {
        self.state.withLock { ($0.queue.waiting, $0.queue.count - $0.queue.waiting, $0.queue.capacity) }
    }

    /// By node the tasks that it was ordered to do and that have not ended.
    package func ordered(on node: Node.ID) -> Int { self.state.withLock { $0.queue.tasks(of: node).count } }

    /// Why a task waits, in a sentence for people; `nil` for one that does not.
    package func reasonToWait(_ task: TaskRecord) -> String? {
        guard task.status == .queued else { return nil }
        let nodes = self.fleet.nodes.filter { $0.status == .ready }
        if nodes.isEmpty { return "It waits: no node is ready. It runs when one is." }
        let able = nodes.filter { task.submission.need.isMet(by: $0.node) }
        if able.isEmpty {
            let gpu = task.submission.wishes.requiresGPU ? " on a GPU" : ""
            return "It waits: no node that is ready runs \(task.submission.type)\(gpu)."
        }
        return "It waits: every node that could run it is full, or has just failed."
    }

    // MARK: Cancelling

    /// Ends a task that waits; asks the node to stop one that runs. Asking twice is asking once.
    ///
    /// - Throws: ``TaskError``: `unknownTask`, `ended` for one that ended otherwise; the store's errors.
    package func cancel(_ id: TaskRecord.ID) async throws -> TaskRecord {
        switch self.state.withLock({ $0.queue.cancel(id) }) {
        case .ended:
            await self.finish(id, .cancelled, TaskFigures(at: self.surroundings.now()))
        case .asks(let node):
            // A node that does not hear of it tells the task's end all the same.
            if let node = self.fleet.node(node)?.node {
                _ = await self.limited(seconds: Self.requestSeconds) { await self.link.cancel(id, on: node) }
            }
        case .notOpen:
            let task = try await self.task(id)
            guard task.status == .cancelled || !task.status.isEnd else { throw TaskError.ended(id, task.status) }
        }
        return try await self.task(id)
    }

    // MARK: Parts

    /// Changes an open task and tells of it; one that is not open any more stays as it is.
    func update(_ id: TaskRecord.ID, _ change: (inout TaskRecord) -> Void) {
        let task = self.state.withLock { state -> TaskRecord? in
            guard var task = state.records[id] else { return nil }
            change(&task)
            state.records[id] = task
            return task
        }
        if let task { self.changes.tell(task) }
    }

    private static let rewriteSeconds = 1.0

    /// Writes down how a task ended, and then tells of it. The queue has let go of it already, so that this happens once.
    ///
    /// Where the store cannot be written, it is tried until it can; the task stays open meanwhile. A service that ends
    /// before leaves the task to its next start, which asks the node again.
    func finish(_ id: TaskRecord.ID, _ status: TaskRecord.Status, _ figures: TaskFigures) async {
        guard var task = self.state.withLock({ $0.records[id] }) else { return }
        task.status = status
        task.progress = nil
        task.end = figures
        let isWritten = await self.write {
            // Unless it was withdrawn meanwhile.
            if self.state.withLock({ $0.records[id] != nil }) { try await self.store.end(task) }
        }
        // One that was withdrawn was never there.
        guard isWritten, self.state.withLock({ $0.records.removeValue(forKey: id) }) != nil else { return }
        self.measures.ended(task)
        self.changes.tell(task)
    }

    /// Repeats a write until it succeeds, or the service stops.
    ///
    /// - Returns: Whether it has succeeded.
    @discardableResult
    func write(_ work: () async throws -> Void) async -> Bool {
        var failures = 0
        while true {
            do {
                try await work()
                return true
            } catch {
                self.measures.failedToWrite()
                if failures == 0 { self.surroundings.report("a task cannot be written down: \(error)") }
                failures += 1
            }
            do {
                try await self.surroundings.clock.sleep(for: .seconds(Self.rewriteSeconds))
            } catch {
                return false
            }
        }
    }
}

extension OpenTask {
    /// As a store holds it.
    fileprivate init(_ task: TaskRecord) {
        let phase: Phase =
            switch (task.status, task.node) {
            case (.running, let node?): .ordered(node)
            default: .queued
            }
        self.init(task.submission, phase: phase, token: task.attempts, losses: task.losses)
    }
}
