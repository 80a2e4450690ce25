import SQL
import Testing

/// Values and rows by themselves, which need no database.
struct SQLRowTests {
    private let row = SQLRow(
        columns: ["number", "share", "name", "content", "nothing"],
        values: [.integer(.min), .real(-0.0), .text("e\u{301}"), .bytes([0, 255]), .null]
    )

    @Test func `each type is read as itself`() throws {
        #expect(try self.row.value("number", as: Int64.self) == .min)
        #expect(try self.row.value("share", as: Double.self).sign == .minus)
        #expect(try self.row.value("name", as: String.self).utf8.elementsEqual("e\u{301}".utf8))
        #expect(try self.row.value("content", as: [UInt8].self) == [0, 255])
        #expect(try self.row.value("content", as: [UInt8]?.self) == [0, 255])
        #expect(try self.row.value("nothing", as: Double?.self) == nil)
    }

    @Test func `no type is read as another`() throws {
        func refusal<Content: SQLReadable>(_ column: String, _ type: Content.Type) -> SQLError? {
            do throws(SQLError) {
                _ = try self.row.value(column, as: type)
                return nil
            } catch { return error }
        }
        let found: [SQLError?] = [
            refusal("share", Int64.self), refusal("number", Double.self), refusal("content", String.self),
            refusal("name", [UInt8].self), refusal("nothing", [UInt8].self), refusal("name", Int64?.self),
        ]
        #expect(
            found == [
                .unreadable(column: "share", expected: "an integer", found: "a real number"),
                .unreadable(column: "number", expected: "a real number", found: "an integer"),
                .unreadable(column: "content", expected: "a string", found: "bytes"),
                .unreadable(column: "name", expected: "bytes", found: "a string"),
                .unreadable(column: "nothing", expected: "bytes", found: "NULL"),
                .unreadable(column: "name", expected: "an integer or NULL", found: "a string"),
            ]
        )
    }

    @Test func `values are the same when their bits and bytes are`() {
        let values: [SQLValue] = [
            nil, 0, 1, .real(0), .real(-0.0), .real(1), .text(""), .text("\u{E9}"), .text("e\u{301}"), .bytes([]),
            .bytes([0]),
        ]
        for (index, value) in values.enumerated() {
            #expect(values.indices.filter { values[$0] == value } == [index])
        }
        #expect(Set(values + values).count == values.count)
        #expect([SQLValue(nil as Int64?), SQLValue(nil as String?), SQLValue(2), SQLValue("a")] == [nil, nil, 2, "a"])
    }
}
