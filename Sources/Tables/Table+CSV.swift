extension Table {
    /// Reads a CSV file with a header line.
    ///
    /// Columns may come in any order. Lines without any character are skipped, except where the table has one column:
    /// there such a line is a missing cell. A header without rows is a table without rows.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file: UTF-8, at most 1 GiB, 10,000 columns and 1 MiB a record.
    ///   - file: The name that errors and rows carry.
    package init(csv bytes: [UInt8], file: String) throws(TableError) {
        try self.init(csv: bytes, file: file, limits: .standard)
    }

    /// Reads CSV text; see ``init(csv:file:)-([UInt8],_)``.
    package init(csv text: String, file: String) throws(TableError) {
        try self.init(csv: Array(text.utf8), file: file)
    }

    init(csv bytes: [UInt8], file: String, limits: CSVLimits) throws(TableError) {
        var reader = try CSVReader(bytes: bytes, file: file, limits: limits)
        var record = CSVRecord()
        guard try reader.next(into: &record) else { throw TableError(file: file, line: 1, fault: .noHeader) }
        let columns = try Self.header(record, file: file)
        var cells = CellStore(file: file, columns: columns)
        cells.reserve(bytes: bytes.count)
        while try reader.next(into: &record) {
            if record.isBlank, columns.count > 1 { continue }
            guard record.ends.count == columns.count else {
                throw TableError(
                    file: file,
                    line: record.line,
                    fault: .wrongFieldCount(found: record.ends.count, expected: columns.count)
                )
            }
            cells.append(record)
        }
        self.init(cells: cells)
    }

    private static func header(_ record: CSVRecord, file: String) throws(TableError) -> [String] {
        let columns = record.fields
        guard columns != [""] else { throw TableError(file: file, line: 1, fault: .noHeader) }
        var seen: Set<String> = []
        for (index, column) in columns.enumerated() {
            guard !column.isEmpty else {
                throw TableError(file: file, line: 1, fault: .unnamedColumn(position: index + 1))
            }
            guard seen.insert(column).inserted else {
                throw TableError(file: file, line: 1, fault: .repeatedColumn(column))
            }
        }
        return columns
    }
}
