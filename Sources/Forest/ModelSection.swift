internal import Statistics

/// The `key=value` lines of one section, each key once, with typed access that says what is wrong and where.
struct ModelSection {
    let lines: ModelLines
    /// The line that ended the section, to which a missing key is charged.
    var lastLine = 0
    private var entries: [String: (line: Int, value: Range<Int>)] = [:]

    init(_ lines: ModelLines) { self.lines = lines }

    mutating func add(_ line: ModelLines.Line, allowed: Set<String>) throws(ModelFormatError) {
        guard let (key, value) = self.lines.keyAndValue(line) else {
            throw ModelFormatError(
                line: line.number,
                fault: .malformedLine(found: self.lines.excerpt(line.range), allowed: "a line 'key=value'")
            )
        }
        guard allowed.contains(key) else {
            throw ModelFormatError(
                line: line.number,
                fault: .unknownKey(found: String(key.prefix(40)), allowed: allowed.sorted())
            )
        }
        guard self.entries.updateValue((line.number, value), forKey: key) == nil else {
            throw ModelFormatError(line: line.number, fault: .duplicateKey(key))
        }
    }

    /// Notes a key that stands alone on its line.
    mutating func addFlag(_ key: String, _ line: ModelLines.Line) throws(ModelFormatError) {
        guard self.entries.updateValue((line.number, line.range.upperBound..<line.range.upperBound), forKey: key) == nil
        else { throw ModelFormatError(line: line.number, fault: .duplicateKey(key)) }
    }

    func has(_ key: String) -> Bool { self.entries[key] != nil }

    func line(of key: String) -> Int { self.entries[key]?.line ?? self.lastLine }

    func value(_ key: String) throws(ModelFormatError) -> Range<Int> {
        guard let entry = self.entries[key] else {
            throw ModelFormatError(line: self.lastLine, fault: .missingKey(key))
        }
        return entry.value
    }

    func text(_ key: String) throws(ModelFormatError) -> String { self.lines.text(try self.value(key)) }

    func integer(_ key: String, in allowed: ClosedRange<Int>) throws(ModelFormatError) -> Int {
        try self.integer(try self.value(key), key, in: allowed)
    }

    /// A list of integers, which may be empty; `count` is what its length must be.
    func integers(_ key: String, count: Int, in allowed: ClosedRange<Int>) throws(ModelFormatError) -> [Int] {
        try self.list(key, count: count) { (word, bytes) throws(ModelFormatError) in
            guard let value = Self.plainInteger(bytes.extracting(word)), allowed.contains(value) else {
                throw self.integerRefusal(word, key, in: allowed)
            }
            return value
        }
    }

    /// Which numbers a list may hold.
    enum Numbers: String {
        case finite = "a finite decimal number"
        /// A threshold may be infinite: LightGBM separates missing values from all others so.
        case ordered = "a decimal number or an infinity"
        case any = "a decimal number, an infinity or nan"
    }

    /// A list of numbers.
    func numbers(_ key: String, count: Int, in allowed: Numbers) throws(ModelFormatError) -> [Double] {
        try self.list(key, count: count) { (word, bytes) throws(ModelFormatError) in
            // Words of other forms are rare, and so is what is wrong.
            if let number = DecimalNumber.read(bytes.extracting(word)) { return number }
            return try self.number(word, key, in: allowed)
        }
    }

    /// A list whose words are read one by one. Where its length is wrong too, that is the fault that is named.
    private func list<Element>(
        _ key: String,
        count: Int,
        _ element: (Range<Int>, Span<UInt8>) throws(ModelFormatError) -> Element
    ) throws(ModelFormatError) -> [Element] {
        let value = try self.value(key)
        let bytes = self.lines.bytes.span
        var elements: [Element] = []
        // A word takes two bytes with its space, so that no claimed length takes more memory than the text.
        elements.reserveCapacity(min(count, value.count / 2 + 1))
        var rest = value
        while let word = ModelLines.nextWord(&rest, in: bytes) {
            do throws(ModelFormatError) {
                elements.append(try element(word, bytes))
            } catch {
                try self.check(self.wordCount(key), is: count, key)
                throw error
            }
        }
        try self.check(elements.count, is: count, key)
        return elements
    }

    /// How many words a list has.
    func wordCount(_ key: String) throws(ModelFormatError) -> Int { self.lines.words(try self.value(key)).count }

    /// Whether a list has no word.
    func isEmpty(_ key: String) throws(ModelFormatError) -> Bool {
        var rest = try self.value(key)
        return ModelLines.nextWord(&rest, in: self.lines.bytes.span) == nil
    }

    func refusal(_ key: String, found: String, allowed: String) -> ModelFormatError {
        ModelFormatError(
            line: self.line(of: key),
            fault: .badValue(key: key, found: String(found.prefix(40)), allowed: allowed)
        )
    }

    private func check(_ found: Int, is count: Int, _ key: String) throws(ModelFormatError) {
        guard found == count else {
            throw ModelFormatError(
                line: self.line(of: key),
                fault: .wrongCount(key: key, found: found, allowed: "\(count)")
            )
        }
    }

    private func integer(
        _ word: Range<Int>,
        _ key: String,
        in allowed: ClosedRange<Int>
    ) throws(ModelFormatError) -> Int {
        guard let value = Self.plainInteger(self.lines.bytes.span.extracting(word)), allowed.contains(value) else {
            throw self.integerRefusal(word, key, in: allowed)
        }
        return value
    }

    private func integerRefusal(_ word: Range<Int>, _ key: String, in allowed: ClosedRange<Int>) -> ModelFormatError {
        self.refusal(
            key,
            found: self.lines.excerpt(word),
            allowed: "a whole number from \(allowed.lowerBound) to \(allowed.upperBound)"
        )
    }

    /// An optional minus and up to 18 digits.
    private static func plainInteger(_ word: Span<UInt8>) -> Int? {
        let isNegative = !word.isEmpty && word[0] == UInt8(ascii: "-")
        let first = isNegative ? 1 : 0
        guard (1...18).contains(word.count - first) else { return nil }
        var value = 0
        for index in first..<word.count {
            let digit = word[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        return isNegative ? -value : value
    }

    func number(_ word: Range<Int>, _ key: String, in allowed: Numbers) throws(ModelFormatError) -> Double {
        let isDecimal = self.lines.bytes[word].allSatisfy {
            (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
                || $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
        }
        let text = self.lines.text(word)
        let isSpecial =
            switch allowed {
            case .finite: false
            case .ordered: ["inf", "-inf"].contains(text)
            case .any: ["nan", "-nan", "inf", "-inf"].contains(text)
            }
        guard isDecimal || isSpecial, let value = Double(text), value.isFinite || isSpecial else {
            throw self.refusal(key, found: text, allowed: allowed.rawValue)
        }
        return value
    }
}
