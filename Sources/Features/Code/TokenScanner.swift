enum Token {
    case word(Word)
    case literal
    case branchOperator
    case symbol(UInt8)
    /// Depth of indentation at the start of a line, in steps of the file's first indentation; not a token of the text.
    case indent(Int)
}

/// Splits source bytes into tokens; never fails, whatever the bytes are.
struct TokenScanner {
    let bytes: [UInt8]
    let lexicon: Lexicon
    private var position = 0
    private var indentWidth = 0
    private var atLineStart = true

    init(bytes: [UInt8], lexicon: Lexicon) {
        self.bytes = bytes
        self.lexicon = lexicon
    }

    mutating func next() -> Token? {
        while self.position < self.bytes.count {
            if self.atLineStart {
                self.atLineStart = false
                if self.lexicon.indents, let depth = self.indentation() { return .indent(depth) }
            }
            let byte = self.bytes[self.position]
            if byte == UInt8(ascii: "\n") {
                self.atLineStart = true
                self.position += 1
            } else if byte <= UInt8(ascii: " ") {
                self.position += 1
            } else if !self.skipComment() {
                return self.token(startingWith: byte)
            }
        }
        return nil
    }

    private mutating func indentation() -> Int? {
        var width = 0
        var index = self.position
        while index < self.bytes.count,
            self.bytes[index] == UInt8(ascii: " ") || self.bytes[index] == UInt8(ascii: "\t")
        {
            width += self.bytes[index] == UInt8(ascii: "\t") ? 4 : 1
            index += 1
        }
        guard width > 0, index < self.bytes.count, self.bytes[index] != UInt8(ascii: "\n") else { return nil }
        self.position = index
        if self.indentWidth == 0 { self.indentWidth = width }
        return (width + self.indentWidth - 1) / self.indentWidth
    }

    private mutating func skipComment() -> Bool {
        if let block = self.lexicon.blockComment, self.startsHere(block.open) {
            self.position += block.open.count
            while self.position < self.bytes.count, !self.startsHere(block.close) { self.position += 1 }
            self.position = min(self.bytes.count, self.position + block.close.count)
            return true
        }
        guard self.startsHere(self.lexicon.lineComment) else { return false }
        while self.position < self.bytes.count, self.bytes[self.position] != UInt8(ascii: "\n") { self.position += 1 }
        return true
    }

    private func startsHere(_ mark: [UInt8]) -> Bool {
        guard self.bytes.count - self.position >= mark.count else { return false }
        for index in mark.indices where self.bytes[self.position + index] != mark[index] { return false }
        return true
    }

    /// Whether a string opens or closes with three quotes here.
    private func isTripled(_ quote: UInt8) -> Bool {
        self.position + 2 < self.bytes.count && self.bytes[self.position] == quote
            && self.bytes[self.position + 1] == quote && self.bytes[self.position + 2] == quote
    }

    private mutating func token(startingWith byte: UInt8) -> Token {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            self.skipString(quote: byte)
            return .literal
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while self.position < self.bytes.count, Self.isWordByte(self.bytes[self.position]) { self.position += 1 }
            return .literal
        case UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "?"):
            let isDoubled = self.position + 1 < self.bytes.count && self.bytes[self.position + 1] == byte
            self.position += isDoubled ? 2 : 1
            return isDoubled || byte == UInt8(ascii: "?") ? .branchOperator : .symbol(byte)
        case _ where Self.isWordByte(byte):
            return .word(self.word())
        default:
            self.position += 1
            return .symbol(byte)
        }
    }

    private mutating func word() -> Word {
        let start = self.position
        var head = WordHead()
        while self.position < self.bytes.count, Self.isWordByte(self.bytes[self.position]) {
            let index = self.position - start
            if index < WordHead.length { head.set(self.bytes[self.position], at: index) }
            self.position += 1
        }
        return Word(head: head, start: start, length: self.position - start)
    }

    private mutating func skipString(quote: UInt8) {
        let isTriple = self.isTripled(quote)
        self.position += isTriple ? 3 : 1
        while self.position < self.bytes.count {
            if self.bytes[self.position] == UInt8(ascii: "\\") {
                self.position = min(self.bytes.count, self.position + 2)
            } else if isTriple ? self.isTripled(quote) : self.bytes[self.position] == quote {
                self.position += isTriple ? 3 : 1
                return
            } else if !isTriple, quote != UInt8(ascii: "`"), self.bytes[self.position] == UInt8(ascii: "\n") {
                return
            } else {
                self.position += 1
            }
        }
    }

    /// Letters, digits, `_` and everything beyond ASCII; a set of bits, since this is asked for each byte.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        let digits: UInt64 = 0x03FF_0000_0000_0000
        let lettersAndUnderscore: UInt64 = 0x07FF_FFFE_87FF_FFFE
        return byte >= 0x80 || (byte < 64 ? digits : lettersAndUnderscore) >> UInt64(byte & 63) & 1 == 1
    }
}
