internal import Placement

private enum ValueTag: UInt8 {
    case missing, no, yes, number, text, list, record
}

extension ByteWriter {
    mutating func value(_ value: Value) {
        switch value {
        case .missing: self.tag(.missing)
        case .flag(let flag): self.tag(flag ? .yes : .no)
        case .number(let number):
            self.tag(.number)
            self.number(number)
        case .text(let text):
            self.tag(.text)
            self.text(text)
        case .list(let elements):
            self.tag(.list)
            self.list(elements) { $0.value($1) }
        case .record(let fields):
            self.tag(.record)
            self.record(fields)
        }
    }

    private mutating func tag(_ tag: ValueTag) { self.byte(tag.rawValue) }

    /// Names ascending, so that equal records have equal bytes.
    mutating func record(_ fields: [String: Value]) {
        self.list(fields.sorted { $0.key < $1.key }) { writer, field in
            writer.text(field.key)
            writer.value(field.value)
        }
    }
}

extension ByteReader {
    /// Deeper values than any reader of requests lets in are damage.
    private static var depthLimit: Int { 600 }

    mutating func value() throws(ByteFault) -> Value {
        let byte = try self.byte()
        guard let tag = ValueTag(rawValue: byte) else { throw .unknownTag(byte, of: "a value") }
        switch tag {
        case .missing: return .missing
        case .no: return .flag(false)
        case .yes: return .flag(true)
        case .number: return .number(try self.number())
        case .text: return .text(try self.text())
        case .list:
            return .list(
                try self.nested { (reader) throws(ByteFault) in
                    try reader.list { (reader) throws(ByteFault) in try reader.value() }
                }
            )
        case .record: return .record(try self.nested { (reader) throws(ByteFault) in try reader.record() })
        }
    }

    private mutating func nested<Content>(
        _ read: (inout Self) throws(ByteFault) -> Content
    ) throws(ByteFault) -> Content {
        guard self.depth < Self.depthLimit else { throw .tooDeep }
        self.depth += 1
        defer { self.depth -= 1 }
        return try read(&self)
    }

    mutating func record() throws(ByteFault) -> [String: Value] {
        let count = try self.count()
        var fields: [String: Value] = [:]
        fields.reserveCapacity(count)
        for _ in 0..<count {
            let name = try self.text()
            guard fields.updateValue(try self.value(), forKey: name) == nil else {
                throw .invalid("the name '\(name)' appears twice")
            }
        }
        return fields
    }
}
