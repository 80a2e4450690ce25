internal import Hummingbird
internal import JSON

extension Problem {
    static let contentType = "application/problem+json"

    /// The members in RFC 9457's names, then ours; those without a value are left out.
    func json(requestID: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        writer.key("type")
        writer.text("urn:berth:problem:\(self.kind.rawValue)")
        writer.key("title")
        writer.text("\(self.kind.title)")
        writer.key("status")
        writer.wholeNumber(Int64(self.kind.status.code))
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
