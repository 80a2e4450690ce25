import Foundation
import JSON
import Placement
import Testing

struct JSONTests {
    private func read(_ text: String) throws(JSONFault) -> Value {
        var scanner = JSONScanner(Array(text.utf8))
        let value = try scanner.value()
        try scanner.requireEnd()
        return value
    }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "12", "-1.5e-3", "1E+2", "9007199254740993", "123456789012345678901", "[]",
        "{}", " [ 1 , [ ] , { } ] ", #"{"a":{"b":[null,"x"]},"c":""}"#, #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE80""#,
        #""λ🚀""#,
        "5e-324", "1.7976931348623157e308",
    ])
    func `what Foundation reads is read alike`(text: String) throws {
        let expected = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        let found = try self.read(text)
        #expect(found == expected)
        var writer = JSONWriter()
        writer.value(found)
        #expect(try self.read(String(decoding: writer.bytes, as: UTF8.self)) == found)
    }

    @Test(arguments: [
        ("", 1, "found the end, expected a value"),
        ("\n\nNaN", 3, "found 'NaN', expected a value"),
        ("Infinity", 1, "found 'Infinity', expected a value"),
        ("-x", 1, "found '-x', expected a value"),
        ("01", 1, "found '01', expected a value"),
        ("1.", 1, "found the end, expected a digit"),
        ("1e", 1, "found the end, expected a digit"),
        ("1e999", 1, "1e999 is larger than any number that can be kept"),
        ("tru", 1, "found the end, expected 'true'"),
        ("[1 2]", 1, "found '2', expected ',' or ']'"),
        ("[1,]", 1, "found ']', expected a value"),
        ("{\"a\":1,}", 1, "found '}', expected a string in quotes"),
        ("{\"a\" 1}", 1, "found '1', expected ':'"),
        ("{\"a\":1 \"b\"}", 1, "found '\"b\"', expected ',' or '}'"),
        ("{\"a\":1,\n\"a\":2}", 2, "the key 'a' appears twice in one object"),
        ("{a:1}", 1, "found 'a', expected a string in quotes"),
        ("\"a", 1, "found the end, expected the end of the text"),
        ("\"\\n", 1, "found the end, expected the end of the text"),
        (
            "\"a\nb\"", 1,
            "found the end of the line, expected the end of the text, or a control character as '\\u00…'"
        ),
        (
            "\"\\n\u{1}\"", 1, "found '\u{1}\"', expected the end of the text, or a control character as '\\u00…'"
        ),
        (#""\x""#, 1, #"found 'x"', expected an escape such as \n or \u00e9"#),
        (#""\u12G4""#, 1, #"found 'u12G4"', expected four hexadecimal digits"#),
        (#""\uD800""#, 1, #"found '"', expected the other half of a pair"#),
        (#""\uD800\u0041""#, 1, #"found '"', expected the other half of a pair"#),
        ("1 1", 1, "found '1', expected the end of the value"),
    ])
    func `anything else is refused with its line`(text: String, line: Int, problem: String) {
        let fault = #expect(throws: JSONFault.self) { try self.read(text) }
        #expect(fault?.description == "line \(line): \(problem)")
    }

    @Test func `bytes that are not UTF-8 are refused, with and without escapes`() {
        for text in [[0x22, 0xFF, 0x22], [0x22, 0x5C, 0x6E, 0xFF, 0x22]] as [[UInt8]] {
            var scanner = JSONScanner(text)
            let fault = #expect(throws: JSONFault.self) { try scanner.text() }
            #expect(fault?.description == "line 1: a string is not UTF-8")
        }
    }

    @Test func `nesting is bounded`() throws {
        let limit = JSONScanner.depthLimit
        _ = try self.read(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
        let fault = #expect(throws: JSONFault.self) { try self.read(String(repeating: "[", count: limit + 1)) }
        #expect(fault?.problem == .tooDeep(limit: limit))
        #expect(fault?.problem.description == "lists and objects are nested more than 32 deep")
    }

    @Test(arguments: [Int64.min, -1_000_000_000_000_000_001, 0, 1_000_000_000_000_000_001, .max])
    func `whole numbers are exact`(number: Int64) throws {
        var scanner = JSONScanner(Array(" \(number) ".utf8))
        #expect(try scanner.wholeNumber() == number)
    }

    @Test(arguments: ["1.0", "1e2", "9223372036854775808"])
    func `a fraction, an exponent or too many digits is no whole number`(text: String) {
        var scanner = JSONScanner(Array(text.utf8))
        #expect(throws: JSONFault.self) { try scanner.wholeNumber() }
    }

    @Test func `control characters are written as escapes, keys in order`() {
        var writer = JSONWriter()
        writer.object(["b": .flag(true), "a": "\u{1}\u{1F}\n\"\\é", "c": .list([.missing, 1.5])])
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"a":"\u0001\u001f\n\"\\é","b":true,"c":[null,1.5]}"#
        )
    }

    @Test func `pieces are separated where another stands before them`() throws {
        var writer = JSONWriter(reserving: 64)
        writer.beginObject()
        writer.key("empty")
        writer.beginList()
        writer.endList()
        writer.key("objects")
        writer.beginList()
        for _ in 0..<2 {
            writer.separate()
            writer.beginObject()
            writer.endObject()
        }
        writer.endList()
        writer.key("b\"r")
        writer.text("[")
        writer.key("last")
        writer.null()
        writer.endObject()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"empty":[],"objects":[{},{}],"b\"r":"[","last":null}"#
        )
    }

    @Test(arguments: ["", "\"", "\\\\", "\n", "plain", "\nplain\n", "é\"é\\é", "a\u{0}b\u{7F}c\u{1F680}", "\t\r\u{8}"])
    func `a text is read as it was written`(text: String) throws {
        var writer = JSONWriter()
        writer.text(text)
        var scanner = JSONScanner(writer.bytes)
        #expect(try scanner.text() == text)
        #expect(writer.bytes.allSatisfy { $0 >= 0x20 })
    }
}
