/// Writes CSV that ``Table`` reads back unchanged.
///
/// Lines end with a line feed; a field is quoted only where it must be.
///
/// - SeeAlso: RFC 4180, §2.
package struct CSVWriter: Sendable {
    /// What was written so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []
    private let columnCount: Int

    /// Writes the header.
    package init(columns: [String]) {
        self.columnCount = columns.count
        self.append(columns)
    }

    /// What was written so far.
    package var text: String { String(decoding: self.bytes, as: UTF8.self) }

    /// Adds a row.
    ///
    /// - Parameter cells: One for each column; `nil` is written as an empty field.
    package mutating func append(_ cells: [String?]) {
        precondition(cells.count == self.columnCount, "\(cells.count) cells for \(self.columnCount) columns")
        for (index, cell) in cells.enumerated() {
            if index > 0 { self.bytes.append(.comma) }
            if let cell { self.append(field: cell) }
        }
        self.bytes.append(.lineFeed)
    }

    private mutating func append(field: String) {
        let startsLikeByteOrderMark = field.unicodeScalars.first == "\u{FEFF}"
        guard startsLikeByteOrderMark || field.utf8.contains(where: Self.needsQuotes) else {
            self.bytes.append(contentsOf: field.utf8)
            return
        }
        self.bytes.append(.quote)
        for byte in field.utf8 {
            if byte == .quote { self.bytes.append(.quote) }
            self.bytes.append(byte)
        }
        self.bytes.append(.quote)
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == .comma || byte == .quote || byte == .lineFeed || byte == .carriageReturn
    }
}
