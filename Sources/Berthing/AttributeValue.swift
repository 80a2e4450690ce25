internal import Placement

/// What a workload or a target carries under a name: what JSON can say.
///
/// Numbers are in the unit that the domain file means, such as `memoryMB` in megabytes.
public enum AttributeValue: Sendable, Hashable {
    /// Not known, which is not 0 and not an empty text.
    case missing
    case flag(Bool)
    /// Finite.
    case number(Double)
    case text(String)
    case list([AttributeValue])
    case record([String: AttributeValue])

    var value: Placement.Value {
        switch self {
        case .missing: .missing
        case .flag(let flag): .flag(flag)
        case .number(let number): .number(number)
        case .text(let text): .text(text)
        case .list(let elements): .list(elements.map(\.value))
        case .record(let fields): .record(fields.mapValues(\.value))
        }
    }

    init(_ value: Placement.Value) {
        switch value {
        case .missing: self = .missing
        case .flag(let flag): self = .flag(flag)
        case .number(let number): self = .number(number)
        case .text(let text): self = .text(text)
        case .list(let elements): self = .list(elements.map(AttributeValue.init))
        case .record(let fields): self = .record(fields.mapValues(AttributeValue.init))
        }
    }

    /// Whether a number in it, at any depth, is not finite.
    var isInfinite: Bool {
        switch self {
        case .missing, .flag, .text: false
        case .number(let number): !number.isFinite
        case .list(let elements): elements.contains(where: \.isInfinite)
        case .record(let fields): fields.values.contains(where: \.isInfinite)
        }
    }
}

extension AttributeValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// ``missing``.
    public init(nilLiteral: ()) { self = .missing }
    /// ``flag(_:)``.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    /// ``number(_:)``.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// ``number(_:)``.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// ``text(_:)``.
    public init(stringLiteral value: String) { self = .text(value) }
    /// ``list(_:)``.
    public init(arrayLiteral elements: AttributeValue...) { self = .list(elements) }
    /// ``record(_:)``; of a key that comes twice the last value holds.
    public init(dictionaryLiteral elements: (String, AttributeValue)...) {
        self = .record(Dictionary(elements) { _, last in last })
    }
}
