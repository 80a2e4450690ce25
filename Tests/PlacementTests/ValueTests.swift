import Foundation
import Placement
import Testing

@Suite struct ValueTests {
    struct Case: Sendable {
        let value: Value
        let number: Double?
        let text: String?
        let flag: Bool?
        let kind: String
    }

    static let cases = [
        Case(value: .missing, number: nil, text: nil, flag: nil, kind: "nothing"),
        Case(value: true, number: 1, text: "true", flag: true, kind: "a Boolean"),
        Case(value: false, number: 0, text: "false", flag: false, kind: "a Boolean"),
        Case(value: 512, number: 512, text: "512", flag: true, kind: "a number"),
        Case(value: 0, number: 0, text: "0", flag: false, kind: "a number"),
        Case(value: -0.5, number: -0.5, text: "-0.5", flag: true, kind: "a number"),
        Case(value: "1.5e3", number: 1500, text: "1.5e3", flag: nil, kind: "a string"),
        Case(value: "true", number: nil, text: "true", flag: true, kind: "a string"),
        Case(value: "false", number: nil, text: "false", flag: false, kind: "a string"),
        Case(value: "inf", number: nil, text: "inf", flag: nil, kind: "a string"),
        Case(value: "nan", number: nil, text: "nan", flag: nil, kind: "a string"),
        Case(value: "abc", number: nil, text: "abc", flag: nil, kind: "a string"),
        Case(value: .list([1]), number: nil, text: nil, flag: nil, kind: "a list"),
        Case(value: .record(["a": 1]), number: nil, text: nil, flag: nil, kind: "an object"),
    ]

    @Test(arguments: Self.cases)
    func `a value is a number, a text or a truth value where it can be`(example: Case) {
        #expect(example.value.number == example.number)
        #expect(example.value.text == example.text)
        #expect(example.value.flag == example.flag)
        #expect(example.value.kind == example.kind)
        #expect(example.value.isMissing == (example.kind == "nothing"))
    }

    @Test(arguments: Self.cases)
    func `a value survives JSON`(example: Case) throws {
        for value in [example.value, .list([example.value, example.value]), .record(["x": example.value])] {
            let data = try JSONEncoder().encode(value)
            #expect(try JSONDecoder().decode(Value.self, from: data) == value)
        }
    }

    @Test func `a number that is none is no truth value`() { #expect(Value.number(.nan).flag == nil) }

    @Test(arguments: [
        (512.0, "512"), (-3, "-3"), (0.1, "0.1"), (1e18, "1000000000000000000"), (1e300, "1e+300"), (-0.0, "0"),
    ])
    func `whole numbers are spelled without a fraction`(number: Double, text: String) {
        #expect(Value.spelling(of: number) == text)
    }

    @Test(arguments: [
        (["a", "b"], Value.number(7)), (["a"], .record(["b": 7, "c": .missing])), (["a", "c"], .missing),
        (["a", "b", "d"], .missing), (["x"], .missing),
    ])
    func `a path leads to a value, and to missing where a step does not exist`(path: [String], found: Value) {
        #expect(Value.record(["a": .record(["b": 7, "c": .missing])])[path: path] == found)
    }

    @Test func `an empty path is the value itself`() { #expect(Value("x")[path: [String]()] == "x") }

    @Test func `what is no JSON value is refused`() {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Value.self, from: Data("{".utf8)) }
    }
}

@Suite struct IdentifierTests {
    @Test func `ids are ordered by their text and are a text in JSON`() throws {
        let ids = ["b", "a", "B"].map { Target.ID($0) }
        #expect(ids.sorted().map(\.description) == ["B", "a", "b"])
        let data = try JSONEncoder().encode(ids)
        #expect(String(data: data, encoding: .utf8) == #"["b","a","B"]"#)
        #expect(try JSONDecoder().decode([Target.ID].self, from: data) == ids)
    }
}

@Suite struct FeatureVectorTests {
    private static let vector = FeatureVector([1, .nan, -0.0, .leastNonzeroMagnitude, 0.1 + 0.2])

    @Test func `missing is null in JSON and every other value keeps its bits`() throws {
        let data = try JSONEncoder().encode(Self.vector)
        #expect(String(data: data, encoding: .utf8)?.hasPrefix("[1,null,-0") == true)
        let again = try JSONDecoder().decode(FeatureVector.self, from: data)
        #expect(again == Self.vector)
        #expect(again.hashValue == Self.vector.hashValue)
    }

    @Test func `vectors are compared bit by bit, a missing value being equal to itself`() {
        let otherNaN = FeatureVector([1, .signalingNaN, -0.0, .leastNonzeroMagnitude, 0.1 + 0.2])
        #expect(otherNaN == Self.vector && Set([otherNaN, Self.vector]).count == 1)
        #expect(FeatureVector([0.0]) != FeatureVector([-0.0]))
        #expect(FeatureVector([0.3]) != FeatureVector([0.1 + 0.2]))
        #expect(FeatureVector([]) != FeatureVector([1]))
    }
}
