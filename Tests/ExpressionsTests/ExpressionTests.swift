import Expressions
import Placement
import Statistics
import Testing

/// The names that the examples read.
private let values: [String: Value] = [
    "one": 1, "two": "2", "half": "0.5", "word": "Warm", "code": "1e1", "yes": true, "no": "false", "zero": "0",
    "list": .list([1]), "record": .record(["a": 1]), "workload.code": "print(1)", "brotli-0_1t": 7, "a.b c": 8,
    "type": "m5d.2xlarge", "big": 1e300,
]

private func evaluate(_ text: String) throws -> Value {
    try Expression(text).evaluate { values[$0.text] ?? .missing }
}

@Suite struct ExpressionTests {
    @Test(
        arguments: [
            ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("7 - 2 - 1", 4), ("8 / 4 / 2", 1), ("7 % 4", 3), ("-7 % 4", -3),
            ("-one + --one", 0), ("2 * -3", -6), ("1e3 + .5 + 1.25e-2", 1000.5125), ("two * half", 1), ("code + 1", 11),
            ("yes + yes", 2), ("`brotli-0_1t` / 2", 3.5), ("`a.b c`", 8),
            ("1 / zero", .missing), ("1 % 0", .missing), ("big * big", .missing), ("-absent", .missing),
            ("one + absent", .missing), ("absent * absent", .missing),
        ] as [(String, Value)]
    )
    func `arithmetic is on numbers, missing propagates, and nothing is infinite`(text: String, value: Value) throws {
        #expect(try evaluate(text) == value)
    }

    @Test(
        arguments: [
            ("one == 1", true), ("two == 2", true), ("two == 2.0", true), ("two == '2.0'", false),
            ("two == \"2\"", true),
            ("two < 10", true), ("two < '10'", true), ("'b' < 'a'", false), ("'a' <= 'a'", true), ("word >= 'V'", true),
            ("word == 1", false), ("word != 1", true), ("one > 0.5", true), ("yes == true", true),
            ("no == false", true),
            ("yes == 'true'", true), ("no == true", false), ("zero == false", true), ("list == list", true),
            ("list != record", true), ("list == 1", false),
            ("absent == 1", false), ("absent != 1", false), ("absent < 1", false), ("absent == absent", false),
            ("absent == missing", true), ("missing == absent", true), ("one == missing", false),
            ("one != missing", true),
            ("absent != missing", false), ("isMissing(absent)", true), ("isMissing(one)", false),
            ("word in ['Cold', 'Warm']", true), ("word in []", false), ("two in [1, 2]", true),
            ("one not in [2]", true),
            ("absent in [1, missing]", false), ("absent not in [1]", true),
        ] as [(String, Value)]
    )
    func `comparisons are of numbers where a number is meant, and false for missing`(text: String, value: Value) throws
    {
        #expect(try evaluate(text) == value)
    }

    @Test(
        arguments: [
            ("true and 1 and yes", true), ("true and no", false), ("false or one", true), ("false or 0", false),
            ("not true", false), ("not not yes", true), ("not one == 2", true), ("true or false and false", true),
            ("false and absent", false), ("absent and false", false), ("true and absent", .missing),
            ("true or absent", true), ("absent or true", true), ("false or absent", .missing), ("not absent", .missing),
            ("zero or two", true), ("false and word", false), ("true or word", true),
        ] as [(String, Value)]
    )
    func `conditions know missing as undecided`(text: String, value: Value) throws {
        #expect(try evaluate(text) == value)
    }

    @Test(
        arguments: [
            ("if(one == 1, 'a', word + 1)", "a"), ("if(zero, 'a', 'b')", "b"), ("if(absent, 1, 2)", .missing),
            ("coalesce(absent, two, one)", "2"), ("coalesce(absent)", .missing),
            ("number(two)", 2), ("number(word)", .missing), ("number('')", .missing), ("number(list)", .missing),
            ("text(0.5)", "0.5"), ("text(2.0)", "2"), ("text(yes)", "true"), ("text(absent)", .missing),
            ("lower(word)", "warm"), ("upper(word)", "WARM"), ("length('aü😀')", 3), ("length(absent)", .missing),
            ("contains(word, 'ar')", true), ("contains(word, '')", true), ("contains(word, 'x')", false),
            ("startsWith(word, 'Wa')", true), ("endsWith(word, 'm')", true), ("endsWith(word, absent)", .missing),
            ("extract(type, '^([a-z]+[0-9]+)')", "m5"), ("extract(type, '\\.(\\d*)(?:x)?large$')", "2"),
            ("extract(type, '(z)')", .missing), ("extract(type, 'm|(z)')", .missing),
            ("extract(absent, '(z)')", .missing),
            ("replace(type, '.', '-')", "m5d-2xlarge"), ("replace(type, '', '-')", "m5d.2xlarge"),
            ("concat(word, '/', one)", "Warm/1"), ("concat(word, absent)", .missing), ("'it''s' ", "it's"),
            ("log(exp(1))", 1), ("log1p(0)", 0), ("log2(8)", 3), ("log(0)", .missing), ("sqrt(9)", 3),
            ("sqrt(-1)", .missing), ("exp(1000)", .missing), ("abs(-2)", 2), ("min(3, two, 5)", 2), ("max(3, two)", 3),
            ("max(3, absent)", .missing), ("round(2.5)", 3), ("round(-2.5)", -3), ("floor(-0.5)", -1),
            ("workload.code", "print(1)"), ("hash(absent)", .missing), ("missing", .missing),
        ] as [(String, Value)]
    )
    func `functions do what the page says`(text: String, value: Value) throws {
        #expect(try evaluate(text) == value)
    }

    @Test func `the hash is the same in every process and differs for neighbours`() throws {
        #expect(try evaluate("hash('aws/m5.large')") == .number(StableHash.fraction(of: "aws/m5.large")))
        let fractions = (0..<10_000).map { StableHash.fraction(of: "aws/m5.\($0)xlarge") }
        let low = fractions.count { $0 < 0.3 }
        #expect(fractions.allSatisfy { (0..<1).contains($0) })
        #expect((2850...3150).contains(low), "binomial, 3.3 standard deviations around 3000: \(low)")
    }

    @Test func `names are listed once, in the order of the text, with their paths`() throws {
        let expression = try Expression("b.c + a * b.c - `x.y` + if(d, 1, 2)")
        #expect(expression.names.map(\.text) == ["b.c", "a", "x.y", "d"])
        #expect(expression.names.map(\.path) == [["b", "c"], ["a"], ["x.y"], ["d"]])
        #expect(expression.names.map(\.index) == [0, 1, 2, 3])
        #expect(expression == (try Expression(expression.text)))
        #expect(Set([expression]).contains(expression))
    }

    @Test func `numbers and conditions are read as such`() throws {
        let expression = try Expression("x")
        #expect(try expression.number { _ in "1.5" } == 1.5)
        #expect(try expression.number { _ in .missing } == nil)
        #expect(try expression.condition { _ in "1" } == true)
        #expect(try expression.condition { _ in .missing } == nil)
        #expect(throws: ExpressionError.self) { try expression.number { _ in "abc" } }
        #expect(throws: ExpressionError.self) { try expression.condition { _ in "abc" } }
    }
}
