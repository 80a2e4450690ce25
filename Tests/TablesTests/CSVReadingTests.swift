import Testing

@testable import Tables

@Suite struct CSVReadingTests {
    private func rows(_ table: Table) -> [[String?]] {
        (0..<table.rowCount).map { row in table.columns.indices.map { table.text(row: row, column: $0) } }
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n", [["1", "2"]]),
            ("a,b\r\n1,2\r\n", [["1", "2"]]),
            ("a,b\n1,2", [["1", "2"]]),
            ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]),
            ("\"a\",\"b\"\n\"1\",\"2\"\n", [["1", "2"]]),
            ("a,b\n\"x,y\",\"he said \"\"no\"\"\"\n", [["x,y", "he said \"no\""]]),
            ("a,b\n\"two\nlines\",\"\r\n\"\n", [["two\nlines", "\r\n"]]),
            ("a,b\n,\n\"\",2\n", [[nil, nil], [nil, "2"]]),
            ("a,b\n\n1,2\n\n\n3,4\n\n", [["1", "2"], ["3", "4"]]),
            ("a,b\n ü , 😀\n", [[" ü ", " 😀"]]),
            ("a,b\n", []),
            ("a,b", []),
        ] as [(String, [[String?]])]
    )
    func `reads what RFC 4180 allows`(text: String, expected: [[String?]]) throws {
        let table = try Table(csv: text, file: "t.csv")
        #expect(table.columns == ["a", "b"])
        #expect(self.rows(table) == expected)
    }

    @Test func `an empty line is a missing cell where the table has one column`() throws {
        #expect(self.rows(try Table(csv: "a\n1\n\n2\n", file: "t.csv")) == [["1"], [nil], ["2"]])
    }

    @Test(
        arguments: [
            ("", 1, .noHeader),
            ("\u{FEFF}", 1, .noHeader),
            ("\n1,2\n", 1, .noHeader),
            ("a,,b\n", 1, .unnamedColumn(position: 2)),
            ("a,b,a\n", 1, .repeatedColumn("a")),
            ("a,b\n1,2\n1\n", 3, .wrongFieldCount(found: 1, expected: 2)),
            ("a,b\n\"x\ny\",2\n1,2,3\n", 4, .wrongFieldCount(found: 3, expected: 2)),
            ("a,b\n1,2\n1,x\"y\n", 3, .quoteInPlainField),
            ("a,b\n1,\"x\"y\n", 2, .textAfterQuote),
            ("a,b\n1,\"x\n\n\n", 2, .unclosedQuote),
            ("a,b\n1,2\r3,4\n", 2, .loneCarriageReturn),
            ("a,b\n1,2\r", 2, .loneCarriageReturn),
            ("a,b\n1,\u{0}\n", 2, .zeroByte),
            ("a,b\n1,\"\u{0}\"\n", 2, .zeroByte),
        ] as [(String, Int, TableError.Fault)]
    )
    func `refuses the rest, naming the line`(text: String, line: Int, fault: TableError.Fault) {
        #expect(throws: TableError(file: "t.csv", line: line, fault: fault)) { try Table(csv: text, file: "t.csv") }
    }

    @Test func `bytes that are no UTF-8 are refused on their line`() {
        #expect(throws: TableError(file: "t.csv", line: 2, fault: .notUTF8)) {
            try Table(csv: Array("a,b\n1,".utf8) + [0xC3, 0x28] + Array("\n".utf8), file: "t.csv")
        }
    }

    @Test(
        arguments: [
            (CSVLimits(fileBytes: 14, columns: 3, recordBytes: 8), 1, .fileTooLarge(bytes: 15, limit: 14)),
            (CSVLimits(fileBytes: 99, columns: 1, recordBytes: 8), 1, .tooManyColumns(limit: 1)),
            (CSVLimits(fileBytes: 99, columns: 3, recordBytes: 4), 2, .recordTooLong(limit: 4)),
        ] as [(CSVLimits, Int, TableError.Fault)]
    )
    func `what is too large is refused`(limits: CSVLimits, line: Int, fault: TableError.Fault) throws {
        let bytes = Array("a,b\n1,\"5678901\"".utf8)
        #expect(throws: TableError(file: "t.csv", line: line, fault: fault)) {
            try Table(csv: bytes, file: "t.csv", limits: limits)
        }
        let enough = CSVLimits(fileBytes: 15, columns: 2, recordBytes: 11)
        #expect(try Table(csv: bytes, file: "t.csv", limits: enough).rowCount == 1)
    }

    @Test func `a plain field of more than a mebibyte is refused`() {
        let text = "a\n" + String(repeating: "x", count: 1 << 20) + "y\n"
        #expect(throws: TableError(file: "t.csv", line: 2, fault: .recordTooLong(limit: 1 << 20))) {
            try Table(csv: text, file: "t.csv")
        }
    }

    @Test(
        arguments: [
            (.noHeader, "t.csv:3: the file is empty; expected a header line with the names of the columns"),
            (.unnamedColumn(position: 2), "t.csv:3: column 2 of the header has no name"),
            (.repeatedColumn("a"), "t.csv:3: the header names column 'a' twice"),
            (.wrongFieldCount(found: 1, expected: 2), "t.csv:3: 1 fields, expected 2 as in the header"),
            (
                .quoteInPlainField,
                "t.csv:3: a quote inside an unquoted field; put the field in quotes and double the quotes in it"
            ),
            (.textAfterQuote, "t.csv:3: text behind a closing quote; expected a comma or the end of the line"),
            (.unclosedQuote, "t.csv:3: the quoted field that starts here is never closed"),
            (.loneCarriageReturn, "t.csv:3: a carriage return without line feed; lines end with \\n or \\r\\n"),
            (.zeroByte, "t.csv:3: a NUL byte; expected text in UTF-8"),
            (.notUTF8, "t.csv:3: not UTF-8"),
            (.fileTooLarge(bytes: 9, limit: 8), "t.csv:3: 9 bytes; at most 8 are read"),
            (.tooManyColumns(limit: 8), "t.csv:3: more than 8 columns"),
            (.recordTooLong(limit: 8), "t.csv:3: a record of more than 8 bytes (is a quote never closed?)"),
            (.unknownColumn("x", nearest: nil), "t.csv:3: no column 'x'"),
        ] as [(TableError.Fault, String)]
    )
    func `errors say what was found and what is allowed`(fault: TableError.Fault, text: String) {
        #expect("\(TableError(file: "t.csv", line: 3, fault: fault))" == text)
    }
}
