package import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What a route answers.
package struct Answer: Sendable {
    /// What HTTP says of it.
    package let status: HTTPResponse.Status
    /// The media type of the body.
    package let contentType: String
    /// Beside the content type and the request's id.
    package let headers: HTTPFields
    private let content: Content

    private enum Content: Sendable {
        case whole([UInt8])
        /// Nothing, to whatever method.
        case none
        /// What is sent a piece at a time, for as long as there is more.
        case stream(any EventSource)
    }

    /// The media type of most answers.
    package static let json = "application/json"

    package init(
        _ status: HTTPResponse.Status = .ok,
        contentType: String = Answer.json,
        headers: HTTPFields = [:],
        body: [UInt8]
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.content = .whole(body)
    }

    /// An answer without a body, such as 304.
    package init(_ status: HTTPResponse.Status, contentType: String, headers: HTTPFields) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.content = .none
    }

    /// What is told a piece at a time; nobody on the way may keep it back.
    package init(contentType: String = "text/event-stream", events: any EventSource) {
        self.status = .ok
        self.contentType = contentType
        self.headers = [.cacheControl: "no-store"]
        self.content = .stream(events)
    }

    /// The body of an answer that is whole; empty otherwise.
    package var body: [UInt8] {
        if case .whole(let bytes) = self.content { return bytes }
        return []
    }

    var isWhole: Bool {
        if case .stream = self.content { return false }
        return true
    }

    /// Seconds after which it is worth trying again, where nothing else is known.
    private static let usualRetrySeconds = "1"

    func response(isHead: Bool, requestID: String) -> Response {
        var headers = self.headers
        headers[.contentType] = self.contentType
        headers[.requestID] = requestID
        if [.serviceUnavailable, .tooManyRequests].contains(self.status), headers[.retryAfter] == nil {
            headers[.retryAfter] = Self.usualRetrySeconds
        }
        switch self.content {
        case .none: return Response(status: self.status, headers: headers)
        case .whole(let bytes) where isHead:
            headers[.contentLength] = String(bytes.count)
            return Response(status: self.status, headers: headers)
        case .whole(let bytes):
            return Response(
                status: self.status,
                headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            )
        case .stream where isHead:
            headers[.contentLength] = "0"
            return Response(status: self.status, headers: headers)
        case .stream(let events): return Response(status: self.status, headers: headers, body: events.body)
        }
    }
}

extension HTTPField.Name {
    /// `X-Request-Id`.
    static let requestID: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Request-Id") else { preconditionFailure("a token is a field's name") }
        return name
    }()
}
