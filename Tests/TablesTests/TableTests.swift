import Placement
import Tables
import Testing

@Suite struct TableTests {
    @Test func `rows remember their lines`() throws {
        let table = try Table(csv: "a,b\n1,\"x\ny\nz\"\n\n2,3\n", file: "t.csv")
        #expect((0..<table.rowCount).map(table.line) == [2, 6])
        #expect(table.file(ofRow: 1) == "t.csv")
    }

    @Test func `an empty cell is missing, any other is text`() throws {
        let table = try Table(csv: "a,b\n1,\n", file: "t.csv")
        #expect(table.value(row: 0, column: 0) == "1")
        #expect(table.value(row: 0, column: 1) == .missing)
    }

    @Test func `a column that is not there is answered with the nearest name`() throws {
        let table = try Table(csv: "provider,region\n", file: "t.csv")
        #expect(try table.requiredPosition(of: "region") == 1)
        #expect(table.position(of: "provder") == nil)
        #expect {
            try table.requiredPosition(of: "provder")
        } throws: {
            "\($0)" == "t.csv:1: no column 'provder'; did you mean 'provider'?"
        }
    }

    @Test func `tables are put together by column name, and rows keep their places`() throws {
        let table = Table.concatenating([
            try Table(csv: "a,b\n1,2\n", file: "one.csv"),
            try Table(csv: "c,b,a\n", file: "none.csv"),
            try Table(csv: "b,a,c\n4,3,5\n\n7,,6\n", file: "two.csv"),
        ])
        #expect(table.columns == ["a", "b", "c"])
        let cells = (0..<table.rowCount).map { row in (0..<3).map { table.text(row: row, column: $0) } }
        #expect(cells == [["1", "2", nil], ["3", "4", "5"], [nil, "7", "6"]])
        #expect(
            (0..<3).map { "\(table.file(ofRow: $0)):\(table.line(ofRow: $0))" } == [
                "one.csv:2", "two.csv:2", "two.csv:4",
            ]
        )
        #expect(Table.concatenating([table, table]).rowCount == 6)
        #expect(Table.concatenating([]).columns.isEmpty)
    }

    @Test func `what is written reads back`() throws {
        let cells: [[String?]] = [
            ["plain", "with, comma", "with \"quotes\""], ["line\nend", "carriage\rreturn", nil], [" space ", "", "ü"],
            ["\u{FEFF}mark", "x", "y"],
        ]
        var writer = CSVWriter(columns: ["\u{FEFF}a", "b,c", "d"])
        for row in cells { writer.append(row) }
        let table = try Table(csv: writer.bytes, file: "t.csv")
        #expect(table.columns == ["\u{FEFF}a", "b,c", "d"])
        for (index, row) in cells.enumerated() {
            #expect((0..<3).map { table.text(row: index, column: $0) } == row.map { $0 == "" ? nil : $0 })
        }
        #expect(writer.text.hasSuffix("\n space ,,ü\n\"\u{FEFF}mark\",x,y\n"))
    }
}
