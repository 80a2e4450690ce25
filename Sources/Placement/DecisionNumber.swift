extension Identifier where Owner == Decision {
    private static var length: Int { 13 }
    private static var prefix: String { "d-" }

    /// The id with a number that grows from decision to decision: `d-` and thirteen digits of base 32, which sort as
    /// numbers do.
    ///
    /// The digits are Crockford's, which people can read to each other: no I, L, O and U.
    ///
    /// - Precondition: The number is not negative.
    package init(number: Int64) {
        precondition(number >= 0, "a decision's number is not negative")
        var text = Array(Self.prefix.utf8)
        text.reserveCapacity(text.count + Self.length)
        for position in (0..<Self.length).reversed() {
            text.append(Base32.digits[Int(number >> (5 * position)) & 31])
        }
        self.init(String(decoding: text, as: UTF8.self))
    }

    /// The id's number; `nil` for a text that no number gives.
    package var number: Int64? {
        let text = self.description.utf8
        guard text.count == Self.prefix.utf8.count + Self.length, self.description.hasPrefix(Self.prefix) else {
            return nil
        }
        var number: Int64 = 0
        for byte in text.dropFirst(Self.prefix.utf8.count) {
            guard let digit = Base32.value(of: byte), number >> 58 == 0 else { return nil }
            number = number << 5 | digit
        }
        return number
    }
}

/// Crockford's base 32.
private enum Base32 {
    static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static let values: [Int64] = (0...255).map { byte in
        Self.digits.firstIndex(of: UInt8(byte)).map { Int64($0) } ?? -1
    }

    static func value(of byte: UInt8) -> Int64? {
        let value = Self.values[Int(byte)]
        return value < 0 ? nil : value
    }
}
