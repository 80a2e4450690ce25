import Expressions
import Placement
import Testing

private func message(_ text: String) -> String {
    do {
        let value = try Expression(text).evaluate { ["word": "abc", "list": .list([])][$0.text] ?? .missing }
        return "no error but \(value)"
    } catch {
        return "\(error)"
    }
}

@Suite struct ExpressionErrorTests {
    @Test(arguments: [
        ("", "column 1: found the end, expected a value"),
        ("1 +", "column 4: found the end, expected a value"),
        ("1 2", "column 3: found '2', expected an operator or the end"),
        ("ü == 1", "column 1: found 'ü', expected a name, a number, a string in quotes or an operator"),
        ("a = 1", "column 3: found '=', expected '=='"),
        ("a && b", "column 3: found '&&', expected 'and'"),
        ("a | b", "column 3: found '|', expected 'or'"),
        ("!a", "column 1: found '!', expected 'not'"),
        ("'ü' + 'open", "column 12: found the end of the expression, expected the closing ' of the text from 7"),
        ("`open", "expected the closing ` of the name from 1"),
        ("``", "column 1: found an empty name, expected a name"),
        ("1.2.3", "column 1: found '1.2.3', expected a number such as 12, 0.5 or 1e6"),
        ("12abc", "found '12abc', expected a number"),
        ("1e999", "found '1e999', expected a number"),
        (".", "found '.', expected a number"),
        ("a..b", "column 1: found 'a..b', expected a name with one dot between its parts"),
        ("a.", "expected a name with one dot"),
        ("a < b < c", "column 7: found '<', expected 'and' or the end, as comparisons do not chain"),
        ("a not b", "column 7: found 'b', expected 'in'"),
        ("a in b", "column 6: found 'b', expected '['"),
        ("a in [b", "column 8: found the end, expected ']' or ','"),
        ("(a", "column 3: found the end, expected ')' or an operator"),
        ("and", "column 1: found 'and', expected a value"),
        ("1 + )", "column 5: found ')', expected a value"),
        ("colesce(a, b)", "column 1: no function 'colesce'; did you mean 'coalesce'?"),
        ("frobnicate(a)", "column 1: no function 'frobnicate'"),
        ("1 + lower()", "column 5: lower takes 1 argument, found 0"),
        ("if(a, b)", "if takes 3 arguments, found 2"),
        ("min()", "min takes 1 to 100 arguments, found 0"),
        ("extract(a, b)", "column 12: found 'b', expected a pattern in quotes"),
        ("extract(a, '(')", "column 12: the pattern '(' is not a regular expression"),
        ("extract(a, 'a')", "the pattern 'a' has 0 groups in parentheses, expected 1 around what to extract"),
        ("extract(a, '(a)(b)')", "has 2 groups"),
    ])
    func `text that is no expression is refused with place and what is expected`(text: String, part: String) {
        #expect(message(text).contains(part), "\(message(text))")
        #expect(message(text).hasPrefix("in '\(text)' at column "))
    }

    @Test(arguments: [
        ("1 + word", "column 5: 'word' is 'abc', expected a number"),
        ("-concat(word, 'x')", "column 2: 'concat(word, 'x')' is 'abcx', expected a number"),
        ("lower(list)", "column 7: 'list' is a list, expected a string"),
        ("word and true", "'word' is 'abc', expected true or false (or a number, where 0 is false)"),
        ("if((word), 1, 2)", "'(word)' is 'abc', expected true or false"),
        ("list < 1", "column 1: 'list' is a list, expected a number or a string to compare"),
        ("'a' < list", "column 7: 'list' is a list, expected a number or a string to compare"),
    ])
    func `a value of the wrong kind is refused with the operand`(text: String, part: String) {
        #expect(message(text).contains(part), "\(message(text))")
    }

    @Test func `the operand's name is told when it is nothing but a name`() throws {
        let error = #expect(throws: ExpressionError.self) { try Expression("1 + word").evaluate { _ in "abc" } }
        guard case .wrongKind(let wrong)? = error?.fault else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(wrong.name == "word")
    }

    @Test func `unknown names are answered with the nearest`() throws {
        let expression = try Expression("one + lower(in.provder)")
        try expression.requireNames(among: ["one", "in.provder"])
        #expect {
            try expression.requireNames(among: ["one", "in.provider"])
        } throws: {
            "\($0)".hasSuffix("at column 13: there is no 'in.provder'; did you mean 'in.provider'?")
        }
        #expect {
            try Expression("a in [1, bcdef]").requireNames(among: ["a"])
        } throws: {
            "\($0)".hasSuffix("at column 10: there is no 'bcdef'")
        }
        for text in ["not (-x == 1)", "x and y or z", "extract(x, '(a)')", "isMissing(x)"] {
            #expect(throws: ExpressionError.self) { try Expression(text).requireNames(among: ["y", "z"]) }
        }
    }

    @Test(arguments: ["(", "not ", "-", "1+", "lower(", "a in [", "if(true,1,", "1 < (", "true and "])
    func `hostile nesting is refused, not followed`(piece: String) {
        let count = Expression.lengthLimit / piece.utf8.count
        #expect(throws: ExpressionError.self) { try Expression(String(repeating: piece, count: count)) }
        #expect(throws: ExpressionError.self) { try Expression(String(repeating: piece, count: 70) + "1") }
    }

    @Test func `as much nesting as is allowed evaluates`() throws {
        let depth = Expression.depthLimit - 1
        #expect(try Expression(String(repeating: "-", count: depth) + "1").evaluate { _ in .missing } == -1)
        #expect(
            try Expression(Array(repeating: "1", count: depth).joined(separator: "+")).evaluate { _ in .missing } == 63
        )
        let nested = String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
        #expect(try Expression(nested).evaluate { _ in .missing } == 1)
    }

    @Test func `a text that is too long is refused and not repeated`() {
        let text = String(repeating: "a", count: Expression.lengthLimit + 1)
        let told = message(text)
        #expect(told.hasSuffix("8193 bytes long; at most 8192 are allowed"))
        #expect(told.count < 200)
    }
}
