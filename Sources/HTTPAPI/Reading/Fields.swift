internal import JSON
internal import Placement
internal import Problems
internal import Telemetry

/// A JSON object of a body, read strictly: every field is known, of its type and in its range. `null` counts as left
/// out.
struct Fields {
    private let values: [String: Value]
    /// Where the object stands; empty for the body itself.
    private let path: String

    /// - Parameter allowed: The fields' names; any when `nil`.
    init(_ value: Value, at path: String = "", allowed: [String]?) throws(Problem) {
        guard case .record(let values) = value else {
            throw Self.invalid(path.isEmpty ? "the body" : path, value, expected: "an object")
        }
        self.values = values
        self.path = path
        if let allowed, !values.keys.allSatisfy(allowed.contains),
            let unknown = values.keys.filter({ !allowed.contains($0) }).min()
        {
            var problem = Problem.unknown(.unknownField, unknown, among: allowed, what: "field")
            problem.field = self.name(unknown)
            throw problem
        }
    }

    func name(_ field: String) -> String { self.path.isEmpty ? field : "\(self.path).\(field)" }

    var names: [String] { self.values.keys.sorted() }

    subscript(field: String) -> Value { self.values[field] ?? .missing }

    // MARK: Faults

    static func invalid(_ field: String, _ value: Value, expected: String) -> Problem {
        let found = value.text.map { "'\($0.prefix(60))'" } ?? value.kind
        return Problem(
            .invalidField,
            "\(field) is \(found); \(expected) is allowed",
            field: field,
            value: value.text.map { String($0.prefix(60)) } ?? value.kind,
            allowed: [expected]
        )
    }

    func invalid(_ field: String, expected: String) -> Problem {
        Self.invalid(self.name(field), self[field], expected: expected)
    }

    func missing(_ field: String, expected: String) -> Problem {
        let name = self.name(field)
        return Problem(.missingField, "\(name) is missing; \(expected) is needed", field: name, allowed: [expected])
    }

    // MARK: Values

    func optionalText(_ field: String, characters: ClosedRange<Int> = 0...Int.max) throws(Problem) -> String? {
        switch self[field] {
        case .missing: return nil
        case .text(let text) where characters.contains(Self.length(of: text, limit: characters.upperBound)): return text
        default: throw self.invalid(field, expected: Self.kind(ofTexts: characters))
        }
    }

    func text(_ field: String, characters: ClosedRange<Int> = 0...Int.max) throws(Problem) -> String {
        guard let text = try self.optionalText(field, characters: characters) else {
            throw self.missing(field, expected: Self.kind(ofTexts: characters))
        }
        return text
    }

    /// Characters as JSON Schema counts them, which are Unicode scalars; short texts are not counted one by one.
    private static func length(of text: String, limit: Int) -> Int {
        text.utf8.count <= limit ? text.utf8.count : text.unicodeScalars.count
    }

    private static func kind(ofTexts characters: ClosedRange<Int>) -> String {
        characters.upperBound == .max
            ? "a text" : "a text of \(characters.lowerBound) to \(characters.upperBound) characters"
    }

    /// One of an enum's words.
    func optionalWord<Word: RawRepresentable & CaseIterable>(
        _ field: String,
        of type: Word.Type
    ) throws(Problem) -> Word? where Word.RawValue == String {
        switch self[field] {
        case .missing: return nil
        case .text(let text):
            if let word = Word(rawValue: text) { return word }
            let allowed = Word.allCases.map(\.rawValue)
            let hint = nearestName(to: text, among: allowed).map { "did you mean '\($0)'? " } ?? ""
            throw Problem(
                .invalidField,
                "\(self.name(field)) is '\(text.prefix(60))'; \(hint)allowed are \(allowed.joined(separator: ", "))",
                field: self.name(field),
                value: String(text.prefix(60)),
                allowed: allowed
            )
        default:
            throw self.invalid(field, expected: Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
    }

    func optionalFlag(_ field: String) throws(Problem) -> Bool? {
        switch self[field] {
        case .missing: return nil
        case .flag(let flag): return flag
        default: throw self.invalid(field, expected: "true or false")
        }
    }

    func flag(_ field: String) throws(Problem) -> Bool {
        guard let flag = try self.optionalFlag(field) else { throw self.missing(field, expected: "true or false") }
        return flag
    }

    /// A number in a range, whose upper end may be infinite.
    func optionalNumber(_ field: String, _ range: ClosedRange<Double>, unit: String = "") throws(Problem) -> Double? {
        switch self[field] {
        case .missing: return nil
        case .number(let number) where range.contains(number): return number
        default: throw self.invalid(field, expected: Self.kind(ofNumbers: range, unit))
        }
    }

    func number(_ field: String, _ range: ClosedRange<Double>, unit: String = "") throws(Problem) -> Double {
        guard let number = try self.optionalNumber(field, range, unit: unit) else {
            throw self.missing(field, expected: Self.kind(ofNumbers: range, unit))
        }
        return number
    }

    private static func kind(ofNumbers range: ClosedRange<Double>, _ unit: String) -> String {
        let low = Value.spelling(of: range.lowerBound)
        let unit = unit.isEmpty ? "" : " \(unit)"
        return range.upperBound == .infinity
            ? "a number from \(low)\(unit)" : "a number from \(low) to \(Value.spelling(of: range.upperBound))\(unit)"
    }

    func optionalMoment(_ field: String) throws(Problem) -> Timestamp? {
        guard let text = try self.optionalText(field, characters: 1...40) else { return nil }
        // A bare number would be seconds to one reader and milliseconds to another.
        guard Double(text) == nil, let moment = Timestamp(parsing: text), moment.microseconds >= 0 else {
            throw self.invalid(field, expected: "an ISO 8601 time since 1970 such as 2026-01-31T12:00:00Z")
        }
        return moment
    }

    /// A list of texts; `nil` when it is left out.
    func optionalTexts(_ field: String, atLeast least: Int = 0) throws(Problem) -> [String]? {
        guard let elements = try self.optionalList(field) else { return nil }
        guard elements.count >= least else { throw self.invalid(field, expected: "at least \(least) of them") }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .text(let text) = element else {
                throw Self.invalid("\(self.name(field))[\(index)]", element, expected: "a text")
            }
            texts.append(text)
        }
        return texts
    }

    func optionalList(_ field: String) throws(Problem) -> [Value]? {
        switch self[field] {
        case .missing: return nil
        case .list(let elements): return elements
        default: throw self.invalid(field, expected: "a list")
        }
    }

    func optionalObject(_ field: String, allowed: [String]?) throws(Problem) -> Fields? {
        let value = self[field]
        return value.isMissing ? nil : try Fields(value, at: self.name(field), allowed: allowed)
    }

    /// All fields as they stand, without those that are `null`.
    var all: [String: Value] {
        self.values.values.contains(where: \.isMissing) ? self.values.filter { !$0.value.isMissing } : self.values
    }
}

/// A JSON body.
enum Body {
    /// - Throws: ``Problem`` of a body that is not JSON, with the line.
    static func value(_ bytes: [UInt8]) throws(Problem) -> Value {
        do throws(JSONFault) { return try JSONScanner.value(of: bytes) } catch { throw Problem(error) }
    }
}

extension Problem {
    init(_ fault: JSONFault) {
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
