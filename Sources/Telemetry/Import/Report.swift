internal import Placement
internal import Problems

/// A fault of one field.
struct FieldFault: Error {
    let field: String?
    let fault: BadRun.Fault

    init(_ field: String?, _ fault: BadRun.Fault) {
        self.field = field
        self.fault = fault
    }

    static func at<Value>(
        _ field: String,
        _ body: () throws(BadRun.Fault) -> Value
    ) throws(FieldFault) -> Value {
        do throws(BadRun.Fault) {
            return try body()
        } catch {
            throw FieldFault(field, error)
        }
    }
}

/// An object in a report, read strictly. `null` counts as left out.
struct Report {
    let fields: [String: Value]
    /// Where the object stands; `nil` for the report itself.
    let path: String?

    private func name(_ field: String) -> String { self.path.map { "\($0).\(field)" } ?? field }

    private func value(_ field: String) -> Value { self.fields[field] ?? .missing }

    private func invalid(_ field: String, expected: String) -> FieldFault {
        let value = self.value(field)
        guard !value.isMissing else { return FieldFault(self.name(field), .missing) }
        let found =
            switch value {
            case .text(let text): "'\(text.prefix(60))'"
            case .number(let number): Value.spelling(of: number)
            case .flag(let flag): flag ? "true" : "false"
            case .missing, .list, .record: value.kind
            }
        return FieldFault(self.name(field), .invalid(found: found, expected: expected))
    }

    func requireFields(among allowed: [String]) throws(FieldFault) {
        guard let unknown = self.fields.keys.filter({ !allowed.contains($0) }).min() else { return }
        let nearest = nearestName(to: unknown, among: allowed)
        throw FieldFault(self.name(unknown), .unknownField(nearest: nearest, allowed: allowed))
    }

    func optionalText(_ field: String) throws(FieldFault) -> String? {
        switch self.value(field) {
        case .missing: return nil
        case .text(let text): return text
        case .flag, .number, .list, .record: throw self.invalid(field, expected: "a text")
        }
    }

    func text(_ field: String, bytes: ClosedRange<Int>) throws(FieldFault) -> String {
        guard case .text(let text) = self.value(field), bytes.contains(text.utf8.count) else {
            throw self.invalid(field, expected: "a text of \(bytes.lowerBound) to \(bytes.upperBound) bytes")
        }
        return text
    }

    /// A text without control characters.
    func identifier(_ field: String, bytes: ClosedRange<Int>) throws(FieldFault) -> String {
        let text = try self.text(field, bytes: bytes)
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw self.invalid(field, expected: "a text without control characters")
        }
        return text
    }

    func flag(_ field: String) throws(FieldFault) -> Bool {
        guard case .flag(let flag) = self.value(field) else { throw self.invalid(field, expected: "true or false") }
        return flag
    }

    func number(_ field: String, upTo limit: Double, unit: String) throws(FieldFault) -> Double {
        guard case .number(let number) = self.value(field), number >= 0, number <= limit else {
            throw self.invalid(field, expected: "a number from 0 to \(Value.spelling(of: limit)) \(unit)")
        }
        return number
    }

    func object(_ field: String) throws(FieldFault) -> Report? {
        switch self.value(field) {
        case .missing: return nil
        case .record(let fields): return Report(fields: fields, path: self.name(field))
        case .flag, .number, .text, .list: throw self.invalid(field, expected: "an object")
        }
    }

    func requireNumbers() throws(FieldFault) {
        for (field, value) in self.fields.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .number, .flag, .missing: continue
            case .text, .list, .record: throw self.invalid(field, expected: "a number")
            }
        }
    }

    private static let mostPlainValues = 100
    private static let longestPlainText = 1000

    /// Refuses what is no number, flag or short text, and too many of them.
    func requirePlainValues() throws(FieldFault) {
        guard self.fields.count <= Self.mostPlainValues else {
            let found = "\(self.fields.count) attributes"
            throw FieldFault(self.path, .invalid(found: found, expected: "at most \(Self.mostPlainValues)"))
        }
        for (field, value) in self.fields.sorted(by: { $0.key < $1.key }) {
            switch value {
            case .number, .flag, .missing: continue
            case .text(let text) where text.utf8.count <= Self.longestPlainText: continue
            case .text, .list, .record:
                let expected = "a number, true, false or a text of at most \(Self.longestPlainText) bytes"
                throw self.invalid(field, expected: expected)
            }
        }
    }

    /// Endings of names that are amounts, which cannot be negative.
    private static let amounts = [
        "MB", "GB", "MiB", "GiB", "Bytes", "Seconds", "Ms", "Hours", "Count", "vcpus", "cpus", "gpus",
    ]

    /// Refuses a negative number in a field whose name ends with a unit of an amount.
    func requireNoNegativeAmounts() throws(FieldFault) {
        for (field, value) in self.fields.sorted(by: { $0.key < $1.key }) {
            if case .number(let number) = value, number < 0,
                Self.amounts.contains(where: { field.lowercased().hasSuffix($0.lowercased()) })
            {
                throw self.invalid(field, expected: "an amount of at least 0")
            }
        }
    }
}
