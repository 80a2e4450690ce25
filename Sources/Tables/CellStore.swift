/// The cells of one file: their bytes without quotes and separators in one buffer, and where each cell ends.
struct CellStore: Sendable {
    let file: String
    let columns: [String]
    private var bytes: [UInt8] = []
    /// The end of every cell in `bytes`, row by row; a cell starts where the one before it ends.
    private var ends: [UInt32] = []
    private var lines: [UInt32] = []

    init(file: String, columns: [String]) {
        self.file = file
        self.columns = columns
    }

    var rowCount: Int { self.lines.count }

    func line(ofRow row: Int) -> Int { Int(self.lines[row]) }

    /// `nil` when the cell is empty.
    func text(row: Int, column: Int) -> String? {
        let index = row * self.columns.count + column
        let start = index == 0 ? 0 : Int(self.ends[index - 1])
        let end = Int(self.ends[index])
        guard start < end else { return nil }
        return String(decoding: self.bytes[start..<end], as: UTF8.self)
    }

    mutating func reserve(bytes: Int) { self.bytes.reserveCapacity(bytes) }

    /// Adds the row that `record` holds; it has as many cells as there are columns.
    mutating func append(_ record: CSVRecord) {
        precondition(record.ends.count == self.columns.count, "a row of \(record.ends.count) cells")
        let base = UInt32(self.bytes.count)
        self.bytes.append(contentsOf: record.bytes)
        for end in record.ends { self.ends.append(base + UInt32(end)) }
        self.lines.append(UInt32(record.line))
    }
}
