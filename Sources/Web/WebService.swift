internal import Access
internal import HTTPTypes
package import Hummingbird
package import Logging
package import MetricRegistry
package import Problems

/// Answers HTTP requests by the routes of one edge.
///
/// One value answers on all threads. Routes, request ids, problems, metrics and logs meet here and nowhere else, since
/// each layer around a request would cost every request.
package struct WebService: HTTPResponder {
    /// What Hummingbird hands along with a request.
    package typealias Context = HTTPContext

    private let table: RouteTable
    private let pages: PageRoutes
    private let limits: HTTPLimits
    private let isReadOnly: Bool
    private let measures: HTTPMeasures
    private let surroundings: Surroundings

    /// What a service asks its surroundings for.
    package struct Surroundings: Sendable {
        /// Gets requests at `debug` and failures of the service at `error`.
        package let logger: Logger
        /// Makes an id for a request that brings none: printable ASCII.
        package let requestID: @Sendable () -> String
        /// A clock that never goes back, to measure with.
        package let nanoseconds: @Sendable () -> UInt64
        /// What a client is told of an error; `nil` for a fault of the service's own, of which he learns nothing.
        package let problem: @Sendable (any Error) -> Problem?
        /// Hears of each request that a route was found for and that was refused.
        package let refused: (@Sendable (Route, Problem) -> Void)?
        /// Waited for before a request is looked at, and before an answer that is sent whole: a distance that is
        /// pretended.
        package let distance: (@Sendable () async throws -> Void)?

        package init(
            logger: Logger,
            requestID: @escaping @Sendable () -> String,
            nanoseconds: @escaping @Sendable () -> UInt64,
            distance: (@Sendable () async throws -> Void)? = nil,
            problem: @escaping @Sendable (any Error) -> Problem?,
            refused: (@Sendable (Route, Problem) -> Void)? = nil
        ) {
            self.logger = logger
            self.requestID = requestID
            self.nanoseconds = nanoseconds
            self.problem = problem
            self.distance = distance
            self.refused = refused
        }
    }

    /// - Parameters:
    ///   - pages: What browsers are answered, beside the routes.
    ///   - isReadOnly: Whether everything that changes something is refused, and private values are hidden.
    ///   - registry: Gets the metrics of requests.
    package init(
        _ routes: [Route],
        pages: [ServedPage] = [],
        limits: HTTPLimits,
        isReadOnly: Bool = false,
        registry: MetricRegistry,
        surroundings: Surroundings
    ) {
        self.table = RouteTable(routes)
        self.pages = PageRoutes(pages)
        self.limits = limits
        self.isReadOnly = isReadOnly
        self.measures = HTTPMeasures(registry, routes: routes)
        self.surroundings = surroundings
    }

    /// All that is answered, but for pages.
    package var routes: [Route] { self.table.routes }

    /// - Throws: Only what broke the connection; everything else becomes an answer.
    package func respond(to request: Request, context: HTTPContext) async throws -> Response {
        let started = self.surroundings.nanoseconds()
        try await self.surroundings.distance?()
        let requestID = self.requestID(of: request)
        let (path, query) = Self.parts(of: request)
        let match = self.table.match(request.method, path)
        var route: Int?
        var answer: Answer
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
            case .otherMethods(let allowed): throw MethodNotAllowed(request.method, path, allowed)
            case .nothing: answer = try self.page(at: path, to: request)
            }
        } catch let error as BrokenConnection {
            throw error.cause
        } catch {
            answer = self.answer(to: error, of: route, requestID: requestID, request)
        }
        let seconds = Double(self.surroundings.nanoseconds() &- started) / 1e9
        self.measures.answered(route, status: answer.status, seconds: seconds)
        if self.surroundings.logger.logLevel <= .debug { self.log(request, path, answer.status, seconds, requestID) }
        if answer.isWhole { try await self.surroundings.distance?() }
        return answer.response(isHead: request.method == .head, requestID: requestID)
    }

    // MARK: The request

    private func answer(
        _ request: Request,
        _ route: Route,
        requestID: String,
        placeholders: [String],
        query: Substring
    ) async throws -> Answer {
        if self.isReadOnly, route.permission.changes {
            throw Problem(
                .readOnly,
                "the service is read-only: it does not accept \(route.method) \(route.template)"
            )
        }
        let call = Call(
            principal: .local,
            requestID: requestID,
            placeholders: placeholders,
            query: query.isEmpty ? .empty : try Query(query, allowed: route.parameters),
            body: try await RequestBytes.collected(request, for: route.body, limits: self.limits),
            prefersJSON: request.headers[.accept]?.contains(Answer.json) ?? false,
            isReadOnly: self.isReadOnly
        )
        return try await route.answer(call)
    }

    private func page(at path: Substring, to request: Request) throws -> Answer {
        guard let page = self.pages.page(at: path) else { throw self.unknownPath(path) }
        guard [.get, .head].contains(request.method) else {
            throw MethodNotAllowed(request.method, path, [.get, .head])
        }
        return PageRoutes.answer(page, to: request.headers)
    }

    private static let longestRequestID = 128

    /// The client's id where it is short and printable, else a new one.
    private func requestID(of request: Request) -> String {
        if let id = request.headers[.requestID], (1...Self.longestRequestID).contains(id.utf8.count),
            id.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        {
            return id
        }
        return self.surroundings.requestID()
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

    private func answer(to error: any Error, of route: Int?, requestID: String, _ request: Request) -> Answer {
        let problem: Problem
        var methods: [HTTPRequest.Method] = []
        switch error {
        case let known as Problem: problem = known
        case let error as MethodNotAllowed:
            problem = error.problem
            methods = error.allowed
        default:
            problem =
                self.surroundings.problem(error)
                ?? Problem(.internalFault, "the service failed; its log has details under the request id")
        }
        if let route { self.surroundings.refused?(self.table.routes[route], problem) }
        let status = problem.kind.status.http
        if status.code >= 500 {
            self.surroundings.logger.error(
                "request failed",
                metadata: [
                    "request.id": "\(requestID)", "http.method": "\(request.method)",
                    "http.path": "\(request.uri.path)", "http.status": "\(status.code)", "error": "\(error)",
                ]
            )
        }
        return problem.answer(requestID: requestID, methods: methods)
    }

    private func log(
        _ request: Request,
        _ path: Substring,
        _ status: HTTPResponse.Status,
        _ seconds: Double,
        _ requestID: String
    ) {
        self.surroundings.logger.debug(
            "request",
            metadata: [
                "request.id": "\(requestID)", "http.method": "\(request.method)", "http.path": "\(path.prefix(200))",
                "http.status": "\(status.code)", "http.seconds": "\(seconds)",
            ]
        )
    }
}

/// The path is there and answers other methods.
private struct MethodNotAllowed: Error {
    let allowed: [HTTPRequest.Method]
    let problem: Problem

    init(_ method: HTTPRequest.Method, _ path: Substring, _ allowed: [HTTPRequest.Method]) {
        let names = allowed.map(\.rawValue)
        self.allowed = allowed
        self.problem = Problem(
            .methodNotAllowed,
            "'\(path.prefix(200))' does not support \(method); allowed: \(names.joined(separator: ", "))",
            value: method.rawValue,
            allowed: names
        )
    }
}
