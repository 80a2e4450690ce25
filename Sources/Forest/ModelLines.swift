/// A model text line by line, with the number and the place of each line.
struct ModelLines {
    let bytes: [UInt8]
    private(set) var nextOffset = 0
    private(set) var lineNumber = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// A line without its line break.
    struct Line {
        let number: Int
        let range: Range<Int>
        /// Whether a line break follows; the last line of a file that was cut has none.
        let isComplete: Bool
    }

    /// The next line, or `nil` at the end of the text.
    mutating func next() -> Line? {
        guard self.nextOffset < self.bytes.count else { return nil }
        let start = self.nextOffset
        var end = start
        while end < self.bytes.count, self.bytes[end] != UInt8(ascii: "\n") { end += 1 }
        let isComplete = end < self.bytes.count
        self.nextOffset = isComplete ? end + 1 : end
        self.lineNumber += 1
        if end > start, self.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return Line(number: self.lineNumber, range: start..<end, isComplete: isComplete)
    }

    /// The next line that is not empty.
    mutating func nextFilled() -> Line? {
        while let line = self.next() {
            if !line.range.isEmpty { return line }
        }
        return nil
    }

    func text(_ range: Range<Int>) -> String { String(decoding: self.bytes[range], as: UTF8.self) }

    /// The beginning of a text, short enough for a message.
    func excerpt(_ range: Range<Int>) -> String {
        self.text(range.lowerBound..<min(range.lowerBound + 40, range.upperBound))
    }

    func isLine(_ line: Line, _ text: StaticString) -> Bool {
        line.range.count == text.utf8CodeUnitCount && self.begins(line, with: text)
    }

    func begins(_ line: Line, with text: StaticString) -> Bool {
        guard line.range.count >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer {
            $0.elementsEqual(self.bytes[line.range.lowerBound..<line.range.lowerBound + $0.count])
        }
    }

    /// Splits `key=value` at the first `=`.
    func keyAndValue(_ line: Line) -> (key: String, value: Range<Int>)? {
        guard let equals = self.bytes[line.range].firstIndex(of: UInt8(ascii: "=")) else { return nil }
        return (self.text(line.range.lowerBound..<equals), equals + 1..<line.range.upperBound)
    }

    /// The words of a value that single or repeated spaces separate.
    func words(_ range: Range<Int>) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var rest = range
        while let word = Self.nextWord(&rest, in: self.bytes.span) { words.append(word) }
        return words
    }

    /// Takes the first word off a value.
    static func nextWord(_ rest: inout Range<Int>, in bytes: Span<UInt8>) -> Range<Int>? {
        var start = rest.lowerBound
        while start < rest.upperBound, bytes[start] == UInt8(ascii: " ") { start += 1 }
        var end = start
        while end < rest.upperBound, bytes[end] != UInt8(ascii: " ") { end += 1 }
        rest = end..<rest.upperBound
        return end > start ? start..<end : nil
    }
}
