import JSON
import Placement

/// JSON in tests.
enum JSON {
    static func value(_ bytes: [UInt8]) throws -> Value {
        var scanner = JSONScanner(bytes)
        let value = try scanner.value()
        try scanner.requireEnd()
        return value
    }

    static func value(_ text: String) throws -> Value { try Self.value(Array(text.utf8)) }

    static func text(_ value: Value) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension Value {
    /// A member of an object; missing where there is none.
    subscript(_ name: String) -> Value { self[path: [name]] }

    /// An element of a list; missing where there is none.
    subscript(_ index: Int) -> Value {
        guard case .list(let elements) = self, elements.indices.contains(index) else { return .missing }
        return elements[index]
    }

    var elements: [Value] { if case .list(let elements) = self { elements } else { [] } }
    var members: [String: Value] { if case .record(let members) = self { members } else { [:] } }
    var string: String? { if case .text(let text) = self { text } else { nil } }
    var double: Double? { if case .number(let number) = self { number } else { nil } }
    var bool: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    var isPresent: Bool { !self.isMissing }
}
