package import Placement

/// Makes decision ids: numbers that only grow, so that a log is written at its end and read in the order of time.
///
/// A number holds the milliseconds since 1970 in its upper 42 bits and a count in its lower 21. When the clock goes
/// back, or a millisecond has had more than two million decisions, the number after the last one is taken.
package struct DecisionSequence: Sendable {
    private var last: Int64

    /// - Parameter newest: The newest id in the log.
    package init(after newest: Decision.ID?) { self.last = newest?.number ?? 0 }

    package mutating func next(at moment: Timestamp) -> Decision.ID {
        let milliseconds = max(0, min(moment.microseconds / 1000, (1 << 42) - 1))
        self.last = max(self.last + 1, milliseconds << 21)
        return Decision.ID(number: self.last)
    }
}

extension Identifier where Owner == Decision {
    /// Crockford's base 32, which people can read to each other: no I, L, O and U.
    private static var digits: [UInt8] { Array("0123456789abcdefghjkmnpqrstvwxyz".utf8) }
    private static var length: Int { 13 }
    private static var prefix: String { "d-" }

    /// The id with a number of a ``DecisionSequence``: `d-` and thirteen digits of base 32, which sort as numbers do.
    package init(number: Int64) {
        let digits = Self.digits
        self.init(
            Self.prefix
                + String(
                    unsafeUninitializedCapacity: Self.length
                ) { buffer in
                    for position in 0..<Self.length {
                        let shift = 5 * (Self.length - 1 - position)
                        buffer[position] = digits[Int(number >> shift) & 31]
                    }
                    return Self.length
                }
        )
    }

    /// The id's number; `nil` for a text that no ``DecisionSequence`` made.
    package var number: Int64? {
        let text = self.description.utf8
        guard text.count == Self.prefix.utf8.count + Self.length, self.description.hasPrefix(Self.prefix) else {
            return nil
        }
        var number: Int64 = 0
        for byte in text.dropFirst(Self.prefix.utf8.count) {
            guard let digit = Self.digits.firstIndex(of: byte), number >> 58 == 0 else { return nil }
            number = number << 5 | Int64(digit)
        }
        return number
    }
}
