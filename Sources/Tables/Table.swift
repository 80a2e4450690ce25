package import Placement
internal import Problems

/// Rows of text cells under named columns, as a CSV file holds them; an empty cell is missing.
///
/// Each row remembers the file and the line it came from, so that whoever finds a fault in it later can name the place.
/// Cells are not copied when tables are concatenated. Reading one cell costs O(1) and, up to fifteen bytes of text, no
/// allocation.
package struct Table: Sendable {
    /// The names of the columns, each once and none empty, in the order of the header.
    package let columns: [String]
    private let positions: [String: Int]
    private let parts: [Part]
    /// Rows of all files, their headers left out.
    package let rowCount: Int

    /// The rows of one file, and where this table's columns are in it. A class, so that reading a cell retains one
    /// object and not five buffers.
    private final class Part: Sendable {
        let cells: CellStore
        let firstRow: Int
        /// For each column of the table the column of the file, or `nil` where the file has no such column.
        let positions: [Int?]

        init(cells: CellStore, firstRow: Int, positions: [Int?]) {
            self.cells = cells
            self.firstRow = firstRow
            self.positions = positions
        }
    }

    init(cells: CellStore) {
        self.init(columns: cells.columns, files: [cells])
    }

    private init(columns: [String], files: [CellStore]) {
        self.columns = columns
        self.positions = Self.positions(of: columns)
        var parts: [Part] = []
        var rows = 0
        for file in files {
            let there = Self.positions(of: file.columns)
            parts.append(Part(cells: file, firstRow: rows, positions: columns.map { there[$0] }))
            rows += file.rowCount
        }
        self.parts = parts
        self.rowCount = rows
    }

    private static func positions(of columns: [String]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    }

    /// The rows of all tables, one after another. Columns are matched by name: their order may differ, a column that
    /// only some have is kept, and is missing in the rows of the others.
    package static func concatenating(_ tables: [Table]) -> Table {
        var columns: [String] = []
        var seen: Set<String> = []
        for column in tables.flatMap(\.columns) where seen.insert(column).inserted { columns.append(column) }
        return Table(columns: columns, files: tables.flatMap { $0.parts.map(\.cells) })
    }

    // MARK: Columns

    /// The position of a column, `nil` when there is none of that name.
    package func position(of column: String) -> Int? { self.positions[column] }

    /// The position of a column that must be there.
    package func requiredPosition(of column: String) throws(TableError) -> Int {
        guard let position = self.positions[column] else {
            throw TableError(
                file: self.parts.first?.cells.file ?? "",
                line: 1,
                fault: .unknownColumn(column, nearest: nearestName(to: column, among: self.columns))
            )
        }
        return position
    }

    // MARK: Rows

    /// The name of the file that a row came from.
    package func file(ofRow row: Int) -> String { self.part(ofRow: row).cells.file }

    /// The line, counted from 1, on which a row starts in its file.
    package func line(ofRow row: Int) -> Int {
        let part = self.part(ofRow: row)
        return part.cells.line(ofRow: row - part.firstRow)
    }

    // MARK: Cells

    /// The text of a cell, `nil` when it is missing.
    ///
    /// - Parameters:
    ///   - row: From 0 to below `rowCount`.
    ///   - column: A position, from 0 to below `columns.count`.
    package func text(row: Int, column: Int) -> String? {
        let part = self.part(ofRow: row)
        guard let position = part.positions[column] else { return nil }
        return part.cells.text(row: row - part.firstRow, column: position)
    }

    /// A cell as a value: its text, or missing.
    package func value(row: Int, column: Int) -> Value {
        self.text(row: row, column: column).map { .text($0) } ?? .missing
    }

    private func part(ofRow row: Int) -> Part {
        precondition((0..<self.rowCount).contains(row), "row \(row) of \(self.rowCount)")
        guard self.parts.count > 1 else { return self.parts[0] }
        var lower = 0
        var upper = self.parts.count
        while upper - lower > 1 {
            let middle = (lower + upper) / 2
            if self.parts[middle].firstRow <= row { lower = middle } else { upper = middle }
        }
        return self.parts[lower]
    }
}
