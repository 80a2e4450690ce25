internal import Expressions
internal import Placement

/// An expression whose names are tied to columns.
struct ResolvedExpression {
    let declared: DeclaredExpression
    /// For each name where its cells are; `nil` hides a measured column from an input of decisions.
    private let sources: [MappedRows.Source?]

    enum Role {
        /// Makes an input of decisions: measured columns are missing, whatever the declaration says.
        case input
        case outcome
    }

    init(
        _ declared: DeclaredExpression,
        _ role: Role,
        rows: MappedRows,
        measured: MeasuredColumns
    ) throws(RunMappingError) {
        self.declared = declared
        do {
            try declared.expression.requireNames(among: rows.columns)
        } catch {
            throw .unknownName(error, place: declared.place)
        }
        self.sources = declared.expression.names.map { name in
            role == .input && measured.contains(name.text) ? nil : rows.source(of: name.text)
        }
    }

    /// Whether the value differs between the runs that one melted row gives.
    var dependsOnEntry: Bool {
        self.sources.contains { source in
            switch source {
            case .entryName, .entryValue, .entryFurther: true
            case .history, .side, nil: false
            }
        }
    }

    func value(at row: MappedRows.Row, of rows: MappedRows) throws(BadRow) -> Value {
        try self.evaluate(row, rows) { (lookup) throws(ExpressionError) in
            try self.declared.expression.evaluate(lookup)
        }
    }

    func number(at row: MappedRows.Row, of rows: MappedRows) throws(BadRow) -> Double? {
        try self.evaluate(row, rows) { (lookup) throws(ExpressionError) in
            try self.declared.expression.number(lookup)
        }
    }

    func condition(at row: MappedRows.Row, of rows: MappedRows) throws(BadRow) -> Bool? {
        try self.evaluate(row, rows) { (lookup) throws(ExpressionError) in
            try self.declared.expression.condition(lookup)
        }
    }

    private func evaluate<Result>(
        _ row: MappedRows.Row,
        _ rows: MappedRows,
        _ body: ((Name) -> Value) throws(ExpressionError) -> Result
    ) throws(BadRow) -> Result {
        do throws(ExpressionError) {
            return try body { name in
                self.sources[name.index].map { rows.value($0, at: row) } ?? .missing
            }
        } catch {
            guard case .wrongKind(let wrong) = error.fault else {
                throw self.badRow(row, rows, column: nil, found: "\(error)", expected: "a value")
            }
            throw self.badRow(row, rows, column: wrong.name, found: wrong.found, expected: wrong.expected)
        }
    }

    /// - Parameter column: The column at fault; `nil` stands for the expression's only name, if it has only one.
    func badRow(
        _ row: MappedRows.Row,
        _ rows: MappedRows,
        column: String?,
        found: String,
        expected: String
    ) -> BadRow {
        let names = self.declared.expression.names
        let column = column ?? (names.count == 1 ? names[0].text : nil)
        return BadRow(
            file: rows.file(of: row),
            line: rows.line(of: row),
            column: column.map { rows.measuredName($0, at: row) },
            path: self.declared.place.path,
            found: found,
            expected: expected
        )
    }
}
