/// Reads decimal numbers as `Double.init(_: String)` does, to the bit, and many times faster.
///
/// Model files are mostly numbers of 17 digits, which the C library reads with arithmetic of any length. Up to 19 digits
/// fit 64 bits, and so does every power of five up to 5²⁷: the quotient of two such numbers to 64 bits, with a note of
/// whether anything remains, is enough to round right.
///
/// - SeeAlso: W. D. Clinger, "How to Read Floating Point Numbers Accurately", PLDI 1990.
package enum DecimalNumber {
    /// The `Double` nearest to `-12.5e-3` and the like, ties to even.
    ///
    /// - Returns: `nil` for a text of another form, and for more digits or another power of ten than are read here; such
    ///   a text may still be a number.
    package static func read(_ text: Span<UInt8>) -> Double? {
        var position = 0
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        if isNegative { position = 1 }
        var digits: UInt64 = 0
        let start = position
        var count = 0
        Self.readDigits(text, &position, into: &digits, &count)
        guard position > start else { return nil }
        var exponent = 0
        if position < text.count, text[position] == UInt8(ascii: ".") {
            position += 1
            let start = position
            Self.readDigits(text, &position, into: &digits, &count)
            guard position > start else { return nil }
            exponent = start - position
        }
        // Nineteen digits never overflow.
        guard count <= 19 else { return nil }
        if position < text.count {
            guard let written = Self.exponent(text, position) else { return nil }
            exponent += written
        }
        return Self.value(digits, exponent: exponent).map { isNegative ? -$0 : $0 }
    }

    /// - Parameter count: How many digits the number has, zeros before its first one not counted.
    private static func readDigits(
        _ text: Span<UInt8>,
        _ position: inout Int,
        into digits: inout UInt64,
        _ count: inout Int
    ) {
        while position < text.count {
            let digit = text[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return }
            digits = digits &* 10 &+ UInt64(digit)
            if count > 0 || digit > 0 { count += 1 }
            position += 1
        }
    }

    /// `e-05` to the end of the text, of at most three digits.
    private static func exponent(_ text: Span<UInt8>, _ start: Int) -> Int? {
        var position = start
        guard text[position] | 0x20 == UInt8(ascii: "e") else { return nil }
        position += 1
        guard position < text.count else { return nil }
        let isNegative = text[position] == UInt8(ascii: "-")
        if isNegative || text[position] == UInt8(ascii: "+") { position += 1 }
        let first = position
        var digits: UInt64 = 0
        var count = 0
        Self.readDigits(text, &position, into: &digits, &count)
        guard position == text.count, (1...3).contains(position - first) else { return nil }
        return isNegative ? -Int(digits) : Int(digits)
    }

    private static let powersOfTen: [Double] = (0...22).reduce(into: [1]) { powers, power in
        if power > 0 { powers.append(powers[power - 1] * 10) }
    }

    private static let powersOfFive: [UInt64] = (0...27).reduce(into: [1]) { powers, power in
        if power > 0 { powers.append(powers[power - 1] * 5) }
    }

    /// The `Double` nearest to `digits` × 10^`exponent`.
    private static func value(_ digits: UInt64, exponent: Int) -> Double? {
        if digits == 0 || exponent == 0 { return Double(digits) }
        if digits <= 1 << 53, (-22...22).contains(exponent) {
            // Both are exact, so that one rounding is left.
            let power = Self.powersOfTen[abs(exponent)]
            return exponent < 0 ? Double(digits) / power : Double(digits) * power
        }
        guard (-27..<0).contains(exponent) else { return nil }
        return Self.quotient(digits, Self.powersOfFive[-exponent], exponent: exponent)
    }

    /// The `Double` nearest to `dividend` ÷ `divisor` × 2^`exponent`.
    private static func quotient(_ dividend: UInt64, _ divisor: UInt64, exponent: Int) -> Double {
        let (up, down) = (dividend.leadingZeroBitCount, divisor.leadingZeroBitCount)
        let (high, low) = (dividend << UInt64(up), divisor << UInt64(down))
        // Both have their highest bit set; the quotient is shifted so that it has too, and its 64 bits are whole.
        let halves = high >= low
        let (bits, rest) = low.dividingFullWidth(halves ? (high >> 1, high << 63) : (high, 0))
        // `Double` keeps 53 of the 64 bits; the last one, set, says that the rest is not nothing.
        let rounded = Double(bits | (rest == 0 ? 0 : 1))
        let power = exponent + down - up - (halves ? 63 : 64)
        return rounded * Double(sign: .plus, exponent: power, significand: 1)
    }
}
