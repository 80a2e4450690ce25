import Declarations
import Placement
import Problems
import Testing

@Suite struct DeclarationTests {
    enum Colour: String, CaseIterable { case red, green }

    @Test func `an unknown key names its line and the nearest allowed key`() throws {
        let declaration = try Declaration(yaml: "name: a\nobjectve: cost\n", file: "d.yaml")
        #expect {
            try declaration.fields(allowed: ["name", "objective"])
        } throws: {
            "\($0)"
                == "d.yaml:2: unknown key 'objectve'; did you mean 'objective'? allowed: name, objective"
        }
    }

    @Test func `a missing key, a wrong kind and a value out of range say what is expected`() throws {
        let declaration = try Declaration(yaml: "share: 2\nlist: {a: 1}\ncolour: gren\nempty:", file: "d.yaml")
        let fields = try declaration.fields(allowed: ["share", "list", "colour", "empty", "other"])
        #expect(throws: DeclarationError(file: "d.yaml", line: 1, path: "", fault: .missingKey("other"))) {
            try fields.required("other")
        }
        #expect {
            try fields.required("share").number(in: 0...1)
        } throws: {
            "\($0)" == "d.yaml:1: share: '2' is not allowed; expected a number from 0 to 1"
        }
        #expect {
            try fields.required("list").list()
        } throws: {
            "\($0)" == "d.yaml:2: list: found a mapping, expected a list"
        }
        #expect {
            try fields.required("colour").choice(Colour.self)
        } throws: {
            "\($0)".hasSuffix("expected one of red, green (did you mean 'green'?)")
        }
        #expect(throws: DeclarationError.self) { try fields.required("empty").text() }
        #expect(throws: DeclarationError.self) { try fields.required("share").flag() }
        #expect(throws: DeclarationError.self) { try fields.required("share").wholeNumber(in: 3...4) }
        #expect(throws: DeclarationError.self) { try fields.required("share").entries() }
    }

    @Test(arguments: ["", "a: [1, 2", "a: 1\na: 2", "\t- x: :"])
    func `text that is no YAML is refused with a place`(yaml: String) {
        #expect(throws: DeclarationError.self) { try Declaration(yaml: yaml, file: "d.yaml") }
    }

    @Test func `values keep their kind`() throws {
        let declaration = try Declaration(yaml: "{a: 1.5, b: true, c: x, d: [1, '2'], e: ~, f: {g: 1}}", file: "d")
        #expect(
            try declaration.value()
                == .record([
                    "a": 1.5, "b": true, "c": "x", "d": .list([1, "2"]), "e": .missing, "f": .record(["g": 1]),
                ])
        )
    }
}
