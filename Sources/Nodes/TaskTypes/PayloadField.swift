package import Placement
internal import Problems

/// One field of a payload: what it may hold and what it means.
package struct PayloadField: Sendable, Hashable {
    /// What a field may hold; every range includes its ends.
    package enum Shape: Sendable, Hashable {
        case flag
        case number(ClosedRange<Double>)
        case wholeNumber(ClosedRange<Int>)
        /// A text of so many bytes of UTF-8.
        case text(bytes: ClosedRange<Int>)
        case word([String])
        case numbers(count: ClosedRange<Int>, each: ClosedRange<Double>)
        case texts(count: ClosedRange<Int>, bytes: ClosedRange<Int>)
    }

    /// What it means that the field is left out.
    package enum Presence: Sendable, Hashable {
        case required
        /// Left out, it stays missing, and the work does without.
        case optional
        /// Left out, it is this value.
        case defaults(to: Value)
    }

    /// The key in the payload; unique in its type.
    package let name: String
    /// What it may hold.
    package let shape: Shape
    /// Whether it may be left out.
    package let presence: Presence
    /// With its unit; `nil` where there is none.
    package let unit: String?
    /// For people, one line.
    package let meaning: String

    package init(_ name: String, _ shape: Shape, _ presence: Presence, unit: String? = nil, _ meaning: String) {
        self.name = name
        self.shape = shape
        self.presence = presence
        self.unit = unit
        self.meaning = meaning
    }
}

extension PayloadField.Shape {
    /// What is allowed, in words.
    package var allowed: String {
        switch self {
        case .flag: "true or false"
        case .number(let range): "a number from \(Self.words(range))"
        case .wholeNumber(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text(let bytes): "a string of \(bytes.lowerBound) to \(bytes.upperBound) bytes"
        case .word(let words): words.joined(separator: ", ")
        case .numbers(let count, let each):
            "a list of \(count.lowerBound) to \(count.upperBound) numbers from \(Self.words(each))"
        case .texts(let count, let bytes):
            "a list of \(count.lowerBound) to \(count.upperBound) strings of \(bytes.lowerBound) to \(bytes.upperBound) bytes"
        }
    }

    private static func words(_ range: ClosedRange<Double>) -> String {
        "\(Value.spelling(of: range.lowerBound)) to \(Value.spelling(of: range.upperBound))"
    }

    /// - Parameter path: The field's dotted path, for the fault.
    /// - Throws: ``FieldFault`` when the value is none of this shape.
    func check(_ value: Value, at path: String) throws(FieldFault) {
        switch (self, value) {
        case (.flag, .flag): return
        case (.number(let range), .number(let number)) where range.contains(number): return
        case (.wholeNumber(let range), .number(let number)):
            if let whole = Int(exactly: number), range.contains(whole) { return }
        case (.text(let bytes), .text(let text)) where bytes.contains(text.utf8.count): return
        case (.word(let words), .text(let text)) where words.contains(text): return
        case (.numbers(let count, let each), .list(let elements)) where count.contains(elements.count):
            for (index, element) in elements.enumerated() {
                try Self.number(each).check(element, at: "\(path)[\(index)]")
            }
            return
        case (.texts(let count, let bytes), .list(let elements)) where count.contains(elements.count):
            for (index, element) in elements.enumerated() {
                try Self.text(bytes: bytes).check(element, at: "\(path)[\(index)]")
            }
            return
        default: break
        }
        throw FieldFault(field: path, found: Self.words(value), allowed: self.allowed)
    }

    private static func words(_ value: Value) -> String {
        switch value {
        case .text(let text): text.utf8.count > 60 ? "a string of \(text.utf8.count) bytes" : "'\(text)'"
        case .list(let elements): "a list of \(elements.count)"
        default: value.text ?? value.kind
        }
    }
}
