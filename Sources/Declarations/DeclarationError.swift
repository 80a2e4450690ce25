internal import Problems

/// Why a declaration (a YAML file written by a user) is refused: where, what was found, what is allowed.
package struct DeclarationError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, with what was found and what is allowed.
    package enum Fault: Hashable, Sendable {
        case notYAML(String)
        case unknownKey(String, allowed: [String])
        case missingKey(String)
        case wrongKind(found: String, expected: String)
        case invalid(found: String, expected: String)
    }

    /// The name that the file was given.
    package let file: String
    /// Counted from 1.
    package let line: Int
    /// The dotted path of the declaration at fault, such as `history.outcome.time`; empty for the whole file.
    package let path: String
    /// What is wrong there.
    package let fault: Fault

    package init(file: String, line: Int, path: String, fault: Fault) {
        self.file = file
        self.line = line
        self.path = path
        self.fault = fault
    }

    package var description: String {
        let place = "\(self.file):\(self.line): " + (self.path.isEmpty ? "" : "\(self.path): ")
        switch self.fault {
        case .notYAML(let problem): return place + "not YAML: \(problem)"
        case .unknownKey(let key, let allowed):
            let hint = nearestName(to: key, among: allowed).map { "did you mean '\($0)'? " } ?? ""
            return place + "unknown key '\(key)'; \(hint)allowed: \(allowed.joined(separator: ", "))"
        case .missingKey(let key): return place + "'\(key)' is missing"
        case .wrongKind(let found, let expected): return place + "found \(found), expected \(expected)"
        case .invalid(let found, let expected): return place + "'\(found)' is not allowed; expected \(expected)"
        }
    }
}
