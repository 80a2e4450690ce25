internal import Declarations
package import Expressions

/// An expression of a domain file, and where it stands there.
package struct DeclaredExpression: Sendable {
    /// Compiled, and with every name it reads known.
    package let expression: Expression
    /// Where it is declared, for errors.
    package let place: Place

    init(_ declaration: Declaration) throws(DeclarationError) {
        let text = try declaration.text()
        do {
            self.expression = try Expression(text)
        } catch {
            throw declaration.fault(
                .invalid(found: text, expected: "an expression (column \(error.column): \(error.fault))")
            )
        }
        self.place = Place(file: declaration.file, line: declaration.line, path: declaration.path)
    }

    /// Refuses the expression when it reads a measured column: it makes an input of decisions.
    func requireInput(_ measured: MeasuredColumns) throws(DeclarationError) {
        for name in self.expression.names where measured.contains(name.text) {
            throw self.invalid(
                expected: "columns that are known before the run ('\(name)' is measured, only the outcome may use it)"
            )
        }
    }

    /// Refuses the expression when it reads no measured column: it is an outcome.
    func requireOutcome(_ measured: MeasuredColumns) throws(DeclarationError) {
        guard !self.expression.names.contains(where: { measured.contains($0.text) }) else { return }
        throw self.invalid(
            expected: "at least one measured column (list what a run tells under history.measured)"
        )
    }

    /// Refuses the expression when it reads a melted column: it is evaluated before the table is melted.
    func requireNames(outside melted: [String]) throws(DeclarationError) {
        for name in self.expression.names where melted.contains(name.text) {
            throw self.invalid(expected: "columns from before melting ('\(name)' is made by history.melt)")
        }
    }

    private func invalid(expected: String) -> DeclarationError {
        DeclarationError(
            file: self.place.file,
            line: self.place.line,
            path: self.place.path,
            fault: .invalid(found: self.expression.text, expected: expected)
        )
    }
}
