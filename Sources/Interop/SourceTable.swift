package import Tables

/// The rows of one foreign table file, as a CSV reader gives them.
package struct SourceTable: Sendable {
    /// One row with its place in the file.
    package struct Row: Sendable {
        /// In the file, counted from 1.
        package let line: Int
        /// `nil` for an empty cell; may be shorter than the header, whose missing cells are empty too.
        package let cells: [String?]

        package init(line: Int, cells: [String?]) {
            self.line = line
            self.cells = cells
        }
    }

    /// The file's name, for errors.
    package let name: String
    /// Names of the columns, in the order of the file.
    package let header: [String]
    /// Below the header, in the order of the file.
    package let rows: [Row]

    package init(name: String, header: [String], rows: [Row]) {
        self.name = name
        self.header = header
        self.rows = rows
    }
}

extension SourceTable {
    /// The rows of a table that was read from one CSV file.
    package init(_ table: Table, name: String) {
        self.init(
            name: name,
            header: table.columns,
            rows: (0..<table.rowCount).map { row in
                Row(
                    line: table.line(ofRow: row),
                    cells: table.columns.indices.map { table.text(row: row, column: $0) }
                )
            }
        )
    }
}
