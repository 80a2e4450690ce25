/// A value that a workload, a target or a run carries under a name: what JSON and a CSV cell can say.
///
/// Missing is a case of its own, never 0, "" or −1. Records keep their keys sorted wherever order could reach a
/// result or a file.
package enum Value: Sendable, Hashable {
    case missing
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([Value])
    case record([String: Value])
}

extension Value {
    /// Whether it says nothing.
    package var isMissing: Bool { if case .missing = self { true } else { false } }

    /// The number this value is: a number itself, a flag as 1 or 0, a text that spells a finite number, else `nil`.
    package var number: Double? {
        switch self {
        case .number(let number): number
        case .flag(let flag): flag ? 1 : 0
        case .text(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .missing, .list, .record: nil
        }
    }

    /// The text that stands for this value in a key or a category; `nil` for missing, lists and records.
    package var text: String? {
        switch self {
        case .text(let text): text
        case .number(let number): Value.spelling(of: number)
        case .flag(let flag): flag ? "true" : "false"
        case .missing, .list, .record: nil
        }
    }

    /// Whether the value counts as true in a condition; `nil` when it is no truth value.
    package var flag: Bool? {
        switch self {
        case .flag(let flag): flag
        case .number(let number): number.isNaN ? nil : number != 0
        case .text("true"): true
        case .text("false"): false
        case .missing, .text, .list, .record: nil
        }
    }

    /// The value under a dotted path such as `spec.memoryMB`; missing where a step does not exist.
    package subscript(path path: some Sequence<String>) -> Value {
        var current = self
        for step in path {
            guard case .record(let fields) = current, let next = fields[step] else { return .missing }
            current = next
        }
        return current
    }

    /// The word for this kind of value in an error message.
    package var kind: String {
        switch self {
        case .missing: "nothing"
        case .flag: "a Boolean"
        case .number: "a number"
        case .text: "a string"
        case .list: "a list"
        case .record: "an object"
        }
    }

    /// Whole numbers without a fraction, so that `512` and `512.0` are one category.
    package static func spelling(of number: Double) -> String {
        if let whole = Int64(exactly: number) { return String(whole) }
        return "\(number)"
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    /// A text, as Swift writes it.
    package init(stringLiteral value: String) { self = .text(value) }
    /// A number, as Swift writes it.
    package init(floatLiteral value: Double) { self = .number(value) }
    /// A number, as Swift writes it.
    package init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// A flag, as Swift writes it.
    package init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension Value: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .missing
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([Value].self) {
            self = .list(list)
        } else {
            self = .record(try container.decode([String: Value].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .missing: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .record(let record): try container.encode(record)
        }
    }
}
