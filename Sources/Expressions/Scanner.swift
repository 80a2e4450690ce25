/// Cuts the text of an expression into tokens.
struct Scanner {
    private let text: String
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        self.text = text
        self.bytes = Array(text.utf8)
    }

    /// All tokens, the last one `end`.
    mutating func tokens() throws(ExpressionError) -> [Token] {
        var tokens: [Token] = []
        repeat { tokens.append(try self.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private var current: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func next() throws(ExpressionError) -> Token {
        while let byte = self.current, Self.isSpace(byte) { self.position += 1 }
        let start = self.position
        let kind = try self.kind()
        return Token(kind: kind, start: start, end: self.position)
    }

    private mutating func kind() throws(ExpressionError) -> Token.Kind {
        guard let byte = self.current else { return .end }
        if Self.isDigit(byte) || byte == UInt8(ascii: ".") { return try self.number() }
        if Self.isNameStart(byte) { return .name(self.take { Self.isNamePart($0) }) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try self.quoted(byte, what: "text"))
        case UInt8(ascii: "`"):
            let name = try self.quoted(byte, what: "name")
            guard !name.isEmpty else { throw self.unexpected("an empty name", at: self.position - 2, "a name") }
            return .quotedName(name)
        default: return try self.symbol()
        }
    }

    private mutating func take(while belongs: (UInt8) -> Bool) -> String {
        let start = self.position
        while let byte = self.current, belongs(byte) { self.position += 1 }
        return self.slice(start, self.position)
    }

    private mutating func number() throws(ExpressionError) -> Token.Kind {
        let start = self.position
        _ = self.take { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
        if let byte = self.current, byte | 0x20 == UInt8(ascii: "e") {
            self.position += 1
            if let sign = self.current, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { self.position += 1 }
        }
        _ = self.take { Self.isNamePart($0) }
        let spelled = self.slice(start, self.position)
        guard let number = Double(spelled), number.isFinite else {
            throw self.unexpected("'\(spelled)'", at: start, "a number such as 12, 0.5 or 1e6")
        }
        return .number(number)
    }

    /// What stands between two quotes; a doubled quote is one quote, a backslash is a backslash.
    private mutating func quoted(_ quote: UInt8, what: String) throws(ExpressionError) -> String {
        let start = self.position
        var content: [UInt8] = []
        self.position += 1
        while let byte = self.current {
            self.position += 1
            if byte == quote {
                guard self.current == quote else { return String(decoding: content, as: UTF8.self) }
                self.position += 1
            }
            content.append(byte)
        }
        throw self.unexpected(
            "the end of the expression",
            at: self.bytes.count,
            "the closing \(Character(Unicode.Scalar(quote))) of the \(what) from \(Self.column(of: start, in: self.text))"
        )
    }

    private static let symbols = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ","]
    private static let replacements = ["=": "==", "&&": "and", "||": "or", "!": "not", "&": "and", "|": "or"]

    private mutating func symbol() throws(ExpressionError) -> Token.Kind {
        for symbol in Self.symbols where self.bytes[self.position...].starts(with: symbol.utf8) {
            self.position += symbol.utf8.count
            return .symbol(symbol)
        }
        for (spelling, ours) in Self.replacements.sorted(by: { $0.key.count > $1.key.count })
        where self.bytes[self.position...].starts(with: spelling.utf8) {
            throw self.unexpected("'\(spelling)'", at: self.position, "'\(ours)'")
        }
        let rest = String(decoding: self.bytes[self.position...], as: UTF8.self)
        let found = rest.first.map { "'\($0)'" } ?? "nothing"
        throw self.unexpected(
            found,
            at: self.position,
            "a name, a number, a string in quotes or an operator (put odd names in backticks)"
        )
    }

    private func slice(_ start: Int, _ end: Int) -> String { String(decoding: self.bytes[start..<end], as: UTF8.self) }

    private func unexpected(_ found: String, at offset: Int, _ expected: String) -> ExpressionError {
        ExpressionError(self.text, at: offset, .unexpected(found: found, expected: expected))
    }

    /// The column, counted from 1 in characters, of a byte.
    static func column(of offset: Int, in text: String) -> Int {
        String(decoding: text.utf8.prefix(offset), as: UTF8.self).count + 1
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        self.isNameStart(byte) || self.isDigit(byte) || byte == UInt8(ascii: ".")
    }
}
