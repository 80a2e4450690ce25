import BerthTesting
import Decisions
import Delivery
import Domains
import Engine
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import Logging
import MetricRegistry
import NIOCore
import Nodes
import Placement
import ProblemTable
import Registry
import Synchronization
import TaskDispatch
import Telemetry
import Testing
import Web

/// What the API answered.
struct TestAnswer: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var contentType: String { self.headers[.contentType] ?? "" }
    var text: String { String(decoding: self.bytes, as: UTF8.self) }
    var json: Value { (try? JSON.value(self.bytes)) ?? .missing }
    var requestID: String? { HTTPField.Name("X-Request-Id").flatMap { self.headers[$0] } }
}

/// The API over services in memory, at a clock of its own.
struct TestService: Sendable {
    let http: HTTPService
    let decisions: DecisionService
    let lineups: any LineupStore
    let log = MemoryDecisionLog()
    let runs: MemoryRunStore
    let models = MemoryModelStore()
    let registry = MetricRegistry()
    let fleet: FleetService
    let tasks: TaskService
    let health: Health
    /// What the store's check finds.
    let storeProblem = Shared<String?>(nil)
    /// What the models' check finds.
    let modelProblem = Shared<String?>(nil)
    let clock: Shared<Timestamp>
    /// What waits, waits for this.
    let waits = ManualClock()
    /// What becomes of orders.
    let nodes = TestNodes()

    static let start = Timestamp(microseconds: 1_767_225_600_000_000)
    /// Forty days on, when runs of the first month are past.
    static let later = start.advanced(bySeconds: 40 * 86_400)
    static let regions = ["e2b": "us-east-1", "modal": "us-east-1", "daytona": "eu-west-1", "fly": "eu-west-1"]

