package import Placement

/// Writes JSON, keys in ascending order, so that equal values give equal bytes.
package struct JSONWriter {
    /// What was written so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []

    /// Nothing written.
    package init() {}

    /// - Parameter capacity: Bytes that the text will likely have.
    package init(reserving capacity: Int) { self.bytes.reserveCapacity(capacity) }

    /// Appends text as it stands: brackets, commas, keys that need no escapes.
    package mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { self.bytes.append(contentsOf: $0) }
    }

    // MARK: Lists and objects piece by piece

    /// An opening brace; keys and values follow, and ``endObject()``.
    package mutating func beginObject() { self.bytes.append(UInt8(ascii: "{")) }
    /// The closing brace of ``beginObject()``.
    package mutating func endObject() { self.bytes.append(UInt8(ascii: "}")) }
    /// An opening bracket; elements follow, each after ``separate()``, and ``endList()``.
    package mutating func beginList() { self.bytes.append(UInt8(ascii: "[")) }
    /// The closing bracket of ``beginList()``.
    package mutating func endList() { self.bytes.append(UInt8(ascii: "]")) }

    /// Before an element of a list: the comma, where another element stands before it.
    package mutating func separate() {
        // Nothing that precedes an element ends with an opening bracket except that of its own list or object.
        guard let last = self.bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") else { return }
        self.bytes.append(UInt8(ascii: ","))
    }

    /// A member's key, with the comma before it where one is needed. The value is written next.
    ///
    /// - Precondition: The key needs no escapes.
    package mutating func key(_ key: StaticString) {
        self.separate()
        self.bytes.append(UInt8(ascii: "\""))
        self.raw(key)
        self.raw("\":")
    }

    /// The same for a key that is known at run time only.
    package mutating func key(_ key: String) {
        self.separate()
        self.text(key)
        self.bytes.append(UInt8(ascii: ":"))
    }

    /// Writes `null`.
    package mutating func null() { self.raw("null") }

    // MARK: Values

    /// A text in quotes; control characters, quotes and backslashes are escaped, everything else stands for itself.
    package mutating func text(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            // Pieces that stand for themselves are copied whole.
            var start = 0
            for index in bytes.indices where bytes[index] < 0x20 || bytes[index] == 0x22 || bytes[index] == 0x5C {
                self.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                self.escape(bytes[index])
                start = index + 1
            }
            self.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            self.bytes.append(UInt8(ascii: "\\"))
            self.bytes.append(byte)
        case UInt8(ascii: "\n"): self.raw("\\n")
        default:
            self.raw(byte < 0x10 ? "\\u000" : "\\u00")
            self.bytes.append(contentsOf: String(byte, radix: 16).utf8)
        }
    }

    /// - Precondition: The number is finite; JSON has no other.
    package mutating func number(_ number: Double) {
        precondition(number.isFinite, "JSON has no number \(number)")
        self.bytes.append(contentsOf: Value.spelling(of: number).utf8)
    }

    /// A number without fraction; readers that hold it as a `Double` lose digits beyond 2⁵³.
    package mutating func wholeNumber(_ number: Int64) { self.bytes.append(contentsOf: String(number).utf8) }

    /// Writes `true` or `false`.
    package mutating func flag(_ flag: Bool) { self.raw(flag ? "true" : "false") }

    /// An object, its keys in ascending order.
    package mutating func object(_ members: [String: Value]) {
        self.raw("{")
        for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { self.raw(",") }
            self.text(member.key)
            self.raw(":")
            self.value(member.value)
        }
        self.raw("}")
    }

    /// - Precondition: Every number in the value is finite.
    package mutating func value(_ value: Value) {
        switch value {
        case .missing: self.null()
        case .flag(let flag): self.flag(flag)
        case .number(let number): self.number(number)
        case .text(let text): self.text(text)
        case .record(let record): self.object(record)
        case .list(let list):
            self.raw("[")
            for (index, element) in list.enumerated() {
                if index > 0 { self.raw(",") }
                self.value(element)
            }
            self.raw("]")
        }
    }
}
