package import Decisions
package import Delivery
internal import HTTPTypes
package import Hummingbird
package import Logging
package import MetricRegistry
internal import Placement
package import TaskDispatch
internal import Telemetry

/// The HTTP API: answers requests by asking the services.
///
/// One value answers on all threads. Routes, request ids, problems, metrics and logs meet here and nowhere else, since
/// each layer around a request would cost every request.
package struct HTTPService: HTTPResponder {
    package typealias Context = HTTPContext

    private let table: RouteTable
    private let pages: PageRoutes
    private let limits: HTTPLimits
    private let isReadOnly: Bool
    private let measures: HTTPMeasures
    private let logger: Logger
    private let makeRequestID: @Sendable () -> String
    private let nanoseconds: @Sendable () -> UInt64
    private let classify: @Sendable (any Error) -> StoreFault?

    /// - Parameters:
    ///   - registry: Whose metrics are shown; this service's own are added.
    ///   - health: What readiness depends on.
    ///   - pages: What browsers are answered, beside the API.
    ///   - isReadOnly: Whether everything that changes something is refused, and private values are hidden.
    ///   - classify: Recognises what is wrong in an error of the stores; `nil` for any other error.
    ///   - requestID: Makes an id for a request that brings none: printable ASCII.
    ///   - clock: Waits between events of a stream.
    ///   - nanoseconds: A clock that never goes back, to measure with.
    package init(
        decisions: DecisionService,
        delivery: ModelDelivery,
        fleet: FleetService,
        tasks: TaskService,
        registry: MetricRegistry,
        health: Health,
        pages: [ServedPage] = [],
        limits: HTTPLimits = HTTPLimits(),
        isReadOnly: Bool,
        logger: Logger,
        classify: @escaping @Sendable (any Error) -> StoreFault?,
        requestID: @escaping @Sendable () -> String,
        clock: any Clock<Duration>,
        nanoseconds: @escaping @Sendable () -> UInt64
    ) {
        let nodeRoutes = NodeRoutes(fleet, tasks, now: decisions.now)
        let healthRoutes = HealthRoutes(health)
        let routes: [[Route]] = [
            DecisionRoutes(decisions).routes,
            PredictRoute(decisions).routes,
            RunRoutes(decisions).routes,
            CostRoute(decisions).routes,
            PolicyRoutes(decisions).routes,
            TargetRoutes(decisions).routes,
            ModelRoutes(decisions, delivery).routes,
            AuditRoute(decisions).routes,
            nodeRoutes.routes,
            TaskRoutes(tasks, decisions).routes,
            LiveRoute(tasks: tasks, nodes: nodeRoutes, health: healthRoutes, clock: clock).routes,
            healthRoutes.routes,
            MetricsRoutes(registry).routes,
            DescriptionRoute().routes,
        ]
        self.table = RouteTable(routes.flatMap(\.self))
        self.pages = PageRoutes(pages)
        self.limits = limits
        self.isReadOnly = isReadOnly
        self.measures = HTTPMeasures(registry, routes: self.table.routes)
        self.logger = logger
        self.classify = classify
        self.makeRequestID = requestID
        self.nanoseconds = nanoseconds
    }

    /// One thing that the API does, as its description has it.
    package struct Endpoint: Sendable, Hashable {
        /// In capitals.
        package let method: String
        /// Such as `/api/v1/decisions/{id}`.
        package let template: String
        package let queryParameters: [String]
        /// The kinds of body that it takes; none where it takes no body.
        package let contentTypes: [String]
    }

    /// Everything that the API does, for whoever checks the description.
    package var endpoints: [Endpoint] {
        self.table.routes.map { route in
            Endpoint(
                method: route.method.rawValue,
                template: route.template,
                queryParameters: route.parameters,
                contentTypes: route.body.contentTypes
            )
        }
    }

    /// - Throws: Only what broke the connection; everything else becomes an answer.
    package func respond(to request: Request, context: HTTPContext) async throws -> Response {
        let started = self.nanoseconds()
        let requestID = self.requestID(of: request)
        let (path, query) = Self.parts(of: request)
        let match = self.table.match(request.method, path)
        if case .nothing = match, let page = self.pages.page(at: path), [.get, .head].contains(request.method) {
            return self.response(page, to: request, path, requestID: requestID, started: started)
        }
        var route: Int?
        var answer: Answer
        var methods: [HTTPRequest.Method] = []
        do {
            switch match {
            case .found(let index, let placeholders):
                route = index
                answer = try await self.answer(
                    request,
                    self.table.routes[index],
                    requestID: requestID,
                    placeholders: placeholders,
                    query: query
                )
            case .otherMethods(let allowed):
                methods = allowed
                throw Self.methodNotAllowed(request.method, path, allowed)
            case .nothing where self.pages.page(at: path) != nil:
                methods = [.get, .head]
                throw Self.methodNotAllowed(request.method, path, methods)
            case .nothing: throw self.unknownPath(path)
            }
        } catch let error as BrokenConnection {
            throw error.cause
        } catch {
            answer = self.answer(to: error, requestID: requestID, request)
        }
        let seconds = Double(self.nanoseconds() &- started) / 1e9
        self.measures.answered(route, status: answer.status, seconds: seconds)
        if self.logger.logLevel <= .debug { self.log(request, path, answer.status, seconds, requestID) }
        return Self.response(answer, to: request, requestID: requestID, allow: methods)
    }

    // MARK: The request

    private func answer(
        _ request: Request,
        _ route: Route,
        requestID: String,
        placeholders: [String],
        query: Substring
    ) async throws -> Answer {
        if self.isReadOnly, route.changes { throw Self.readOnly(route) }
        let call = Call(
            requestID: requestID,
            placeholders: placeholders,
            query: query.isEmpty ? .empty : try Query(query, allowed: route.parameters),
            body: try await RequestBytes.collected(request, for: route.body, limits: self.limits),
            prefersJSON: request.headers[.accept]?.contains(Answer.json) ?? false,
            isReadOnly: self.isReadOnly
        )
        return try await route.answer(call)
    }

    private static let requestIDName = HTTPField.Name.requestID
    private static let longestRequestID = 128

    /// The client's id where it is short and printable, else a new one.
    private func requestID(of request: Request) -> String {
        if let id = request.headers[Self.requestIDName], (1...Self.longestRequestID).contains(id.utf8.count),
            id.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        {
            return id
        }
        return self.makeRequestID()
    }

    /// The path, still percent-encoded, and the query.
    private static func parts(of request: Request) -> (path: Substring, query: Substring) {
        guard let target = request.head.path, target.utf8.first == UInt8(ascii: "/") else {
            return (request.uri.path[...], (request.uri.query ?? "")[...])
        }
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target[...], "") }
        return (target[..<mark], target[target.utf8.index(after: mark)...])
    }

    // MARK: Problems

    private func unknownPath(_ path: Substring) -> Problem {
        let hint = self.table.nearest(to: path).map { "; did you mean '\($0)'?" } ?? ""
        return Problem(
            .unknownPath,
            "there is nothing at '\(path.prefix(200))'\(hint)",
            value: String(path.prefix(200))
        )
    }

    private static func methodNotAllowed(
        _ method: HTTPRequest.Method,
        _ path: Substring,
        _ allowed: [HTTPRequest.Method]
    ) -> Problem {
        let names = allowed.map(\.rawValue)
        return Problem(
            .methodNotAllowed,
            "'\(path.prefix(200))' does not answer \(method); allowed are \(names.joined(separator: ", "))",
            value: method.rawValue,
            allowed: names
        )
    }

    private static func readOnly(_ route: Route) -> Problem {
        Problem(.readOnly, "the service is read-only: it does not answer \(route.method) \(route.template)")
    }

    private func answer(to error: any Error, requestID: String, _ request: Request) -> Answer {
        let problem: Problem
        if let known = Problem(error, classify: self.classify) {
            problem = known
        } else {
            problem = Problem(.internalFault, "the service failed; its log has more under the request's id")
        }
        if problem.kind.status.code >= 500 {
            self.logger.error(
                "request failed",
                metadata: [
                    "request.id": "\(requestID)", "http.method": "\(request.method)",
                    "http.path": "\(request.uri.path)", "http.status": "\(problem.kind.status.code)",
                    "error": "\(error)",
                ]
            )
        }
        return Answer(
            problem.kind.status,
            contentType: Problem.contentType,
            body: problem.json(requestID: requestID)
        )
    }

    // MARK: The response

    private func response(
        _ page: ServedPage,
        to request: Request,
        _ path: Substring,
        requestID: String,
        started: UInt64
    ) -> Response {
        var response = PageRoutes.response(page, to: request.headers, isHead: request.method == .head)
        response.headers[Self.requestIDName] = requestID
        let seconds = Double(self.nanoseconds() &- started) / 1e9
        self.measures.answered(nil, status: response.status, seconds: seconds)
        if self.logger.logLevel <= .debug { self.log(request, path, response.status, seconds, requestID) }
        return response
    }

    private static func response(
        _ answer: Answer,
        to request: Request,
        requestID: String,
        allow: [HTTPRequest.Method]
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = answer.contentType
        headers[Self.requestIDName] = requestID
        if !allow.isEmpty { headers[.allow] = allow.map(\.rawValue).joined(separator: ", ") }
        if [.serviceUnavailable, .tooManyRequests].contains(answer.status) { headers[.retryAfter] = "1" }
        if request.method == .head {
            headers[.contentLength] = String(answer.body.count)
            return Response(status: answer.status, headers: headers)
        }
        if let events = answer.events {
            // Nobody on the way may keep events back.
            headers[.cacheControl] = "no-store"
            return Response(status: answer.status, headers: headers, body: events.body)
        }
        return Response(
            status: answer.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    private func log(
        _ request: Request,
        _ path: Substring,
        _ status: HTTPResponse.Status,
        _ seconds: Double,
        _ requestID: String
    ) {
        self.logger.debug(
            "request",
            metadata: [
                "request.id": "\(requestID)", "http.method": "\(request.method)", "http.path": "\(path.prefix(200))",
                "http.status": "\(status.code)", "http.seconds": "\(seconds)",
            ]
        )
    }
}

extension HTTPField.Name {
    /// `X-Request-Id`.
    static let requestID: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Request-Id") else { preconditionFailure("a token is a field's name") }
        return name
    }()
}
