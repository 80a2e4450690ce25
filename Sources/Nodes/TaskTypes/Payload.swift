package import Placement
package import Problems

/// A payload that was checked against its declaration, with what was left out filled in.
///
/// Asking for a field that the declaration does not have, or as something else than it declares, is a broken promise of
/// the handler that asks, and ends the process.
package struct Payload: Sendable, Hashable {
    /// All declared fields that have a value.
    package let values: [String: Value]
    private let type: String

    fileprivate init(values: [String: Value], type: String) {
        self.values = values
        self.type = type
    }

    /// `nil` when the field is optional and was left out.
    package func optionalNumber(_ field: String) -> Double? {
        guard let value = self.values[field] else { return nil }
        guard case .number(let number) = value else { preconditionFailure(self.misread(field, "a number")) }
        return number
    }

    /// A text; `nil` when the field was left out.
    package func optionalText(_ field: String) -> String? {
        guard let value = self.values[field] else { return nil }
        guard case .text(let text) = value else { preconditionFailure(self.misread(field, "a string")) }
        return text
    }

    /// A truth value; `nil` when the field was left out.
    package func optionalFlag(_ field: String) -> Bool? {
        guard let value = self.values[field] else { return nil }
        guard case .flag(let flag) = value else { preconditionFailure(self.misread(field, "a Boolean")) }
        return flag
    }

    /// The numbers of a list; `nil` when the field was left out.
    package func optionalNumbers(_ field: String) -> [Double]? {
        guard let value = self.values[field] else { return nil }
        guard case .list(let elements) = value else { preconditionFailure(self.misread(field, "a list")) }
        return elements.compactMap(\.number)
    }

    /// A field of shape `number` that is required or has a default.
    package func number(_ field: String) -> Double {
        guard let number = self.optionalNumber(field) else { preconditionFailure(self.misread(field, "a number")) }
        return number
    }

    /// A field of shape `wholeNumber`.
    package func wholeNumber(_ field: String) -> Int { Int(self.number(field)) }

    /// A field of shape `text` or `word` that is required or has a default.
    package func text(_ field: String) -> String {
        guard let text = self.optionalText(field) else { preconditionFailure(self.misread(field, "a string")) }
        return text
    }

    /// Empty when the field was left out.
    package func texts(_ field: String) -> [String] {
        guard case .list(let elements)? = self.values[field] else { return [] }
        return elements.compactMap(\.text)
    }

    private func misread(_ field: String, _ expected: String) -> String {
        "the handler of \(self.type) reads '\(field)' as \(expected), and the declaration says otherwise"
    }
}

extension TaskType {
    /// The payload with defaults in the place of what was left out; a `null` counts as left out.
    ///
    /// - Throws: ``FieldFault`` of the first field at fault, in the declaration's order; of an unknown one with the
    ///   nearest name.
    package func check(_ payload: Value) throws(FieldFault) -> Payload {
        let given: [String: Value]
        switch payload {
        case .record(let record): given = record
        case .missing: given = [:]
        default: throw FieldFault(field: "payload", found: payload.kind, allowed: "an object")
        }
        let names = self.fields.map(\.name)
        if let unknown = given.keys.filter({ !names.contains($0) }).min() {
            throw FieldFault(
                "payload.\(unknown.prefix(60))",
                .unknown(name: unknown, nearest: nearestName(to: unknown, among: names), allowed: names)
            )
        }
        var values: [String: Value] = [:]
        for field in self.fields {
            let value = given[field.name] ?? .missing
            guard value.isMissing else {
                try field.shape.check(value, at: "payload.\(field.name)")
                values[field.name] = value
                continue
            }
            switch field.presence {
            case .required:
                throw FieldFault(field: "payload.\(field.name)", found: "nothing", allowed: field.shape.allowed)
            case .optional: continue
            case .defaults(let value): values[field.name] = value
            }
        }
        return Payload(values: values, type: self.name)
    }
}