    /// The four sandboxes of the samples, each in a region.
    static let targets: [Target] = SampleDecisions.targets.map { target in
        var attributes = target.attributes
        attributes["region"] = Self.regions[target.id.description].map { .text($0) }
        return Target(id: target.id, attributes: attributes)
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func sandbox() throws -> Domain { try Self.parsed.get() }

    private static let parsed = Result { try TestService.sandbox(changing: "", to: "") }

    /// The domain as a file with another text declares it.
    static func sandbox(changing text: String, to other: String) throws -> Domain {
        let file = TestService.root.appending(path: "domains/sandbox.yaml")
        let yaml = try String(contentsOf: file, encoding: .utf8)
        return try Domain(yaml: text.isEmpty ? yaml : yaml.replacing(text, with: other), file: "sandbox.yaml")
    }

    /// A second domain, in euros, which has a target of the same name as the first.
    static let boxes = """
        domain: boxes
        currency: EUR
        objective: cost
        features:
          cores: {from: target.cores}
          size: {from: workload.size, as: log}
        rules:
          - name: most cores first
            order: [-target.cores]
        identity: [workload.size]
        """

    /// - Parameters:
    ///   - sandbox: In place of the domain of the repository.
    ///   - runs: A store in place of the one in memory, such as a failing one.
    ///   - pages: What browsers are answered, beside the API.
    ///   - limits: Smaller than usual, so that bodies in tests stay small.
    init(
        failing: (any Error)? = nil,
        sandbox: Domain? = nil,
        pages: [ServedPage] = [],
        limits: HTTPLimits = HTTPLimits(bodyBytes: 20_000, reportBytes: 40_000),
        isReadOnly: Bool = false,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) async throws {
        let clock = Shared(Self.start)
        let now: @Sendable () -> Timestamp = { clock.value }
        self.clock = clock
        self.runs = MemoryRunStore(decisions: self.log, now: now)
        let log: any DecisionLog = if let failing { FailingStore(failing) } else { self.log }
        let runs: any RunStore = if let failing { FailingStore(failing) } else { self.runs }
        let control: any ControlStore & LineupStore =
            if let failing { FailingStore(failing) } else { MemoryControlStore() }
        self.lineups = control
        let history: any HistoryStore = if let failing { FailingStore(failing) } else { self.runs }
        let settings = DecisionSettings(seed: 1, cacheSeconds: 0)
        var servings: [DomainServing] = []
        for domain in [try sandbox ?? Self.sandbox(), try Domain(yaml: Self.boxes, file: "boxes.yaml")] {
            let boxes = [
                Target(id: Target.ID("fly"), attributes: ["cores": 2]),
                Target(id: Target.ID("big/1"), attributes: ["cores": 8]),
            ]
            servings.append(
                DomainServing(
                    domain: domain,
                    targets: domain.name == "sandbox" ? Self.targets : boxes,
                    policy: Policy(exploration: .off),
                    history: LiveHistory(domain: domain, store: history, capacity: 100),
                    availability: Availability(operators: [:]),
                    explorationSpent: 0,
                    settings: settings
                )
            )
        }
        let decisions = DecisionService(
            domains: servings,
            log: log,
            control: control,
            runs: runs,
            measures: ServiceMeasures(self.registry),
            newestID: nil,
            settings: settings,
            now: now
        )
        let (problem, modelProblem) = (self.storeProblem, self.modelProblem)
        self.decisions = decisions
        self.health = Health(
            version: "1.0.0",
            startedAt: Self.start,
            phase: .running,
            checks: [
                Health.Check(name: "store", consequence: .unready) { problem.value },
                Health.Check(name: "models", consequence: .degraded) { modelProblem.value },
            ]
        )
        let made = Shared(0)
        self.fleet = FleetService(now: now)
        self.tasks = TaskService(
            store: MemoryTaskStore(),
            fleet: self.fleet,
            placer: nil,
            link: self.nodes,
            measures: TaskMeasures(self.registry),
            open: [],
            capacity: 4,
            surroundings: TaskService.Surroundings(
                now: now,
                clock: self.waits,
                makeID: { TaskRecord.ID("task-\(made.change { $0 += 1; return $0 })") },
                report: { _ in }
            )
        )
        let ticks = Shared(UInt64(0))
        self.http = HTTPService(
            decisions: decisions,
            delivery: ModelDelivery(models: self.models, lineups: control, decisions: decisions),
            fleet: self.fleet,
            tasks: self.tasks,
            registry: self.registry,
            health: self.health,
            pages: pages,
            limits: limits,
            isReadOnly: isReadOnly,
            logger: logger,
            classify: { $0 is DiskFull ? .full : $0 is DiskGone ? .unavailable : nil },
            requestID: { "made-\(made.change { $0 += 1; return $0 })" },
            clock: self.waits,
            nanoseconds: {
                ticks.change {
                    $0 += 1_000_000; return $0
                }
            }
        )
    }

    func serving(_ domain: String = "sandbox") throws -> DomainServing { try self.decisions.serving(domain) }

    /// A model serves the sandboxes.
    func serveModel(_ model: FixedModel = FixedModel()) throws {
        try self.serving().serve(Lineup(primary: model), number: 1)
    }

    /// Sends a request, and checks the answer against the description.
    func send(
        _ method: String,
        _ path: String,
        _ body: String? = nil,
        type: String? = "application/json",
        headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        try await self.send(method, path, bytes: body.map { Array($0.utf8) }, type: type, headers: headers)
    }

    func send(
        _ method: String,
        _ path: String,
        bytes: [UInt8]?,
        type: String? = "application/json",
        headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        let answer = try await self.exchanged(method, path, bytes: bytes, type: type, headers: headers)
        let description = try #require(Description.shared)
        let described = path.trimmingPrefix("http://berth:8080")
        #expect(
            description.faults(of: answer, to: method, String(described)) == [],
            "\(method) \(path): \(answer.text)"
        )
        #expect(answer.requestID != nil)
        if answer.status >= 400, method != "HEAD", answer.contentType == "application/problem+json" {
            #expect(answer.json["status"].double == Double(answer.status))
            #expect(answer.json["requestId"].string == answer.requestID)
        }
        return answer
    }

    /// Sends a request for a page, of which the API's description knows nothing.
    func sendUndescribed(
        _ method: String,
        _ path: String,
        headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        try await self.exchanged(method, path, bytes: nil, type: nil, headers: headers)
    }

    private func exchanged(
        _ method: String,
        _ path: String,
        bytes: [UInt8]?,
        type: String?,
        headers: [String: String]
    ) async throws -> TestAnswer {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        if bytes != nil { fields[.contentType] = type }
        let request = try Self.request(method, path, fields, bytes ?? [])
        let response = try await self.http.web.respond(to: request, context: HTTPContext())
        let collected = Collected()
        try await response.body.write(collected)
        return TestAnswer(
            status: response.status.code,
            headers: response.headers,
            bytes: collected.bytes.value
        )
    }

    private static func request(
        _ method: String,
        _ path: String,
        _ fields: HTTPFields = HTTPFields(),
        _ bytes: [UInt8] = []
    ) throws -> Request {
        Request(
            head: HTTPRequest(
                method: try #require(HTTPRequest.Method(method)),
                scheme: "http",
                authority: "berth",
                path: path,
                headerFields: fields
            ),
            body: RequestBody(buffer: ByteBuffer(bytes: bytes))
        )
    }

