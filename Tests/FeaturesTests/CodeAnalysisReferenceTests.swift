import Features
import Testing

/// The scanner counts what the simple one counts, on texts of every shape.
@Suite struct CodeAnalysisReferenceTests {
    private static let pieces = [
        "if", "elif", "for", "while", "def", "class", "import", "function", "require_relative", "lambda", "(", ")", "{",
        "}", "[", "]", "\n", "\n    ", "\n\t", "\n        ", " ", "#", "//", "/*", "*/", "=begin", "=end", "\"", "'",
        "`", "\"\"\"", "'''", "\\", "&&", "||", "&", "|", "?", "??", "x", "name_1", "été", "0x1F", "12.5", "é",
        "a_name_that_is_longer_than_sixteen", "a_name_that_is_longer_than_sixteeN", "sixteen_bytes_ab", "=", ";", "\r",
        "catch", "interface", "package", "unless", "\u{0}", "😀",
    ]
    private static let languages = ["python", "Ruby", "bash", "go", nil, "R", "klingon"]

    @Test(arguments: Self.languages)
    func `counts agree with the simple analysis`(language: String?) {
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for length in [0, 1, 2, 3, 5, 10, 40, 200, 1000] {
            for _ in 0..<(length > 100 ? 20 : 100) {
                let source = (0..<length).map { _ in Self.pieces[next(Self.pieces.count)] }.joined(
                    separator: next(2) == 0 ? "" : " "
                )
                self.expectAgreement(source, language: language)
            }
        }
    }

    @Test func `thousands of names are each counted once`() {
        let source = (0..<6000).map { "name\($0 % 5000) another_name_of_more_bytes_\($0 % 700)" }.joined(separator: " ")
        #expect(CodeAnalysis(source, language: "go").distinctNames == 5700)
        self.expectAgreement(source, language: "python")
    }

    private func expectAgreement(_ source: String, language: String?) {
        let found = CodeAnalysis(source, language: language)
        let expected = ReferenceCodeAnalysis(source, language: language)
        #expect(
            [
                found.lines, found.tokens, found.decisions, found.loops, found.functions, found.imports, found.calls,
                found.distinctNames, found.deepestNesting,
            ] == [
                expected.lines, expected.tokens, expected.decisions, expected.loops, expected.functions,
                expected.imports, expected.calls, expected.distinctNames, expected.deepestNesting,
            ],
            "\(source)"
        )
    }
}
