internal import HTTPTypes

/// One thing that the API does: how it is asked for, and who answers.
struct Route: Sendable {
    /// What a route takes as its body.
    enum Body: Sendable, Hashable {
        case none
        /// JSON of a request.
        case json
        /// JSON of a task, which may hold a picture.
        case task
        /// JSON or one JSON object a line, of reports.
        case reports

        var contentTypes: [String] {
            switch self {
            case .none: []
            case .json, .task: ["application/json"]
            case .reports: ["application/json", "application/x-ndjson"]
            }
        }
    }

    let method: HTTPRequest.Method
    /// Such as `/api/v1/decisions/{id}`.
    let template: String
    /// The query parameters that it knows.
    let parameters: [String]
    let body: Body
    /// Whether it changes what the service keeps or does, and is refused while that is read-only.
    let changes: Bool
    let answer: @Sendable (Call) async throws -> Answer

    /// - Parameter changes: Every method but GET does where nothing is said.
    init(
        _ method: HTTPRequest.Method,
        _ template: String,
        parameters: [String] = [],
        body: Body = .none,
        changes: Bool? = nil,
        answer: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.method = method
        self.template = template
        self.parameters = parameters
        self.body = body
        self.changes = changes ?? (method != .get)
        self.answer = answer
    }
}

/// What somebody asks of a route.
struct Call: Sendable {
    let requestID: String
    /// Values of the template's placeholders, in their order.
    let placeholders: [String]
    let query: Query
    let body: [UInt8]
    /// Whether JSON is asked for where there is a choice.
    let prefersJSON: Bool
    /// Whether whoever asks may see and change nothing of others: private values are hidden from him.
    let isReadOnly: Bool
}

/// What a route answers.
struct Answer: Sendable {
    let status: HTTPResponse.Status
    let contentType: String
    let body: [UInt8]
    /// What is sent after the body, for as long as there is more; `nil` for an answer that is whole.
    let events: (any EventSource)?

    static let json = "application/json"

    init(_ status: HTTPResponse.Status = .ok, contentType: String = Answer.json, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.events = nil
    }

    init(events: any EventSource) {
        self.status = .ok
        self.contentType = "text/event-stream"
        self.body = []
        self.events = events
    }
}