    /// Reads a stream of events until `isEnough` says so, or it ends.
    func events(_ path: String, until isEnough: @Sendable @escaping ([TestEvent]) -> Bool) async throws -> [TestEvent] {
        let response = try await self.http.web.respond(to: try Self.request("GET", path), context: HTTPContext())
        #expect(response.status == .ok && response.headers[.contentType] == "text/event-stream")
        #expect(response.headers[.cacheControl] == "no-store")
        let bytes = Shared<[UInt8]>([])
        do {
            try await response.body.write(Watching(bytes: bytes) { isEnough(TestEvent.all(in: $0)) })
        } catch is Watching.Enough {}
        return TestEvent.all(in: bytes.value)
    }

    /// Lets tasks be placed beside a test.
    func working(_ body: () async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.tasks.run() }
            defer { group.cancelAll() }
            try await body()
        }
    }

    /// A decision about a piece of code.
    func decided(_ code: String = "print(1)") async throws -> String {
        let answer = try await self.send(
            "POST",
            "/api/predict",
            #"{"spec": {"language": "python", "code": \#(JSON.text(.text(code)))}}"#
        )
        return try #require(answer.json["decisionId"].string)
    }

    /// A report as clients send it, with changes.
    static func report(_ id: String = "r-1", _ changes: [String: Value] = [:]) -> Value {
        let fields: [String: Value] = [
            "runId": .text(id), "domain": "sandbox", "provider": "e2b", "language": "python",
            "startedAt": "2026-01-01T00:00:00Z", "durationMs": 812, "costUSD": 0.0000216, "success": true,
            "spec": .record(["memoryMB": 512]), "metrics": .record(["cpuMs": 640]),
        ]
        return .record(fields.merging(changes) { $1 }.filter { !$0.value.isMissing })
    }
}

/// A value behind a lock.
final class Shared<Value: Sendable>: Sendable {
    private let state: Mutex<Value>
    init(_ value: Value) { self.state = Mutex(value) }
    var value: Value { self.state.withLock { $0 } }
    func set(_ value: Value) { self.state.withLock { $0 = value } }
    func change<Result: Sendable>(_ change: (inout Value) -> Result) -> Result { self.state.withLock { change(&$0) } }
}

/// Gathers a response's body.
private struct Collected: ResponseBodyWriter {
    let bytes = Shared<[UInt8]>([])
    mutating func write(_ buffer: ByteBuffer) async throws { self.bytes.change { $0 += buffer.readableBytesView } }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// Stops reading when it has seen enough.
private struct Watching: ResponseBodyWriter {
    struct Enough: Error {}

    let bytes: Shared<[UInt8]>
    let isEnough: @Sendable ([UInt8]) -> Bool

    mutating func write(_ buffer: ByteBuffer) async throws {
        let read = self.bytes.change { bytes in
            bytes += buffer.readableBytesView
            return bytes
        }
        if self.isEnough(read) { throw Enough() }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// A Server-Sent Event as a reader understands it.
struct TestEvent: Sendable {
    /// Empty for a comment.
    let name: String
    let data: Value

    /// - SeeAlso: WHATWG HTML, §9.2.6.
    static func all(in bytes: [UInt8]) -> [TestEvent] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n\n").map { block in
            var (name, data) = ("", "")
            for line in block.split(separator: "\n") where !line.hasPrefix(":") {
                let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
                if parts[0] == "event" { name = parts[1] }
                if parts[0] == "data" { data += parts[1] }
            }
            return TestEvent(name: name, data: (try? JSON.value(Array(data.utf8))) ?? .missing)
        }
    }
}

/// Nodes that end every order at once.
final class TestNodes: NodeLink {
    private let end = Shared<@Sendable (TaskOrder) -> OrderEnd>({ _ in .unreachable(reason: "there are no nodes") })

    /// How orders end from now on.
    func answer(_ end: @escaping @Sendable (TaskOrder) -> OrderEnd) { self.end.set(end) }

    func run(
        _ order: TaskOrder,
        on node: Node,
        progress: @escaping @Sendable (TaskEvent) -> Void
    ) async -> OrderEnd { self.end.value(order) }
    func inquire(_ task: TaskOrder.ID, on node: Node) async -> OrderInquiry { .silent }
    func cancel(_ task: TaskOrder.ID, on node: Node) async {}
}
