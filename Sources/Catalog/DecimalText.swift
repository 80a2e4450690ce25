/// Reads a decimal number from text as a whole number of its smallest unit, without passing through binary
/// floating point: `"0.000014"` at twelve decimals is 14,000,000.
enum DecimalText {
    /// - Parameters:
    ///   - text: Digits with an optional point and an optional exponent, such as `12`, `.5`, `1.2e-05`; no sign
    ///     before the number, so a negative amount is refused.
    ///   - decimals: The power of ten that counts as one, 0 to 18.
    /// - Returns: The value times ten to the `decimals`, halves away from zero; `nil` for any other text and for a
    ///   value that `Int64` cannot hold.
    static func parse(_ text: some StringProtocol, decimals: Int) -> Int64? {
        var digits: [UInt8] = []
        var exponent = 0
        var sawPoint = false
        var sawDigit = false
        var bytes = text.utf8.makeIterator()
        scan: while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                sawDigit = true
                if sawPoint { exponent -= 1 }
                if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte - UInt8(ascii: "0")) }
            case UInt8(ascii: ".") where !sawPoint: sawPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard let written = Self.exponent(&bytes) else { return nil }
                exponent += written
                break scan
            default: return nil
            }
        }
        guard sawDigit else { return nil }
        return Self.scaled(digits, by: exponent + decimals)
    }

    private static func exponent(_ bytes: inout some IteratorProtocol<UInt8>) -> Int? {
        var text = ""
        while let byte = bytes.next() { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        guard let exponent = Int(text), (-400...400).contains(exponent) else { return nil }
        return exponent
    }

    /// The number that `digits` spell, times ten to the `power`.
    private static func scaled(_ digits: [UInt8], by power: Int) -> Int64? {
        let kept = power < 0 ? max(0, digits.count + power) : digits.count
        var value: Int64 = 0
        for digit in digits.prefix(kept) {
            guard let next = Self.append(digit, to: value) else { return nil }
            value = next
        }
        if power < 0 {
            let firstDropped = digits.count + power
            let roundsUp = firstDropped >= 0 && firstDropped < digits.count && digits[firstDropped] >= 5
            return roundsUp ? value + 1 : value
        }
        guard value != 0 else { return 0 }
        for _ in 0..<power {
            guard let next = Self.append(0, to: value) else { return nil }
            value = next
        }
        return value
    }

    private static func append(_ digit: UInt8, to value: Int64) -> Int64? {
        let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carried) = shifted.addingReportingOverflow(Int64(digit))
        return overflow || carried || sum == .max ? nil : sum
    }

    /// The shortest decimal spelling of a whole number of the smallest unit.
    static func spelling(of value: Int64, decimals: Int) -> String {
        let magnitude = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - magnitude.count)) + magnitude
        var fraction = padded.suffix(decimals)
        while fraction.last == "0" { fraction.removeLast() }
        let sign = value < 0 ? "-" : ""
        let whole = padded.dropLast(decimals)
        return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }
}
