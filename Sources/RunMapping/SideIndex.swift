internal import Placement
internal import Tables

/// A side table and where each key is in it.
struct SideIndex: Sendable {
    let table: Table
    let isRequired: Bool
    /// The columns that the join adds: position in the side table, name after joining.
    let joinedColumns: [(column: Int, name: String)]
    /// Where the history has the key's parts.
    private let keys: [MappedRows.Source]
    private let rows: [[String]: Int]

    init(_ join: Join, table: Table, keys: [MappedRows.Source]) throws(RunMappingError) {
        var positions: [Int] = []
        for column in join.columns {
            guard let position = table.position(of: column.side) else {
                throw MappedRows.unknown(column.side, table.columns, "the side table '\(join.side)'", join.place)
            }
            positions.append(position)
        }
        self.table = table
        self.isRequired = join.isRequired
        self.keys = keys
        self.joinedColumns = table.columns.indices.filter { !positions.contains($0) }
            .map { ($0, join.prefix + table.columns[$0]) }
        self.rows = try Self.index(table, keyColumns: positions)
    }

    private static func index(_ table: Table, keyColumns: [Int]) throws(RunMappingError) -> [[String]: Int] {
        var rows: [[String]: Int] = [:]
        for row in 0..<table.rowCount {
            let key = keyColumns.compactMap { table.text(row: row, column: $0) }
            guard key.count == keyColumns.count else { continue }
            if let first = rows.updateValue(row, forKey: key) {
                throw .repeatedSideRow(
                    file: table.file(ofRow: row),
                    line: table.line(ofRow: row),
                    firstLine: table.line(ofRow: first),
                    key: key
                )
            }
        }
        return rows
    }

    /// The row whose key the history's row has; `nil` where there is none, or a part of the key is missing.
    func row(_ value: (MappedRows.Source) -> Value) -> Int? {
        let key = self.keys.compactMap { value($0).text }
        return key.count == self.keys.count ? self.rows[key] : nil
    }
}
