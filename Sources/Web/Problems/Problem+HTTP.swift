package import HTTPTypes
internal import JSON
package import Problems

extension Problem {
    /// As RFC 9457 registers it.
    package static let contentType = "application/problem+json"

    func answer(requestID: String, methods: [HTTPRequest.Method]) -> Answer {
        var headers = HTTPFields()
        if !methods.isEmpty { headers[.allow] = methods.map(\.rawValue).joined(separator: ", ") }
        if let seconds = self.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        return Answer(
            self.kind.status.http,
            contentType: Self.contentType,
            headers: headers,
            body: self.json(requestID: requestID)
        )
    }

    /// The members in RFC 9457's names, then ours; those without a value are left out.
    private func json(requestID: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        writer.key("type")
        writer.text("urn:berth:problem:\(self.kind.code)")
        writer.key("title")
        writer.text(self.kind.title)
        writer.key("status")
        writer.wholeNumber(Int64(self.kind.status.http.code))
        writer.key("detail")
        writer.text(self.detail)
        if let field = self.field {
            writer.key("field")
            writer.text(field)
        }
        if let value = self.value {
            writer.key("value")
            writer.text(value)
        }
        if !self.allowed.isEmpty {
            writer.key("allowed")
            writer.texts(self.allowed)
        }
        if !self.items.isEmpty {
            writer.key("errors")
            writer.list(self.items) { $0.write(to: &$1) }
        }
        writer.key("requestId")
        writer.text(requestID)
        writer.endObject()
        return writer.bytes
    }
}

extension Problem.Item {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let line = self.line {
            writer.key("line")
            writer.wholeNumber(Int64(line))
        }
        if let field = self.field {
            writer.key("field")
            writer.text(field)
        }
        writer.key("detail")
        writer.text(self.detail)
        writer.endObject()
    }
}

extension Problem.Status {
    /// - SeeAlso: RFC 9110, §15, and RFC 4918, §11.5 (507).
    package var http: HTTPResponse.Status {
        switch self {
        case .malformed: .badRequest
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .unprocessable: .unprocessableContent
        case .exhausted: .tooManyRequests
        case .internalFault: .internalServerError
        case .unavailable: .serviceUnavailable
        case .storageFull: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        }
    }
}
