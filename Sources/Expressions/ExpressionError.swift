/// Why an expression is refused when it is compiled, or cannot be evaluated for some values: the text, the place in it,
/// what was found and what is allowed.
package struct ExpressionError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, with what was found and what is allowed.
    package enum Fault: Hashable, Sendable {
        /// `found` is a word for the end, or the piece in quotes.
        case unexpected(found: String, expected: String)
        case unknownFunction(String, nearest: String?)
        /// `expected` in words, such as `2` or `at least 1`.
        case wrongArgumentCount(function: String, found: Int, expected: String)
        case invalidPattern(String, problem: String)
        case tooLong(bytes: Int, limit: Int)
        case tooDeep(limit: Int)
        case unknownName(String, nearest: String?)
        /// A value met in evaluation is of the wrong kind.
        case wrongKind(WrongKind)
    }

    /// A value that an operator or function cannot take.
    package struct WrongKind: Hashable, Sendable {
        /// The part of the expression whose value it is, as it is written.
        package let operand: String
        /// The name, when the operand is nothing but a name.
        package let name: String?
        /// The value's kind and spelling, such as `text 'abc'`.
        package let found: String
        /// The kinds that would do, in words.
        package let expected: String
    }

    /// The whole expression, or its start where it is too long.
    package let text: String
    /// Where in the expression, counted from 1 in characters.
    package let column: Int
    /// What is wrong there.
    package let fault: Fault

    init(_ text: String, at offset: Int, _ fault: Fault) {
        self.text = text.utf8.count > Expression.lengthLimit ? String(text.prefix(60)) + "…" : text
        self.column = Scanner.column(of: offset, in: text)
        self.fault = fault
    }

    package var description: String { "in '\(self.text)' at column \(self.column): \(self.fault)" }
}

extension ExpressionError.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpected(let found, let expected): "found \(found), expected \(expected)"
        case .unknownFunction(let name, let nearest): "no function '\(name)'" + Self.hint(nearest)
        case .wrongArgumentCount(let function, let found, let expected):
            "\(function) takes \(expected) argument\(expected == "1" ? "" : "s"), found \(found)"
        case .invalidPattern(let pattern, let problem): "the pattern '\(pattern)' \(problem)"
        case .tooLong(let bytes, let limit): "\(bytes) bytes long; at most \(limit) are allowed"
        case .tooDeep(let limit): "more than \(limit) operations nested in one another"
        case .unknownName(let name, let nearest): "there is no '\(name)'" + Self.hint(nearest)
        case .wrongKind(let wrong): "'\(wrong.operand)' is \(wrong.found), expected \(wrong.expected)"
        }
    }

    private static func hint(_ nearest: String?) -> String { nearest.map { "; did you mean '\($0)'?" } ?? "" }
}
