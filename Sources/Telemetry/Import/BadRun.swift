package import JSON
package import Placement

/// A report that makes no run: where it stands, which field is wrong, what was found and what is allowed.
package struct BadRun: Error, Sendable, Hashable {
    /// What is wrong, with what was found and what is allowed.
    package enum Fault: Hashable, Sendable {
        case notJSON(JSONFault.Problem)
        case tooLong(bytes: Int, limit: Int)
        case unknownField(nearest: String?, allowed: [String])
        case missing
        case invalid(found: String, expected: String)
        /// `known` is every target's name or every provider, ascending.
        case unknownPlace(found: String, nearest: String?, known: [String])
        /// A provider alone does not say which of its targets it was.
        case severalTargets(provider: String, targets: [Target.ID])
        /// The workload's key cannot be made from these attributes.
        case unusableWorkload(problem: String)
    }

    /// The name that the file was given.
    package let file: String
    /// Where the report starts, counted from 1.
    package let line: Int
    /// The dotted path of the field at fault, such as `spec.memoryMB`; `nil` for the whole report.
    package let field: String?
    /// What is wrong there.
    package let fault: Fault

    package init(file: String, line: Int, field: String?, fault: Fault) {
        self.file = file
        self.line = line
        self.field = field
        self.fault = fault
    }
}

extension BadRun: CustomStringConvertible {
    package var description: String {
        "\(self.file):\(self.line): " + (self.field.map { "\($0): " } ?? "") + self.fault.description
    }
}

extension BadRun.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notJSON(let problem): "not JSON: \(problem)"
        case .tooLong(let bytes, let limit): "the report has \(bytes) bytes; at most \(limit) are allowed"
        case .unknownField(let nearest, let allowed):
            "unknown field; " + Self.hint(nearest) + "allowed are \(allowed.joined(separator: ", "))"
        case .missing: "it is missing"
        case .invalid(let found, let expected): "found \(found), expected \(expected)"
        case .unknownPlace(let found, let nearest, let known):
            known.isEmpty
                ? "'\(found)' is not known; the domain has no targets yet"
                : "'\(found)' is not known; " + Self.hint(nearest) + "known are \(Self.listed(known))"
        case .severalTargets(let provider, let targets):
            "'\(provider)' has several targets; name one in 'target': \(Self.listed(targets.map(\.description)))"
        case .unusableWorkload(let problem): problem
        }
    }

    private static func hint(_ nearest: String?) -> String { nearest.map { "did you mean '\($0)'? " } ?? "" }

    /// The most names that an error spells out.
    private static let listedNames = 20

    private static func listed(_ names: [String]) -> String {
        let more = names.count - Self.listedNames
        return names.prefix(Self.listedNames).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
