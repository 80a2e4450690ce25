/// Why a table is refused: which file and line, what was found, what is allowed.
package struct TableError: Error, Hashable, CustomStringConvertible {
    /// What is wrong; limits are in bytes and columns.
    package enum Fault: Hashable, Sendable {
        case noHeader
        /// A column of the header has no name; counted from 1.
        case unnamedColumn(position: Int)
        case repeatedColumn(String)
        case wrongFieldCount(found: Int, expected: Int)
        case quoteInPlainField
        case textAfterQuote
        case unclosedQuote
        case loneCarriageReturn
        case zeroByte
        case notUTF8
        case fileTooLarge(bytes: Int, limit: Int)
        case tooManyColumns(limit: Int)
        case recordTooLong(limit: Int)
        case unknownColumn(String, nearest: String?)
    }

    /// The name that the table was given.
    package let file: String
    /// Counted from 1.
    package let line: Int
    /// What is wrong in that line.
    package let fault: Fault

    package init(file: String, line: Int, fault: Fault) {
        self.file = file
        self.line = line
        self.fault = fault
    }

    package var description: String { "\(self.file):\(self.line): \(self.fault)" }
}

extension TableError.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noHeader: "the file is empty; expected a header line with the names of the columns"
        case .unnamedColumn(let position): "column \(position) of the header has no name"
        case .repeatedColumn(let name): "the header names column '\(name)' twice"
        case .wrongFieldCount(let found, let expected):
            "\(found) fields, expected \(expected) as in the header"
        case .quoteInPlainField:
            "a quote inside an unquoted field; put the field in quotes and double the quotes in it"
        case .textAfterQuote: "text behind a closing quote; expected a comma or the end of the line"
        case .unclosedQuote: "the quoted field that starts here is never closed"
        case .loneCarriageReturn: "a carriage return without line feed; lines end with \\n or \\r\\n"
        case .zeroByte: "a NUL byte; expected text in UTF-8"
        case .notUTF8: "not UTF-8"
        case .fileTooLarge(let bytes, let limit): "\(bytes) bytes; at most \(limit) are read"
        case .tooManyColumns(let limit): "more than \(limit) columns"
        case .recordTooLong(let limit): "a record of more than \(limit) bytes (is a quote never closed?)"
        case .unknownColumn(let name, let nearest):
            "no column '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        }
    }
}
