internal import Statistics

extension JSONScanner {
    /// Reads a text.
    package mutating func text() throws(JSONFault) -> String {
        guard self.skip("\"") else { throw self.unexpected(expected: "a string in quotes") }
        let start = self.position
        var isASCII = true
        while let byte = self.peek {
            switch byte {
            case UInt8(ascii: "\""):
                let text = try self.decoded(start..<self.position, isASCII: isASCII)
                self.position += 1
                return text
            case UInt8(ascii: "\\"): return try self.textWithEscapes(from: start)
            case ..<0x20: throw self.unexpected(expected: "the end of the text, or a control character as '\\u00…'")
            default:
                if byte >= 0x80 { isASCII = false }
                self.position += 1
            }
        }
        throw self.unexpected(expected: "the end of the text")
    }

    private func decoded(_ range: Range<Int>, isASCII: Bool) throws(JSONFault) -> String {
        if isASCII {
            return self.bytes.withUnsafeBufferPointer {
                String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
            }
        }
        guard let text = String(validating: self.bytes[range], as: UTF8.self) else {
            throw JSONFault(line: self.line, problem: .notUTF8)
        }
        return text
    }

    /// Goes on in a text that has a backslash at `position`.
    private mutating func textWithEscapes(from start: Int) throws(JSONFault) -> String {
        var text: [UInt8] = Array(self.bytes[start..<self.position])
        while let byte = self.peek {
            switch byte {
            case UInt8(ascii: "\""):
                self.position += 1
                guard let text = String(validating: text, as: UTF8.self) else {
                    throw JSONFault(line: self.line, problem: .notUTF8)
                }
                return text
            case UInt8(ascii: "\\"):
                self.position += 1
                text.append(contentsOf: try self.escaped().utf8)
            case ..<0x20: throw self.unexpected(expected: "the end of the text, or a control character as '\\u00…'")
            default:
                let start = self.position
                self.position = self.endOfPlain(from: start)
                text.append(contentsOf: self.bytes[start..<self.position])
            }
        }
        throw self.unexpected(expected: "the end of the text")
    }

    /// Where the bytes end that stand for themselves in a text.
    private func endOfPlain(from start: Int) -> Int {
        let bytes = self.bytes.span
        var position = start
        while position < self.end {
            let byte = bytes[position]
            guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            position += 1
        }
        return position
    }

    /// The character that stands after a backslash.
    private mutating func escaped() throws(JSONFault) -> Unicode.Scalar {
        if let scalar = self.peek.flatMap(Self.shortEscape) {
            self.position += 1
            return scalar
        }
        var unit = try self.escapedUnit()
        if (0xD800...0xDBFF).contains(unit), self.peek == UInt8(ascii: "\\") {
            self.position += 1
            let low = try self.escapedUnit()
            guard (0xDC00...0xDFFF).contains(low) else { throw self.unexpected(expected: "the other half of a pair") }
            unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw self.unexpected(expected: "the other half of a pair") }
        return scalar
    }

    /// What a backslash and this byte stand for.
    private static func shortEscape(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(byte)
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        default: nil
        }
    }

    /// `uXXXX` after a backslash.
    private mutating func escapedUnit() throws(JSONFault) -> UInt32 {
        guard self.peek == UInt8(ascii: "u") else {
            throw self.unexpected(expected: "an escape such as \\n or \\u00e9")
        }
        let digits = self.bytes[min(self.position + 1, self.end)..<min(self.position + 5, self.end)]
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw self.unexpected(expected: "four hexadecimal digits") }
        self.position += 5
        return unit
    }

    /// Reads a number as the nearest `Double`.
    package mutating func number() throws(JSONFault) -> Double {
        let (range, whole) = try self.numberRange()
        if let whole, abs(whole) <= 1 << 53 { return Double(whole) }
        if let number = DecimalNumber.read(self.bytes.span.extracting(range)) { return number }
        let text = String(decoding: self.bytes[range], as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw JSONFault(line: self.line, problem: .numberTooLarge(text))
        }
        return number
    }

    /// Reads a whole number exactly, written without a fraction and an exponent.
    package mutating func wholeNumber() throws(JSONFault) -> Int64 {
        let (range, whole) = try self.numberRange()
        if let whole { return whole }
        let text = String(decoding: self.bytes[range], as: UTF8.self)
        guard let number = Int64(text) else {
            throw JSONFault(line: self.line, problem: .unexpected(found: "'\(text)'", expected: "a whole number"))
        }
        return number
    }

    /// Where the number stands, and its value where it is whole and has at most 18 digits.
    private mutating func numberRange() throws(JSONFault) -> (range: Range<Int>, whole: Int64?) {
        self.skipWhiteSpace()
        let start = self.position
        let isNegative = self.peek == UInt8(ascii: "-")
        if isNegative { self.position += 1 }
        let firstDigit = self.position
        var whole: Int64 = 0
        while let digit = self.digit {
            if self.position - firstDigit < 18 { whole = whole * 10 + Int64(digit) }
            self.position += 1
        }
        let digits = self.position - firstDigit
        guard digits > 0, digits == 1 || self.bytes[firstDigit] != UInt8(ascii: "0") else {
            self.position = start
            throw self.unexpected(expected: "a value")
        }
        var isWhole = digits <= 18
        if self.peek == UInt8(ascii: ".") {
            isWhole = false
            self.position += 1
            try self.requireDigits()
        }
        if self.peek == UInt8(ascii: "e") || self.peek == UInt8(ascii: "E") {
            isWhole = false
            self.position += 1
            if self.peek == UInt8(ascii: "+") || self.peek == UInt8(ascii: "-") { self.position += 1 }
            try self.requireDigits()
        }
        return (start..<self.position, isWhole ? (isNegative ? -whole : whole) : nil)
    }

    private mutating func requireDigits() throws(JSONFault) {
        guard self.digit != nil else { throw self.unexpected(expected: "a digit") }
        while self.digit != nil { self.position += 1 }
    }

    private var digit: UInt8? {
        guard let byte = self.peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        return byte - UInt8(ascii: "0")
    }
}
