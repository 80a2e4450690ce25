/// Reads CSV, one record at a time.
///
/// The format is RFC 4180 with a header: fields are separated by commas, a field in quotes may hold commas, line ends
/// and doubled quotes, a line ends with a line feed or with carriage return and line feed. A byte order mark is skipped.
/// What a lenient reader would guess at is refused instead: a quote inside an unquoted field, text behind a closing
/// quote, a carriage return alone, a NUL byte.
///
/// - SeeAlso: RFC 4180, *Common Format and MIME Type for Comma-Separated Values (CSV) Files*, §2.
struct CSVReader {
    private let bytes: [UInt8]
    private let file: String
    private let limits: CSVLimits
    private var position: Int
    /// The line of `position`, counted from 1.
    private var line = 1

    init(bytes: [UInt8], file: String, limits: CSVLimits) throws(TableError) {
        guard bytes.count <= limits.fileBytes else {
            throw TableError(file: file, line: 1, fault: .fileTooLarge(bytes: bytes.count, limit: limits.fileBytes))
        }
        self.bytes = bytes
        self.file = file
        self.limits = limits
        self.position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        try self.requireUTF8()
    }

    private func requireUTF8() throws(TableError) {
        guard String(validating: self.bytes, as: UTF8.self) == nil else { return }
        let lines = self.bytes.split(separator: .lineFeed, omittingEmptySubsequences: false)
        let wrong = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        throw TableError(file: self.file, line: wrong + 1, fault: .notUTF8)
    }

    private func error(_ fault: TableError.Fault) -> TableError {
        TableError(file: self.file, line: self.line, fault: fault)
    }

    /// Reads the next record into `record`; `false` at the end of the file.
    mutating func next(into record: inout CSVRecord) throws(TableError) -> Bool {
        guard self.position < self.bytes.count else { return false }
        record.clear(line: self.line)
        let start = self.position
        var separator: UInt8? = .comma
        while separator == .comma {
            if self.position < self.bytes.count, self.bytes[self.position] == .quote {
                try self.quotedField(into: &record, start: start)
            } else {
                try self.plainField(into: &record, start: start)
            }
            record.endField()
            guard record.ends.count <= self.limits.columns else {
                throw self.error(.tooManyColumns(limit: self.limits.columns))
            }
            separator = try self.separator()
        }
        return true
    }

    private func requireLength(from start: Int) throws(TableError) {
        guard self.position - start <= self.limits.recordBytes else {
            throw self.error(.recordTooLong(limit: self.limits.recordBytes))
        }
    }

    private mutating func plainField(into record: inout CSVRecord, start: Int) throws(TableError) {
        let first = self.position
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if byte == .comma || byte == .lineFeed || byte == .carriageReturn { break }
            if byte == .quote { throw self.error(.quoteInPlainField) }
            if byte == 0 { throw self.error(.zeroByte) }
            self.position += 1
        }
        try self.requireLength(from: start)
        record.bytes.append(contentsOf: self.bytes[first..<self.position])
    }

    private mutating func quotedField(into record: inout CSVRecord, start: Int) throws(TableError) {
        let firstLine = self.line
        self.position += 1
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            switch byte {
            case .quote:
                guard self.position < self.bytes.count, self.bytes[self.position] == .quote else {
                    return try self.requireLength(from: start)
                }
                self.position += 1
            case .lineFeed: self.line += 1
            case 0: throw self.error(.zeroByte)
            default: break
            }
            record.bytes.append(byte)
            try self.requireLength(from: start)
        }
        throw TableError(file: self.file, line: firstLine, fault: .unclosedQuote)
    }

    /// What follows a field: a comma, a line end (as a line feed), or the end of the file.
    private mutating func separator() throws(TableError) -> UInt8? {
        guard self.position < self.bytes.count else { return nil }
        let byte = self.bytes[self.position]
        self.position += 1
        switch byte {
        case .comma: return .comma
        case .lineFeed: break
        case .carriageReturn:
            guard self.position < self.bytes.count, self.bytes[self.position] == .lineFeed else {
                throw self.error(.loneCarriageReturn)
            }
            self.position += 1
        default: throw self.error(.textAfterQuote)
        }
        self.line += 1
        return .lineFeed
    }
}

extension UInt8 {
    static var comma: UInt8 { UInt8(ascii: ",") }
    static var quote: UInt8 { UInt8(ascii: "\"") }
    static var lineFeed: UInt8 { UInt8(ascii: "\n") }
    static var carriageReturn: UInt8 { UInt8(ascii: "\r") }
}
