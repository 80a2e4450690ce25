import Expressions
import Placement
import Testing

/// A bound expression gives what the expression gives, whichever names are known when it is bound.
@Suite struct BoundExpressionTests {
    private static let expressions = [
        "a", "-a", "a + b", "a - b * 2", "a / b", "a % b", "(a)", "-(a + 1) * b", "a < b", "a == b", "a != b",
        "a >= 2", "a is missing", "a is not missing", "not a", "a and b", "a or b", "not (a > b)", "not a or b",
        "a in [1, b, \"x\"]", "if(a, b, c)", "if(a > 1, b + 1, c)", "coalesce(a, b, 1)",
        "coalesce(a, 0) * b + coalesce(c, 1)",
        "min(a, b, c)", "max(a, b * 2)", "log(a)", "round(a / b)", "concat(a, \"-\", b)", "length(a)", "lower(a)",
        "contains(a, b)", "extract(a, \"([a-z]+)\")", "number(a)", "hash(a)", "replace(a, b, c)", "startsWith(a, b)",
        "a == missing", "abs(a) + sqrt(b)", "text(a)", "max(a, coalesce(b, 0) * c) / 1024",
    ]

    private static let values: [Value] = [
        .missing, 0, 1, 2.5, -3, .number(.nan), .number(.infinity), true, false, "x", "2", "true", "", .list([1, 2]),
        .record(["a": 1]),
    ]

    @Test(arguments: Self.expressions)
    func `values and errors are the same`(text: String) throws {
        guard let expression = try? Expression(text) else { return }
        var seed = 7
        for round in 0..<400 {
            var given: [String: Value] = [:]
            for name in ["a", "b", "c"] {
                seed = (seed &* 1_103_515_245 &+ 12345) & 0x7FFF_FFFF
                given[name] = Self.values[(seed >> 8) % Self.values.count]
            }
            let known = round % 8
            let slots = ["a", "b", "c"].map { given[$0] ?? .missing }
            for folding in [false, true] {
                let bound = expression.bound(folding: folding) { name in
                    let place = ["a", "b", "c"].firstIndex(of: name.text) ?? 0
                    return known >> place & 1 == 1 ? .value(slots[place]) : .slot(place)
                }
                let lookup = { (name: Name) in given[name.text] ?? .missing }
                self.expectSame({ try bound.evaluate(slots) }, { try expression.evaluate(lookup) }, text)
                self.expectSame(
                    { try bound.number(slots).map { .number($0) } ?? .missing },
                    { try expression.number(lookup).map { .number($0) } ?? .missing },
                    text
                )
                self.expectSame(
                    { try bound.condition(slots).map { .flag($0) } ?? .missing },
                    { try expression.condition(lookup).map { .flag($0) } ?? .missing },
                    text
                )
                if let constant = bound.constant {
                    self.expectSame({ constant }, { try expression.evaluate(lookup) }, text)
                }
            }
        }
    }

    @Test func `what follows from known values alone is computed once`() throws {
        let expression = try Expression("coalesce(a, 0) * b + max(a, 2) / 4")
        let bound = expression.bound { $0.text == "a" ? .value(8) : .slot(0) }
        #expect(bound.constant == nil)
        #expect(try bound.number([3]) == 26)
        #expect(expression.bound { _ in .value(2) }.constant == 4.5)
        #expect(try Expression("a and b").bound { $0.text == "a" ? .value(false) : .slot(0) }.constant == false)
    }

    private func expectSame(_ found: () throws -> Value, _ expected: () throws -> Value, _ text: String) {
        func outcome(_ body: () throws -> Value) -> String {
            do { return "\(try body())" } catch { return "error: \(error)" }
        }
        #expect(outcome(found) == outcome(expected), "\(text)")
    }
}
