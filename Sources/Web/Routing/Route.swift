package import Access
package import HTTPTypes

/// One thing that an edge does: how it is asked for, who may ask, and who answers.
package struct Route: Sendable {
    /// What a route takes as its body.
    package enum Body: Sendable, Hashable {
        case none
        /// JSON of a request.
        ///
        /// - Parameter room: The most bytes where the usual limit is less: what is asked for may hold a picture.
        case sizedJSON(room: Int)
        /// JSON or one JSON object a line, of reports.
        case reports

        /// JSON of a request, of the usual size.
        package static var json: Body { .sizedJSON(room: 0) }

        /// Media types that are taken; none where there is no body.
        package var contentTypes: [String] {
            switch self {
            case .none: []
            case .sizedJSON: ["application/json"]
            case .reports: ["application/json", "application/x-ndjson"]
            }
        }
    }

    /// Unique with the template.
    package let method: HTTPRequest.Method
    /// Such as `/api/v1/decisions/{id}`.
    package let template: String
    /// What somebody must be allowed to who asks for it.
    package let permission: Permission
    /// The query parameters that it knows.
    package let parameters: [String]
    /// What it takes as its body.
    package let body: Body
    /// Whether `HEAD` is answered too; of routes for `GET`.
    package let answersHead: Bool
    /// Answers; whatever it throws becomes a problem.
    package let answer: @Sendable (Call) async throws -> Answer

    package init(
        _ method: HTTPRequest.Method,
        _ template: String,
        permission: Permission,
        parameters: [String] = [],
        body: Body = .none,
        answersHead: Bool = true,
        answer: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.method = method
        self.template = template
        self.permission = permission
        self.parameters = parameters
        self.body = body
        self.answersHead = answersHead && method == .get
        self.answer = answer
    }
}
