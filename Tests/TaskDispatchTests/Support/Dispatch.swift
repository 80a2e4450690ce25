import BerthTesting
import MetricRegistry
import Nodes
import Placement
import Synchronization
import TaskDispatch
import Testing

/// A task service over scripted nodes, a store in memory, and a clock that the test moves on.
struct Dispatch: Sendable {
    let clock = ManualClock()
    let link = ScriptedLink()
    let store: MemoryTaskStore
    let fleet: FleetService
    let tasks: TaskService
    let registry = MetricRegistry()
    /// What an operator was told.
    let reports = Reports()

    final class Reports: Sendable {
        private let texts = Mutex<[String]>([])
        /// Each as it comes.
        let told: AsyncStream<String>
        private let tell: AsyncStream<String>.Continuation

        init() { (self.told, self.tell) = AsyncStream.makeStream(bufferingPolicy: .unbounded) }

        var all: [String] { self.texts.withLock { $0 } }

        func add(_ text: String) {
            self.texts.withLock { $0.append(text) }
            self.tell.yield(text)
        }
    }

    static let start = TaskQueueTests.start

    /// - Parameters:
    ///   - store: With tasks of an earlier start.
    ///   - gate: What the service uses in its place, above it.
    init(
        store: MemoryTaskStore = MemoryTaskStore(),
        over gate: GatedStore? = nil,
        placer: (any TaskPlacer)? = nil,
        capacity: Int = 20
    ) async {
        let clock = self.clock
        let reports = self.reports
        let now: @Sendable () -> Timestamp = {
            Self.start.advanced(bySeconds: clock.now.offset / .seconds(1))
        }
        let made = Mutex(0)
        let open = await store.open()
        let kept: any TaskStore = if let gate { gate } else { store }
        self.store = store
        self.fleet = FleetService(now: now)
        self.tasks = TaskService(
            store: kept,
            fleet: self.fleet,
            placer: placer,
            link: self.link,
            measures: TaskMeasures(self.registry),
            open: open,
            capacity: capacity,
            surroundings: TaskService.Surroundings(
                now: now,
                clock: clock,
                makeID: {
                    // Numbers go on where those of the store end.
                    made.withLock {
                        $0 += 1; return TaskRecord.ID("t\(open.count + $0)")
                    }
                },
                report: { reports.add($0) }
            )
        )
    }

    var now: Timestamp { Self.start.advanced(bySeconds: self.clock.now.offset / .seconds(1)) }

    /// Lets the service work beside a test.
    func working(_ body: () async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.tasks.run() }
            defer { group.cancelAll() }
            try await body()
        }
    }

    // MARK: Nodes

    static func node(
        _ name: String,
        _ kind: Node.Kind = .edge,
        slots: Int = 1,
        queue: Int = 0,
        types: [String] = ["sensor_alert", "daily_report", "command"],
        price: Double? = nil
    ) -> Node {
        Node(
            id: Node.ID(name),
            kind: kind,
            address: "http://\(name)",
            taskTypes: types,
            slots: slots,
            queueLimit: queue,
            profile: NodeProfile(
                distanceMilliseconds: nil,
                slowdown: nil,
                pricePerHour: price.flatMap { Money($0, currency: .usd) }
            )
        )
    }

    /// A node tells of itself, and what waits is looked at.
    func hear(_ node: Node, running: Int = 0) throws {
        let reading = NodeReading(
            running: running,
            queued: 0,
            cpuShare: nil,
            memoryShare: nil,
            isDraining: false,
            at: self.now
        )
        _ = try self.tasks.hear(NodeHeartbeat(node: node, reading: reading))
        self.tasks.look()
    }

    // MARK: Tasks

    static func request(
        _ type: String = "sensor_alert",
        priority: Int = 5,
        requiresGPU: Bool = false,
        timeoutSeconds: Double? = nil,
        isIdempotent: Bool? = nil,
        key: String? = nil
    ) -> TaskService.Request {
        TaskService.Request(
            type: type,
            payload: type == "command" ? .record(["program": "/bin/true"]) : .missing,
            payloadBytes: 0,
            wishes: TaskWishes(priority: priority, requiresGPU: requiresGPU),
            timeoutSeconds: timeoutSeconds,
            isIdempotent: isIdempotent,
            key: key
        )
    }

    @discardableResult
    func submit(_ request: TaskService.Request = Self.request()) async throws -> TaskRecord.ID {
        try await self.tasks.submit(request).task.id
    }

    /// Waits until a task stands as it should, told or found so.
    @discardableResult
    func task(_ id: TaskRecord.ID, until isRight: (TaskRecord) -> Bool) async throws -> TaskRecord {
        let (now, changes) = try await self.tasks.follow(id)
        if isRight(now) { return now }
        for await task in changes where isRight(task) { return task }
        let last = try await self.tasks.task(id)
        try #require(isRight(last), "\(last)")
        return last
    }

    @discardableResult
    func task(_ id: TaskRecord.ID, toBe status: TaskRecord.Status) async throws -> TaskRecord {
        try await self.task(id) { $0.status == status }
    }

    /// The value of a metric, its label values in the order of their names; `nil` for one that has none.
    func metric(_ name: String, _ labels: String...) -> Double? {
        let metric = self.registry.snapshot.first { $0.name == name }
        return metric?.samples.first { $0.labels.map(\.value) == labels }?.value
    }
}
