package import Declarations

extension Declaration {
    /// The expression that a scalar holds, over names that begin with one of `scopes` (`workload.cpu`).
    package func expression(scopes: [String]) throws(DeclarationError) -> Expression {
        let text = try self.text()
        let expression: Expression
        do {
            expression = try Expression(text)
        } catch {
            throw self.invalid(expected: "an expression; \(error)")
        }
        for name in expression.names where name.path.count < 2 || !scopes.contains(name.path[0]) {
            let allowed = scopes.map { "\($0).…" }.joined(separator: " or ")
            throw self.invalid(expected: "names of the form \(allowed), not '\(name)'")
        }
        return expression
    }
}

extension Expression: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws { try self.text.encode(to: encoder) }
}
