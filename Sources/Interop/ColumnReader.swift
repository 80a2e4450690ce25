internal import Catalog
internal import Placement

/// The columns of one table by name: where they stand, and what their cells must be.
struct ColumnReader {
    let file: String
    private let header: [String]
    private let positions: [String: Int]

    init(_ table: SourceTable) throws(CatalogImportError) {
        var positions: [String: Int] = [:]
        for (index, name) in table.header.enumerated() {
            guard positions.updateValue(index, forKey: name) == nil else {
                throw CatalogImportError.repeatedColumn(file: table.name, name: name)
            }
        }
        guard !table.rows.isEmpty else { throw CatalogImportError.noRows(file: table.name) }
        self.file = table.name
        self.header = table.header
        self.positions = positions
    }

    /// A column of the table.
    struct Column {
        let name: String
        let index: Int
    }

    func required(_ name: String) throws(CatalogImportError) -> Column {
        guard let column = self.optional(name) else {
            throw CatalogImportError.missingColumn(file: self.file, name: name, header: self.header)
        }
        return column
    }

    func optional(_ name: String) -> Column? {
        self.positions[name].map { Column(name: name, index: $0) }
    }

    /// The header's names that end in a suffix.
    func names(endingIn suffix: String) -> [String] { self.header.filter { $0.hasSuffix(suffix) } }

    func missing(_ name: String) -> CatalogImportError {
        .missingColumn(file: self.file, name: name, header: self.header)
    }

    func text(_ row: SourceTable.Row, _ column: Column?) -> String? {
        guard let column, column.index < row.cells.count, let cell = row.cells[column.index], !cell.isEmpty
        else { return nil }
        return cell
    }

    func requiredText(_ row: SourceTable.Row, _ column: Column) throws(CatalogImportError) -> String {
        guard let text = self.text(row, column) else {
            throw CatalogImportError.emptyCell(file: self.file, line: row.line, column: column.name)
        }
        return text
    }

    /// A finite number of 0 or more; `nil` for an empty cell.
    func number(_ row: SourceTable.Row, _ column: Column?) throws(CatalogImportError) -> Double? {
        guard let column, let text = self.text(row, column) else { return nil }
        guard let number = Double(text), number.isFinite, number >= 0 else {
            throw self.bad(row, column, text, expected: "a number of 0 or more")
        }
        return number
    }

    /// A price of 0 or more; `nil` for an empty cell.
    func price(_ row: SourceTable.Row, _ column: Column?, in currency: Currency) throws(CatalogImportError) -> Money? {
        guard let column, let text = self.text(row, column) else { return nil }
        guard let price = Money(parsing: text, currency: currency) else {
            throw self.bad(row, column, text, expected: "a price of 0 or more")
        }
        return price
    }

    /// A date or time; `nil` for an empty cell.
    func date(_ row: SourceTable.Row, _ column: Column?) throws(CatalogImportError) -> Timestamp? {
        guard let column, let text = self.text(row, column) else { return nil }
        guard let date = Timestamp(parsing: text) else {
            throw self.bad(row, column, text, expected: "a date such as 2026-01-31")
        }
        return date
    }

    func bad(
        _ row: SourceTable.Row,
        _ column: Column,
        _ value: String,
        expected: String
    ) -> CatalogImportError {
        .badCell(file: self.file, line: row.line, column: column.name, value: value, expected: expected)
    }
}
