package import Placement
package import Problems

/// An object that is read strictly: every field is known, of its type and in its range. `null` counts as left out.
///
/// ```swift
/// let order = try JSONObject(value, allowed: ["type", "timeoutSeconds"])
/// let type = try order.text("type", characters: 1...100)
/// let seconds = try order.optionalNumber("timeoutSeconds", 0...86_400, unit: "s")
/// ```
///
/// The first field at fault ends the reading, with a ``FieldFault`` that names it by its path.
package struct JSONObject: Sendable {
    /// All fields as they stand.
    package let values: [String: Value]
    /// Where the object stands; empty for the outermost one.
    private let path: String

    /// - Parameters:
    ///   - path: Where the object stands, in front of the names of its fields; empty for the outermost one.
    ///   - whole: What a fault calls the outermost object where the value is none.
    ///   - allowed: The fields' names; any when `nil`.
    package init(
        _ value: Value,
        at path: String = "",
        whole: String = "the body",
        allowed: [String]?
    ) throws(FieldFault) {
        guard case .record(let values) = value else {
            // A whole body or report is said by its kind: it may be as large as it likes.
            guard !path.isEmpty else {
                throw FieldFault(whole, .invalid(found: .words(value.kind), expected: "an object"))
            }
            throw FieldFault(path, .invalid(found: .init(value), expected: "an object"))
        }
        self.values = values
        self.path = path
        if let allowed { try self.require(among: allowed) }
    }

    /// Refuses a field that is none of these.
    package func require(among allowed: [String]) throws(FieldFault) {
        guard !self.values.keys.allSatisfy(allowed.contains),
            let unknown = self.values.keys.filter({ !allowed.contains($0) }).min()
        else { return }
        let nearest = nearestName(to: unknown, among: allowed)
        throw FieldFault(self.name(unknown), .unknown(name: unknown, nearest: nearest, allowed: allowed))
    }

    /// A field's path.
    package func name(_ field: String) -> String { self.path.isEmpty ? field : "\(self.path).\(field)" }

    /// The fields that are there, ascending, those that are `null` among them.
    package var names: [String] { self.values.keys.sorted() }

    /// A field's value as it stands; missing where there is none.
    package subscript(field: String) -> Value { self.values[field] ?? .missing }

    /// All fields as they stand, without those that are `null`.
    package var all: [String: Value] {
        self.values.values.contains(where: \.isMissing) ? self.values.filter { !$0.value.isMissing } : self.values
    }

    // MARK: Faults

    /// A field that holds something else than is expected, or nothing.
    package func invalid(_ field: String, expected: String, choices: [String] = []) -> FieldFault {
        let value = self[field]
        let name = self.name(field)
        guard !value.isMissing else { return FieldFault(name, .missing(expected: expected)) }
        return FieldFault(name, .invalid(found: .init(value), expected: expected, choices: choices))
    }

    /// A field that is needed and left out.
    package func missing(_ field: String, expected: String) -> FieldFault {
        FieldFault(self.name(field), .missing(expected: expected))
    }

    // MARK: Texts

    /// How long a text may be.
    private enum Length {
        /// As JSON Schema counts them, which are Unicode scalars.
        case characters(ClosedRange<Int>)
        /// Of UTF-8.
        case bytes(ClosedRange<Int>)

        func holds(_ text: String) -> Bool {
            switch self {
            case .bytes(let range): range.contains(text.utf8.count)
            // Short texts are not counted one by one.
            case .characters(let range):
                range.contains(text.utf8.count <= range.upperBound ? text.utf8.count : text.unicodeScalars.count)
            }
        }

        var words: String {
            switch self {
            case .characters(let range) where range.upperBound == .max: "a string"
            case .characters(let range): "a string of \(range.lowerBound) to \(range.upperBound) characters"
            case .bytes(let range): "a string of \(range.lowerBound) to \(range.upperBound) bytes"
            }
        }
    }

    private func optionalText(_ field: String, _ length: Length) throws(FieldFault) -> String? {
        switch self[field] {
        case .missing: return nil
        case .text(let text) where length.holds(text): return text
        default: throw self.invalid(field, expected: length.words)
        }
    }

    private func text(_ field: String, _ length: Length) throws(FieldFault) -> String {
        guard let text = try self.optionalText(field, length) else {
            throw self.missing(field, expected: length.words)
        }
        return text
    }

    /// - Parameter characters: How many Unicode scalars it may have.
    package func optionalText(
        _ field: String,
        characters: ClosedRange<Int> = 0...Int.max
    ) throws(FieldFault) -> String? { try self.optionalText(field, .characters(characters)) }

    /// - Parameter characters: How many Unicode scalars it may have.
    package func text(_ field: String, characters: ClosedRange<Int> = 0...Int.max) throws(FieldFault) -> String {
        try self.text(field, .characters(characters))
    }

    /// - Parameter bytes: How many bytes of UTF-8 it may have.
    package func text(_ field: String, bytes: ClosedRange<Int>) throws(FieldFault) -> String {
        try self.text(field, .bytes(bytes))
    }

    /// A text without control characters.
    package func identifier(_ field: String, bytes: ClosedRange<Int>) throws(FieldFault) -> String {
        let text = try self.text(field, bytes: bytes)
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw self.invalid(field, expected: "a string without control characters")
        }
        return text
    }

    /// One of an enum's words.
    package func optionalWord<Word: RawRepresentable & CaseIterable>(
        _ field: String,
        of type: Word.Type
    ) throws(FieldFault) -> Word? where Word.RawValue == String {
        switch self[field] {
        case .missing: return nil
        case .text(let text):
            if let word = Word(rawValue: text) { return word }
        default: break
        }
        throw self.invalid(field, expected: Self.words(type), choices: Word.allCases.map(\.rawValue))
    }

    /// One of an enum's words.
    package func word<Word: RawRepresentable & CaseIterable>(
        _ field: String,
        of type: Word.Type
    ) throws(FieldFault) -> Word where Word.RawValue == String {
        guard let word = try self.optionalWord(field, of: type) else {
            throw self.missing(field, expected: "one of \(Self.words(type))")
        }
        return word
    }

    private static func words<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> String {
        Word.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// A time with a time zone, not before 1970. A bare number would be seconds to one reader and milliseconds to
    /// another.
    package func optionalMoment(_ field: String) throws(FieldFault) -> Timestamp? {
        guard let text = try self.optionalText(field, .bytes(1...40)) else { return nil }
        guard Double(text) == nil, let moment = Timestamp(parsing: text), moment.microseconds >= 0 else {
            throw self.invalid(field, expected: Self.moment)
        }
        return moment
    }

    /// As ``optionalMoment(_:)``.
    package func moment(_ field: String) throws(FieldFault) -> Timestamp {
        guard let moment = try self.optionalMoment(field) else { throw self.missing(field, expected: Self.moment) }
        return moment
    }

    private static let moment = "an ISO 8601 time since 1970 such as 2026-01-31T12:00:00Z"

    // MARK: Flags and numbers

    /// `true` or `false`; `nil` when it is left out.
    package func optionalFlag(_ field: String) throws(FieldFault) -> Bool? {
        switch self[field] {
        case .missing: return nil
        case .flag(let flag): return flag
        default: throw self.invalid(field, expected: "true or false")
        }
    }

    /// `true` or `false`.
    package func flag(_ field: String) throws(FieldFault) -> Bool {
        guard let flag = try self.optionalFlag(field) else { throw self.missing(field, expected: "true or false") }
        return flag
    }

    /// A number in a range, whose ends may be infinite.
    package func optionalNumber(
        _ field: String,
        _ range: ClosedRange<Double>,
        unit: String = ""
    ) throws(FieldFault) -> Double? {
        switch self[field] {
        case .missing: return nil
        case .number(let number) where range.contains(number): return number
        default: throw self.invalid(field, expected: Self.words(range, unit))
        }
    }

    /// A number in a range, whose ends may be infinite.
    package func number(
        _ field: String,
        _ range: ClosedRange<Double>,
        unit: String = ""
    ) throws(FieldFault) -> Double {
        guard let number = try self.optionalNumber(field, range, unit: unit) else {
            throw self.missing(field, expected: Self.words(range, unit))
        }
        return number
    }

    private static func words(_ range: ClosedRange<Double>, _ unit: String) -> String {
        let unit = unit.isEmpty ? "" : " \(unit)"
        if range.lowerBound == -.infinity { return "a number\(unit)" }
        let low = Value.spelling(of: range.lowerBound)
        return range.upperBound == .infinity
            ? "a number from \(low)\(unit)" : "a number from \(low) to \(Value.spelling(of: range.upperBound))\(unit)"
    }

    /// A whole number in a range, its ends included; `nil` when it is left out.
    package func optionalWholeNumber<Number: FixedWidthInteger>(
        _ field: String,
        _ range: ClosedRange<Number>
    ) throws(FieldFault) -> Number? {
        switch self[field] {
        case .missing: return nil
        case .number(let number):
            if let whole = Number(exactly: number), range.contains(whole) { return whole }
        default: break
        }
        throw self.invalid(field, expected: Self.words(range))
    }

    /// A whole number in a range, its ends included.
    package func wholeNumber<Number: FixedWidthInteger>(
        _ field: String,
        _ range: ClosedRange<Number>
    ) throws(FieldFault) -> Number {
        guard let number = try self.optionalWholeNumber(field, range) else {
            throw self.missing(field, expected: Self.words(range))
        }
        return number
    }

    private static func words(_ range: ClosedRange<some FixedWidthInteger>) -> String {
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    // MARK: Lists and objects

    /// A list of texts; `nil` when it is left out.
    package func optionalTexts(_ field: String, atLeast least: Int = 0) throws(FieldFault) -> [String]? {
        guard let elements = try self.optionalList(field) else { return nil }
        guard elements.count >= least else { throw self.invalid(field, expected: "at least \(least) of them") }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .text(let text) = element else {
                let path = "\(self.name(field))[\(index)]"
                throw FieldFault(path, .invalid(found: .init(element), expected: "a string"))
            }
            texts.append(text)
        }
        return texts
    }

    /// A list as it stands; `nil` when it is left out.
    package func optionalList(_ field: String) throws(FieldFault) -> [Value]? {
        switch self[field] {
        case .missing: return nil
        case .list(let elements): return elements
        default: throw self.invalid(field, expected: "a list")
        }
    }

    /// - Parameter allowed: The names of its fields; any when `nil`.
    package func optionalObject(_ field: String, allowed: [String]?) throws(FieldFault) -> JSONObject? {
        let value = self[field]
        return value.isMissing ? nil : try JSONObject(value, at: self.name(field), allowed: allowed)
    }

    /// - Parameter allowed: The names of its fields; any when `nil`.
    package func object(_ field: String, allowed: [String]?) throws(FieldFault) -> JSONObject {
        guard let object = try self.optionalObject(field, allowed: allowed) else {
            throw self.missing(field, expected: "an object")
        }
        return object
    }
}

extension FieldFault.Found {
    /// The most characters of a text that are kept of it.
    private static let keptCharacters = 60

    /// What a fault says of a value: a text's first 60 characters, a number or truth value as it was written, the kind
    /// of anything larger.
    package init(_ value: Value) {
        switch value {
        case .text(let text): self = .text(String(text.prefix(Self.keptCharacters)))
        case .number, .flag: self = .scalar(value.text ?? value.kind)
        case .missing, .list, .record: self = .words(value.kind)
        }
    }
}

extension Problem {
    /// Bytes that are no JSON, with the line.
    package init(_ fault: JSONFault) {
        let items = [Item(line: fault.line, field: nil, detail: "\(fault.problem)")]
        switch fault.problem {
        case .unexpected(let found, let expected):
            self.init(.malformedJSON, "\(fault)", value: found, allowed: [expected], items: items)
        case .repeatedKey(let key), .missingKey(let key):
            self.init(.malformedJSON, "\(fault)", field: key, items: items)
        case .numberTooLarge(let text): self.init(.malformedJSON, "\(fault)", value: text, items: items)
        case .tooDeep, .notUTF8: self.init(.malformedJSON, "\(fault)", items: items)
        }
    }
}
