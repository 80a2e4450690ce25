internal import JSON
internal import Placement
internal import Problems

/// What reports demand of their objects beside shape and range.
extension JSONObject {
    /// Refuses what is no number and no truth value.
    func requireNumbers() throws(FieldFault) {
        for field in self.names {
            switch self[field] {
            case .number, .flag, .missing: continue
            case .text, .list, .record: throw self.invalid(field, expected: "a number")
            }
        }
    }

    private static var longestPlainText: Int { 1000 }

    /// Refuses what is no number, flag or short text.
    func requirePlainValues() throws(FieldFault) {
        for field in self.names {
            switch self[field] {
            case .number, .flag, .missing: continue
            case .text(let text) where text.utf8.count <= Self.longestPlainText: continue
            case .text, .list, .record:
                let expected = "a number, true, false or a text of at most \(Self.longestPlainText) bytes"
                throw self.invalid(field, expected: expected)
            }
        }
    }

    /// Endings of names that are amounts, which cannot be negative.
    private static var amounts: [String] {
        ["MB", "GB", "MiB", "GiB", "Bytes", "Seconds", "Ms", "Hours", "Count", "vcpus", "cpus", "gpus"]
    }

    /// Refuses a negative number in a field whose name ends with a unit of an amount.
    func requireNoNegativeAmounts() throws(FieldFault) {
        for field in self.names {
            if case .number(let number) = self[field], number < 0,
                Self.amounts.contains(where: { field.lowercased().hasSuffix($0.lowercased()) })
            {
                throw self.invalid(field, expected: "an amount of at least 0")
            }
        }
    }
}
