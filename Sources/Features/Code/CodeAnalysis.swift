/// Counts that describe the shape of a program's source without keeping any of its text.
///
/// The text is split into tokens by the lexical rules of its language (comments and string contents do not count), and
/// `complexity` is McCabe's cyclomatic number estimated from tokens: one plus the number of branching words and
/// operators.
///
/// - SeeAlso: T. J. McCabe, "A Complexity Measure", IEEE TSE SE-2(4), 1976.
package struct CodeAnalysis: Sendable, Hashable {
    /// Line feeds plus one; 0 for an empty source.
    package private(set) var lines = 0
    /// Words, literals and symbols; comments are none.
    package private(set) var tokens = 0
    /// Branching words and operators.
    package private(set) var decisions = 0
    /// Words that begin a loop.
    package private(set) var loops = 0
    /// Words that begin a function.
    package private(set) var functions = 0
    /// Words that begin an import.
    package private(set) var imports = 0
    /// Opening parentheses right after a name that is not being defined.
    package private(set) var calls = 0
    /// Different names that are no words of the language.
    package private(set) var distinctNames = 0
    /// The most brackets, or levels of indentation where these are the blocks, that are open at once.
    package private(set) var deepestNesting = 0

    /// McCabe's number as it is estimated here: ``decisions`` + 1.
    package var complexity: Int { 1 + self.decisions }

    /// Reads at most this much; longer sources are described by their beginning, and by their whole length elsewhere.
    package static let byteLimit = 1 << 20

    /// - Parameters:
    ///   - source: Any text; what is not valid in the language is still counted.
    ///   - language: A language's name in any case (`python`, `JavaScript`, `go`, …); an unknown one is read by the
    ///     rules of the C family.
    /// - Complexity: O(*n*) in the length of the source.
    package init(_ source: String, language: String?) {
        let lexicon = Lexicon.named(language)
        var scanner = TokenScanner(bytes: Self.bytes(of: source), lexicon: lexicon)
        var names = NameSet()
        var nesting = 0
        var previousIsName = false
        var isDefined = false
        self.lines = scanner.bytes.isEmpty ? 0 : 1 + scanner.bytes.count { $0 == UInt8(ascii: "\n") }
        while let token = scanner.next() {
            self.tokens += 1
            switch token {
            case .word(let word):
                let uses = lexicon.uses(of: word)
                self.count(uses)
                if uses.isEmpty { names.insert(word, of: scanner.bytes) }
                previousIsName = uses.isEmpty && !isDefined
                isDefined = uses.contains(.function)
            case .symbol(let symbol):
                switch symbol {
                case UInt8(ascii: "("):
                    if previousIsName { self.calls += 1 }
                    nesting += 1
                case UInt8(ascii: "{"), UInt8(ascii: "["): nesting += 1
                case UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"): nesting = max(0, nesting - 1)
                default: break
                }
                previousIsName = false
            case .branchOperator:
                self.decisions += 1
                previousIsName = false
            case .literal: previousIsName = false
            case .indent(let depth): self.deepestNesting = max(self.deepestNesting, depth)
            }
            self.deepestNesting = max(self.deepestNesting, nesting)
        }
        self.distinctNames = names.count
    }

    private mutating func count(_ uses: WordUses) {
        guard !uses.isEmpty else { return }
        if uses.contains(.branch) { self.decisions += 1 }
        if uses.contains(.loop) { self.loops += 1 }
        if uses.contains(.function) { self.functions += 1 }
        if uses.contains(.import) { self.imports += 1 }
    }

    private static func bytes(of source: String) -> [UInt8] {
        source.utf8.withContiguousStorageIfAvailable { Array($0.prefix(Self.byteLimit)) }
            ?? Array(source.utf8.prefix(Self.byteLimit))
    }
}
