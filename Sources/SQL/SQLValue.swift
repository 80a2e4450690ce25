/// A value that a statement takes or gives, of one of the types that every database has.
///
/// Times are microseconds since 1970 in an ``integer(_:)``; a Boolean is 0 or 1.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    /// Any number but NaN, which not every database keeps.
    case real(Double)
    /// Compared and ordered by its UTF-8. It must not contain U+0000, which PostgreSQL cannot keep.
    case text(String)
    case bytes([UInt8])

    /// NULL for `nil`.
    package init(_ integer: Int64?) { self = integer.map(SQLValue.integer) ?? .null }
    /// NULL for `nil`.
    package init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }

    /// Its type, for messages.
    package var kind: String {
        switch self {
        case .null: "NULL"
        case .integer: "an integer"
        case .real: "a real number"
        case .text: "a string"
        case .bytes: "bytes"
        }
    }

    /// By bits and bytes: two texts that only look alike are two.
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let left), .integer(let right)): left == right
        case (.real(let left), .real(let right)): left.bitPattern == right.bitPattern
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.null, _), (.integer, _), (.real, _), (.text, _), (.bytes, _): false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .integer(let number): hasher.combine(number)
        case .real(let number): hasher.combine(number.bitPattern)
        case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
        case .bytes(let bytes): hasher.combine(bytes)
        }
    }

    /// What a driver checks before it binds values, so that no database keeps what another refuses.
    ///
    /// - Throws: ``SQLError/unstorable(_:)``.
    package func requireStorable() throws(SQLError) {
        switch self {
        case .text(let text) where text.utf8.contains(0): throw .unstorable("a string with the character U+0000")
        case .real(let number) where number.isNaN: throw .unstorable("the number NaN")
        case .null, .integer, .real, .text, .bytes: break
        }
    }
}

extension SQLValue: ExpressibleByNilLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// NULL.
    package init(nilLiteral: ()) { self = .null }
    /// An integer.
    package init(integerLiteral value: Int64) { self = .integer(value) }
    /// A text.
    package init(stringLiteral value: String) { self = .text(value) }
}
