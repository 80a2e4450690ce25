import JSON
import Placement
import Problems
import Testing

/// One object, read strictly.
struct JSONObjectTests {
    private enum Mode: String, CaseIterable { case slow, fast }

    private static func object(_ text: String, allowed: [String]? = nil) throws -> JSONObject {
        try JSONObject(try JSONScanner.value(of: Array(text.utf8)), allowed: allowed)
    }

    private func fault(_ text: String, _ read: (JSONObject) throws -> Void) -> FieldFault? {
        #expect(throws: FieldFault.self) { try read(try Self.object(text)) }
    }

    @Test func `fields are read as what they are, and null is nothing`() throws {
        let object = try Self.object(
            #"{"text": "é", "flag": true, "number": 0.5, "whole": 3, "word": "fast", "at": "2026-01-31T12:00:00Z", "#
                + #""texts": ["a"], "inner": {"x": 1}, "nothing": null}"#
        )
        #expect(try object.text("text", characters: 1...1) == "é")
        #expect(try object.flag("flag") && object.number("number", 0...1) == 0.5)
        #expect(try object.wholeNumber("whole", 1...3) == 3)
        #expect(try object.word("word", of: Mode.self) == .fast)
        #expect(try object.moment("at").description == "2026-01-31T12:00:00Z")
        #expect(try object.optionalTexts("texts") == ["a"])
        #expect(try object.object("inner", allowed: ["x"]).all == ["x": 1])
        #expect(try object.optionalNumber("nothing", 0...1) == nil)
        #expect(object.all["nothing"] == nil && object.names.contains("nothing"))
    }

    @Test func `what is no object is told with what it is`() {
        let whole = #expect(throws: FieldFault.self) { try JSONObject(.list([]), allowed: nil) }
        #expect(whole.map { "\($0)" } == "the body is a list; an object is allowed")
        let inner = #expect(throws: FieldFault.self) { try JSONObject(3, at: "a.b", allowed: nil) }
        #expect(inner.map { "\($0)" } == "a.b is '3'; an object is allowed")
    }

    @Test func `an unknown field is told with the nearest`() {
        let fault = #expect(throws: FieldFault.self) {
            try JSONObject(.record(["memory": 1]), at: "spec", allowed: ["memoryMB", "cpu"])
        }
        #expect(fault?.field == "spec.memory")
        #expect(
            fault.map { "\($0)" } == "unknown field 'memory'; did you mean 'memoryMB'? allowed: memoryMB, cpu"
        )
        #expect(fault.map { "\($0.cause)" } == "unknown field; did you mean 'memoryMB'? allowed: memoryMB, cpu")
    }

    @Test func `each fault names field, value and what is allowed`() {
        func text(_ json: String, _ read: (JSONObject) throws -> Void) -> String? {
            self.fault(json, read)?.description
        }
        #expect(text("{}") { _ = try $0.text("a") } == "a is missing; a string is needed")
        #expect(
            text(#"{"a": ""}"#) { _ = try $0.text("a", characters: 1...5) }
                == "a is ''; a string of 1 to 5 characters is allowed"
        )
        #expect(
            text(#"{"a": "é"}"#) { _ = try $0.text("a", bytes: 3...4) }
                == "a is 'é'; a string of 3 to 4 bytes is allowed"
        )
        #expect(
            text(#"{"a": "x\u0007"}"#) { _ = try $0.identifier("a", bytes: 1...9) }?
                .hasSuffix("a string without control characters is allowed") == true
        )
        #expect(text(#"{"a": 1}"#) { _ = try $0.flag("a") } == "a is '1'; true or false is allowed")
        #expect(
            text(#"{"a": -1}"#) { _ = try $0.number("a", 0...10, unit: "s") }
                == "a is '-1'; a number from 0 to 10 s is allowed"
        )
        #expect(
            text(#"{"a": -1}"#) { _ = try $0.number("a", 0...Double.infinity) }
                == "a is '-1'; a number from 0 is allowed"
        )
        #expect(
            text(#"{"a": 1.5}"#) { _ = try $0.wholeNumber("a", 1...10) }
                == "a is '1.5'; a whole number from 1 to 10 is allowed"
        )
        #expect(
            text(#"{"a": "slw"}"#) { _ = try $0.word("a", of: Mode.self) }
                == "a is 'slw'; did you mean 'slow'? allowed: slow, fast"
        )
        #expect(text(#"{"a": 7}"#) { _ = try $0.word("a", of: Mode.self) } == "a is '7'; allowed: slow, fast")
        #expect(
            text(#"{"a": "1769860800"}"#) { _ = try $0.moment("a") }
                == "a is '1769860800'; an ISO 8601 time since 1970 such as 2026-01-31T12:00:00Z is allowed"
        )
        #expect(text(#"{"a": [1]}"#) { _ = try $0.optionalTexts("a") } == "a[0] is '1'; a string is allowed")
        #expect(
            text(#"{"a": []}"#) { _ = try $0.optionalTexts("a", atLeast: 1) }
                == "a is a list; at least 1 of them is allowed"
        )
        #expect(
            text(#"{"a": {"b": 1}}"#) { _ = try $0.object("a", allowed: nil).text("b") }
                == "a.b is '1'; a string is allowed"
        )
    }

    @Test func `a value in a message is short`() {
        let long = String(repeating: "x", count: 5_000)
        let fault = self.fault(#"{"a": "\#(long)"}"#) { _ = try $0.number("a", 0...1) }
        #expect(fault.map { $0.description.count < 200 } == true)
    }

    @Test func `a fault becomes a problem of its kind`() throws {
        let missing = Problem(FieldFault("a", .missing(expected: "a string")))
        #expect(missing.kind == .missingField && missing.field == "a" && missing.allowed == ["a string"])
        let unknown = Problem(FieldFault("b", .unknown(name: "b", nearest: nil, allowed: ["a"])))
        #expect(unknown.kind == .unknownField && unknown.value == nil && unknown.allowed == ["a"])
        let invalid = Problem(FieldFault("a", .invalid(found: .text("x"), expected: "y, z", choices: ["y", "z"])))
        #expect(invalid.kind == .invalidField && invalid.value == "x" && invalid.allowed == ["y", "z"])
        let json = #expect(throws: JSONFault.self) { try JSONScanner.value(of: Array("{\n".utf8)) }
        let problem = Problem(try #require(json))
        #expect(problem.kind == .malformedJSON && problem.items.map(\.line) == [2])
    }
}
