/// Why bytes are no JSON text as RFC 8259 has it, or one that is refused here; with the place.
package struct JSONFault: Error, Hashable {
    /// What is wrong, with what was found and what is allowed.
    package enum Problem: Hashable, Sendable {
        /// `found` is the piece in quotes, or a word for the end.
        case unexpected(found: String, expected: String)
        case repeatedKey(String)
        case missingKey(String)
        case tooDeep(limit: Int)
        case numberTooLarge(String)
        case notUTF8
    }

    /// Counted from 1, in the bytes that the scanner was given.
    package let line: Int
    /// What is wrong there.
    package let problem: Problem

    package init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }
}

extension JSONFault: CustomStringConvertible {
    package var description: String { "line \(self.line): \(self.problem)" }
}

extension JSONFault.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpected(let found, let expected): "found \(found), expected \(expected)"
        case .repeatedKey(let key): "the key '\(key)' appears twice in one object"
        case .missingKey(let key): "the key '\(key)' is missing"
        case .tooDeep(let limit): "lists and objects are nested more than \(limit) deep"
        case .numberTooLarge(let text): "\(text) is larger than any number that can be kept"
        case .notUTF8: "a string is not UTF-8"
        }
    }
}
