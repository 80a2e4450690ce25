package import Placement

/// Reads JSON from bytes, one value or one member at a time.
///
/// Strict as RFC 8259, and beyond: a key may stand in an object once, nesting is bounded, and a number too large for a
/// `Double` is refused. Foundation's decoder gives no line numbers, keeps the last of two equal keys, and is several
/// times slower on the run files.
package struct JSONScanner {
    /// How deep lists and objects may be nested.
    package static let depthLimit = 32

    let bytes: [UInt8]
    let end: Int
    /// The byte that is read next, counted from the start of all bytes.
    package internal(set) var position: Int
    /// The line of `position`, counted from 1 at the start of the range that is read.
    package internal(set) var line = 1
    private var depth = 0

    /// - Parameter range: The part of `bytes` to read; all by default.
    package init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
        self.bytes = bytes
        self.position = range?.lowerBound ?? 0
        self.end = range?.upperBound ?? bytes.count
    }

    /// The value that all of these bytes are.
    package static func value(of bytes: [UInt8]) throws(JSONFault) -> Value {
        var scanner = JSONScanner(bytes)
        let value = try scanner.value()
        try scanner.requireEnd()
        return value
    }

    // MARK: Values

    /// Reads one value with all that is in it.
    package mutating func value() throws(JSONFault) -> Value {
        self.skipWhiteSpace()
        switch self.peek {
        case UInt8(ascii: "\""): return .text(try self.text())
        case UInt8(ascii: "{"):
            var record: [String: Value] = [:]
            try self.object { (key, scanner) throws(JSONFault) in
                let line = scanner.line
                guard record.updateValue(try scanner.value(), forKey: key) == nil else {
                    throw JSONFault(line: line, problem: .repeatedKey(key))
                }
            }
            return .record(record)
        case UInt8(ascii: "["):
            var list: [Value] = []
            try self.list { (scanner) throws(JSONFault) in list.append(try scanner.value()) }
            return .list(list)
        case UInt8(ascii: "t"):
            try self.word("true")
            return .flag(true)
        case UInt8(ascii: "f"):
            try self.word("false")
            return .flag(false)
        case UInt8(ascii: "n"):
            try self.word("null")
            return .missing
        default: return .number(try self.number())
        }
    }

    /// Reads an object. `member` is called after each key and must read the key's value.
    package mutating func object(
        _ member: (String, inout JSONScanner) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        try self.enter("{", expected: "an object")
        if self.skip("}") { return self.leave() }
        repeat {
            let key = try self.text()
            try self.require(":")
            try member(key, &self)
        } while self.skip(",")
        try self.require("}", expected: "',' or '}'")
        self.leave()
    }

    /// Reads a list. `element` is called before each element and must read it.
    package mutating func list(_ element: (inout JSONScanner) throws(JSONFault) -> Void) throws(JSONFault) {
        guard try self.beginList() else { return }
        repeat { try element(&self) } while try self.goesOn()
    }

    /// Begins to read a list whose elements the caller reads one by one.
    ///
    /// - Returns: Whether there is an element to be read; the list is read when there is none.
    package mutating func beginList() throws(JSONFault) -> Bool {
        try self.enter("[", expected: "a list")
        guard self.skip("]") else { return true }
        self.leave()
        return false
    }

    /// To be called after each element of a list.
    ///
    /// - Returns: Whether there is another one; the list is read when there is none.
    package mutating func goesOn() throws(JSONFault) -> Bool {
        if self.skip(",") { return true }
        try self.require("]", expected: "',' or ']'")
        self.leave()
        return false
    }

    /// Reads `true` or `false`; refuses everything else.
    package mutating func flag() throws(JSONFault) -> Bool {
        self.skipWhiteSpace()
        let isTrue = self.peek == UInt8(ascii: "t")
        try self.word(isTrue ? "true" : "false")
        return isTrue
    }

    /// Reads `null`, if that stands here.
    package mutating func null() throws(JSONFault) -> Bool {
        self.skipWhiteSpace()
        guard self.peek == UInt8(ascii: "n") else { return false }
        try self.word("null")
        return true
    }

    /// Reads one value with all that is in it, and says where it stands.
    package mutating func skippedValue() throws(JSONFault) -> Range<Int> {
        self.skipWhiteSpace()
        let start = self.position
        _ = try self.value()
        return start..<self.position
    }

    /// A fault of what was just read.
    package func fault(_ problem: JSONFault.Problem) -> JSONFault { JSONFault(line: self.line, problem: problem) }

    /// Nothing but white space may follow.
    package mutating func requireEnd() throws(JSONFault) {
        self.skipWhiteSpace()
        guard self.position == self.end else { throw self.unexpected(expected: "the end of the value") }
    }

    private mutating func enter(_ bracket: Unicode.Scalar, expected: String) throws(JSONFault) {
        try self.require(bracket, expected: expected)
        guard self.depth < Self.depthLimit else {
            throw JSONFault(line: self.line, problem: .tooDeep(limit: Self.depthLimit))
        }
        self.depth += 1
    }

    private mutating func leave() { self.depth -= 1 }

    // MARK: Bytes

    /// The byte that is read next; `nil` at the end.
    package var peek: UInt8? { self.position < self.end ? self.bytes[self.position] : nil }

    /// Goes on to what is no space, tab or line end.
    package mutating func skipWhiteSpace() {
        while let byte = self.peek {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): self.position += 1
            case UInt8(ascii: "\n"):
                self.position += 1
                self.line += 1
            default: return
            }
        }
    }

    /// Skips white space and then the character, if that is the next one.
    package mutating func skip(_ character: Unicode.Scalar) -> Bool {
        self.skipWhiteSpace()
        guard self.peek == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    private mutating func require(_ character: Unicode.Scalar, expected: String? = nil) throws(JSONFault) {
        guard self.skip(character) else { throw self.unexpected(expected: expected ?? "'\(character)'") }
    }

    private mutating func word(_ word: String) throws(JSONFault) {
        for byte in word.utf8 {
            guard self.peek == byte else { throw self.unexpected(expected: "'\(word)'") }
            self.position += 1
        }
    }

    /// The fault that something else stands here: up to the next separator, at most 20 bytes of it.
    func unexpected(expected: String) -> JSONFault {
        let separators = Set(" \t\r\n,:{}[]".utf8)
        var last = self.position
        while last < self.end, last < self.position + 20, !separators.contains(self.bytes[last]) { last += 1 }
        if last == self.position, last < self.end { last += 1 }
        let piece = String(decoding: self.bytes[self.position..<last], as: UTF8.self)
        let found = piece.isEmpty ? "the end" : piece == "\n" ? "the end of the line" : "'\(piece)'"
        return JSONFault(line: self.line, problem: .unexpected(found: found, expected: expected))
    }
}
