internal import Placement
internal import Problems

/// A compiled expression: a pure function of the values that it names.
///
/// Compile once, evaluate for each row. The language, its missing values and its errors are on the module's page.
package struct Expression: Sendable {
    /// Bytes of the text that are allowed.
    package static let lengthLimit = 8192
    /// Operations inside one another that are allowed; a sum of *n* parts counts *n*.
    package static let depthLimit = 64

    /// As it was written.
    package let text: String
    /// The names that it reads, each once, in the order in which they first appear.
    package let names: [Name]
    let root: Term
    let code: Code

    /// Compiles a text.
    ///
    /// - Throws: ``ExpressionError`` for a text that is not of the language, too long or too deep, and for an unknown
    ///   function.
    package init(_ text: String) throws(ExpressionError) {
        var parser = try Parser(text)
        self.root = try parser.expression()
        self.code = Code(self.root, text: text)
        self.names = parser.names
        self.text = text
    }

    /// Refuses the expression when it reads a name that is not among `known`.
    package func requireNames(among known: [String]) throws(ExpressionError) {
        let allowed = Set(known)
        for name in self.names where !allowed.contains(name.text) {
            throw ExpressionError(
                self.text,
                at: self.offset(of: name),
                .unknownName(name.text, nearest: nearestName(to: name.text, among: known))
            )
        }
    }

    private func offset(of name: Name) -> Int { self.root.first { $0.isName(name) }?.start ?? 0 }
}

extension Expression: Hashable {
    package static func == (left: Expression, right: Expression) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(self.text) }
}

extension Term {
    func isName(_ name: Name) -> Bool {
        if case .name(let own) = self.form { own == name } else { false }
    }

    /// The parts of the operation, in the order of the text.
    var parts: [Term] {
        switch self.form {
        case .constant, .name, .known: []
        case .negation(let part), .isMissing(let part), .not(let part), .extraction(let part, _): [part]
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right), .and(let left, let right),
            .or(let left, let right):
            [left, right]
        case .member(let part, let list): [part] + list
        case .call(_, let arguments): arguments
        }
    }

    /// The first term, in the order of the text, that satisfies `condition`.
    func first(where condition: (Term) -> Bool) -> Term? {
        if condition(self) { return self }
        for part in self.parts {
            if let found = part.first(where: condition) { return found }
        }
        return nil
    }
}
