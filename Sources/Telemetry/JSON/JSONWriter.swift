package import Placement

/// Writes JSON, keys in ascending order, so that equal values give equal bytes.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Appends text as it stands: brackets, commas, keys that need no escapes.
    package mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { self.bytes.append(contentsOf: $0) }
    }

    package mutating func text(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                self.bytes.append(UInt8(ascii: "\\"))
                self.bytes.append(byte)
            case UInt8(ascii: "\n"): self.raw("\\n")
            case ..<0x20:
                self.raw(byte < 0x10 ? "\\u000" : "\\u00")
                self.bytes.append(contentsOf: String(byte, radix: 16).utf8)
            default: self.bytes.append(byte)
            }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    /// - Precondition: The number is finite; JSON has no other.
    package mutating func number(_ number: Double) {
        precondition(number.isFinite, "JSON has no number \(number)")
        self.bytes.append(contentsOf: Value.spelling(of: number).utf8)
    }

    package mutating func wholeNumber(_ number: Int64) { self.bytes.append(contentsOf: String(number).utf8) }

    package mutating func flag(_ flag: Bool) { self.raw(flag ? "true" : "false") }

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
        case .missing: self.raw("null")
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
