import Testing
import Training

@Suite("Name suggestion")
struct NameSuggestionTests {
    @Test(
        "finds the name that was meant",
        arguments: [("lambda_12", "lambda_l2"), ("LEAVES", "leaves"), ("leavse", "leaves"), ("zzzzzz", nil)]
    )
    func nearest(name: String, expected: String?) {
        #expect(NameSuggestion.nearest(to: name, in: ["leaves", "lambda_l1", "lambda_l2"]) == expected)
    }

    @Test("a tie goes to the first, and no candidates give none")
    func ties() {
        #expect(NameSuggestion.nearest(to: "abc", in: ["abd", "abe"]) == "abd")
        #expect(NameSuggestion.nearest(to: "abc", in: []) == nil)
    }
}
