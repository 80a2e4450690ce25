internal import Foundation
internal import HTTPTypes
package import Hummingbird
internal import JSON
package import Logging
package import MetricRegistry
internal import NIOCore
package import NodeRuntime
internal import Nodes
internal import Placement

/// A node's HTTP: reads requests, asks the runner, writes what it says.
///
/// An emulated network distance is waited for here, half of it before a request is looked at and half before each part
/// of its answer.
package struct NodeService: HTTPResponder {
    package typealias Context = NodeContext

    private let runner: TaskRunner
    private let identity: NodeIdentity
    private let registry: MetricRegistry
    private let measures: NodeMeasures
    private let distance: EmulatedDistance
    private let logger: Logger

    /// - Parameters:
    ///   - registry: What `/metrics` tells; the node's own figures are added to it.
    ///   - clock: Waits for what is emulated.
    ///   - nanoseconds: A clock that never goes back.
    package init(
        runner: TaskRunner,
        identity: NodeIdentity,
        registry: MetricRegistry,
        clock: any Clock<Duration>,
        nanoseconds: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) {
        self.runner = runner
        self.identity = identity
        self.registry = registry
        self.measures = NodeMeasures(registry, identity: identity)
        self.distance = EmulatedDistance(
            milliseconds: identity.node.profile.distanceMilliseconds,
            clock: clock,
            nanoseconds: nanoseconds
        )
        self.logger = logger
    }

    /// - Throws: Only what broke the connection; everything else becomes an answer.
    package func respond(to request: Request, context: NodeContext) async throws -> Response {
        try await self.distance.travel()
        let response: Response
        do {
            response = try await self.answer(request)
        } catch let problem as NodeProblem {
            response = try Self.response(to: problem)
        }
        // An order's answer is delayed line by line.
        if response.body.contentLength != nil { try await self.distance.travel() }
        return response
    }

    // MARK: Routes

    private func answer(_ request: Request) async throws -> Response {
        let path = request.uri.path
        let segments = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        switch (segments.first, segments.count) {
        case ("health", 1):
            try Self.require(request, [.get, .head])
            return try self.health()
        case ("metrics", 1):
            try Self.require(request, [.get, .head])
            return self.metrics
        case ("drain", 1):
            try Self.require(request, [.post])
            self.logger.notice("draining")
            self.runner.drain()
            return try self.health(.accepted)
        case ("tasks", 1):
            try Self.require(request, [.post])
            do {
                return try await self.order(request)
            } catch let problem as NodeProblem {
                self.measures.refused(problem.kind)
                throw problem
            }
        case ("tasks", 2):
            try Self.require(request, [.get, .delete])
            return try self.task(segments[1], isCancelled: request.method == .delete)
        default:
            throw NodeProblem(
                kind: .unknownPath,
                detail:
                    "there is nothing at '\(path.prefix(200))'; a node answers /health, /metrics, /tasks, "
                    + "/tasks/{id} and /drain"
            )
        }
    }

    private static func require(_ request: Request, _ methods: [HTTPRequest.Method]) throws(NodeProblem) {
        guard !methods.contains(request.method) else { return }
        let names = methods.map(\.rawValue)
        throw NodeProblem(
            kind: .methodNotAllowed,
            detail: "this path does not answer \(request.method); allowed are \(names.joined(separator: ", "))",
            allowed: names
        )
    }

    private func health(_ status: HTTPResponse.Status = .ok) throws -> Response {
        let heartbeat = self.identity.heartbeat
        let body = HealthBody(
            status: heartbeat.reading.isDraining ? "draining" : "ready",
            version: self.identity.version,
            node: heartbeat.node,
            reading: heartbeat.reading,
            load: heartbeat.load,
            emulated: heartbeat.node.emulated
        )
        return Self.json(try NodeJSON.bytes(body), status)
    }

    private var metrics: Response {
        var headers = HTTPFields()
        headers[.contentType] = PrometheusText.contentType
        let text = PrometheusText.text(of: self.registry.snapshot)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func order(_ request: Request) async throws -> Response {
        let order = try TaskOrder(json: try await self.body(of: request))
        let events: AsyncStream<TimedEvent>
        do throws(TaskRefusal) { events = try self.runner.submit(order) } catch { throw NodeProblem(error) }
        self.logger.debug(
            "accepted",
            metadata: ["task.id": "\(order.task)", "task.type": "\(order.type)", "task.token": "\(order.token)"]
        )
        var headers = HTTPFields()
        headers[.contentType] = "application/x-ndjson"
        let distance = self.distance
        let body = ResponseBody { writer in
            // The task goes on when the connection breaks here; who wants to know asks for it.
            for await event in events {
                try await distance.travel(since: event.at)
                var line = JSONWriter(reserving: 512)
                line.event(event.event)
                line.raw("\n")
                try await writer.write(ByteBuffer(bytes: line.bytes))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private func task(_ id: String, isCancelled: Bool) throws -> Response {
        let task = TaskOrder.ID(id)
        if isCancelled { _ = self.runner.cancel(task) }
        guard let standing = self.runner.standing(of: task) else {
            throw NodeProblem(
                kind: .unknownTask,
                detail: "there is no task '\(id.prefix(128))': it was never here, or ended long ago"
            )
        }
        var writer = JSONWriter(reserving: 512)
        writer.standing(standing)
        return Self.json(writer.bytes)
    }

    // MARK: Bodies

    /// What an order has beside its payload.
    private static let envelopeBytes = 4_096

    private func body(of request: Request) async throws -> [UInt8] {
        if let type = request.headers[.contentType], !type.lowercased().hasPrefix("application/json") {
            throw NodeProblem(
                kind: .unsupportedMediaType,
                detail: "the body is \(type.prefix(100)); send application/json",
                field: "Content-Type"
            )
        }
        let limit = Self.envelopeBytes + (TaskType.all.map(\.payloadBytes).max() ?? 0)
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= limit else { throw Self.tooLarge(announced, limit) }
        var bytes: [UInt8] = []
        for try await chunk in request.body {
            guard bytes.count + chunk.readableBytes <= limit else {
                throw Self.tooLarge(bytes.count + chunk.readableBytes, limit)
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    private static func tooLarge(_ bytes: Int, _ limit: Int) -> NodeProblem {
        NodeProblem(
            kind: .tooLarge,
            detail: "the body has \(bytes) bytes or more; at most \(limit) are taken",
            allowed: ["at most \(limit) bytes"]
        )
    }

    private static func json(_ bytes: [UInt8], _ status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func response(to problem: NodeProblem) throws -> Response {
        var headers = HTTPFields()
        headers[.contentType] = NodeProblem.contentType
        if let seconds = problem.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        if problem.kind == .methodNotAllowed { headers[.allow] = problem.allowed.joined(separator: ", ") }
        return Response(
            status: problem.kind.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try problem.json()))
        )
    }
}

/// What goes along with a request: nothing.
package struct NodeContext: InitializableFromSource {
    package init(source: ApplicationRequestContextSource) {}
}
