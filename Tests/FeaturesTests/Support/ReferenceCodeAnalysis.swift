/// What ``CodeAnalysis`` counts, by texts and sets: slow and simple.
///
/// The text is split into tokens by the lexical rules of its language (comments and string contents do not count), and
/// `complexity` is McCabe's cyclomatic number estimated from tokens: one plus the number of branching words and
/// operators.
///
/// - SeeAlso: T. J. McCabe, "A Complexity Measure", IEEE TSE SE-2(4), 1976.
struct ReferenceCodeAnalysis: Sendable, Hashable {
    private(set) var lines = 0
    private(set) var tokens = 0
    private(set) var decisions = 0
    private(set) var loops = 0
    private(set) var functions = 0
    private(set) var imports = 0
    private(set) var calls = 0
    private(set) var distinctNames = 0
    private(set) var deepestNesting = 0

    var complexity: Int { 1 + self.decisions }

    /// Reads at most this much; longer sources are described by their beginning, and by their whole length elsewhere.
    static let byteLimit = 1 << 20

    /// - Parameters:
    ///   - source: Any text; what is not valid in the language is still counted.
    ///   - language: A language's name in any case (`python`, `JavaScript`, `go`, …); an unknown one is read by the
    ///     rules of the C family.
    /// - Complexity: O(*n*) in the length of the source.
    init(_ source: String, language: String?) {
        let lexicon = Lexicon.named(language)
        var scanner = TokenScanner(bytes: Array(source.utf8.prefix(Self.byteLimit)), lexicon: lexicon)
        var names: Set<ArraySlice<UInt8>> = []
        var nesting = 0
        var previousIsName = false
        var isDefined = false
        self.lines = scanner.bytes.isEmpty ? 0 : 1 + scanner.bytes.count { $0 == UInt8(ascii: "\n") }
        while let token = scanner.next() {
            self.tokens += 1
            switch token {
            case .word(let bytes):
                let word = String(decoding: bytes, as: UTF8.self)
                if lexicon.branches.contains(word) { self.decisions += 1 }
                if lexicon.loops.contains(word) { self.loops += 1 }
                if lexicon.functions.contains(word) { self.functions += 1 }
                if lexicon.imports.contains(word) { self.imports += 1 }
                let isName = !lexicon.isReserved(word)
                if isName { names.insert(bytes) }
                previousIsName = isName && !isDefined
                isDefined = lexicon.functions.contains(word)
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
}

/// The words of a language that matter for counting.
private struct Lexicon {
    let lineComments: [[UInt8]]
    let blockComment: (open: [UInt8], close: [UInt8])?
    let indents: Bool
    let branches: Set<String>
    let loops: Set<String>
    let functions: Set<String>
    let imports: Set<String>

    func isReserved(_ word: String) -> Bool {
        self.branches.contains(word) || self.loops.contains(word) || self.functions.contains(word)
            || self.imports.contains(word)
    }

    static func named(_ language: String?) -> Lexicon {
        switch language?.lowercased() {
        case "python", "py": .python
        case "ruby", "rb": .ruby
        case "bash", "sh", "shell", "r", "julia": .script
        default: .cFamily
        }
    }

    private static let python = Lexicon(
        lineComments: [Array("#".utf8)],
        blockComment: nil,
        indents: true,
        branches: ["if", "elif", "for", "while", "except", "and", "or", "case", "assert"],
        loops: ["for", "while"],
        functions: ["def", "lambda", "class"],
        imports: ["import"]
    )
    private static let ruby = Lexicon(
        lineComments: [Array("#".utf8)],
        blockComment: (Array("=begin".utf8), Array("=end".utf8)),
        indents: false,
        branches: ["if", "elsif", "unless", "for", "while", "until", "rescue", "when", "and", "or"],
        loops: ["for", "while", "until", "each", "loop"],
        functions: ["def", "class", "module"],
        imports: ["require", "require_relative", "include"]
    )
    private static let script = Lexicon(
        lineComments: [Array("#".utf8)],
        blockComment: nil,
        indents: false,
        branches: ["if", "elif", "elseif", "for", "while", "until", "case"],
        loops: ["for", "while", "until"],
        functions: ["function"],
        imports: ["source", "library", "using", "import"]
    )
    private static let cFamily = Lexicon(
        lineComments: [Array("//".utf8)],
        blockComment: (Array("/*".utf8), Array("*/".utf8)),
        indents: false,
        branches: ["if", "for", "while", "case", "catch", "guard", "foreach", "match", "select", "when"],
        loops: ["for", "while", "foreach", "loop"],
        functions: ["func", "function", "fn", "fun", "class", "struct", "interface", "lambda"],
        imports: ["import", "require", "use", "using", "include", "package"]
    )
}

private enum Token {
    case word(ArraySlice<UInt8>)
    case literal
    case branchOperator
    case symbol(UInt8)
    /// Depth of indentation at the start of a line, in steps of the file's first indentation; not a token of the text.
    case indent(Int)
}

/// Splits source bytes into tokens; never fails, whatever the bytes are.
private struct TokenScanner {
    let bytes: [UInt8]
    let lexicon: Lexicon
    private var position = 0
    private var indentWidth = 0
    private var atLineStart = true

    init(bytes: [UInt8], lexicon: Lexicon) {
        self.bytes = bytes
        self.lexicon = lexicon
    }

    mutating func next() -> Token? {
        while self.position < self.bytes.count {
            if self.atLineStart {
                self.atLineStart = false
                if self.lexicon.indents, let depth = self.indentation() { return .indent(depth) }
            }
            let byte = self.bytes[self.position]
            if byte == UInt8(ascii: "\n") {
                self.atLineStart = true
                self.position += 1
            } else if byte <= UInt8(ascii: " ") {
                self.position += 1
            } else if !self.skipComment() {
                return self.token(startingWith: byte)
            }
        }
        return nil
    }

    private mutating func indentation() -> Int? {
        var width = 0
        var index = self.position
        while index < self.bytes.count,
            self.bytes[index] == UInt8(ascii: " ") || self.bytes[index] == UInt8(ascii: "\t")
        {
            width += self.bytes[index] == UInt8(ascii: "\t") ? 4 : 1
            index += 1
        }
        guard width > 0, index < self.bytes.count, self.bytes[index] != UInt8(ascii: "\n") else { return nil }
        self.position = index
        if self.indentWidth == 0 { self.indentWidth = width }
        return (width + self.indentWidth - 1) / self.indentWidth
    }

    private mutating func skipComment() -> Bool {
        if let block = self.lexicon.blockComment, self.startsHere(block.open) {
            self.position += block.open.count
            while self.position < self.bytes.count, !self.startsHere(block.close) { self.position += 1 }
            self.position = min(self.bytes.count, self.position + block.close.count)
            return true
        }
        guard self.lexicon.lineComments.contains(where: self.startsHere) else { return false }
        while self.position < self.bytes.count, self.bytes[self.position] != UInt8(ascii: "\n") { self.position += 1 }
        return true
    }

    private func startsHere(_ mark: [UInt8]) -> Bool {
        self.bytes[self.position...].starts(with: mark)
    }

    private mutating func token(startingWith byte: UInt8) -> Token {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            self.skipString(quote: byte)
            return .literal
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            self.position = self.endOfWord()
            return .literal
        case UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "?"):
            let isDoubled = self.position + 1 < self.bytes.count && self.bytes[self.position + 1] == byte
            self.position += isDoubled ? 2 : 1
            return isDoubled || byte == UInt8(ascii: "?") ? .branchOperator : .symbol(byte)
        case _ where Self.isWordByte(byte):
            let start = self.position
            self.position = self.endOfWord()
            return .word(self.bytes[start..<self.position])
        default:
            self.position += 1
            return .symbol(byte)
        }
    }

    private func endOfWord() -> Int {
        var index = self.position
        while index < self.bytes.count, Self.isWordByte(self.bytes[index]) { index += 1 }
        return index
    }

    private mutating func skipString(quote: UInt8) {
        let triple = [quote, quote, quote]
        let isTriple = self.startsHere(triple)
        self.position += isTriple ? 3 : 1
        while self.position < self.bytes.count {
            if self.bytes[self.position] == UInt8(ascii: "\\") {
                self.position = min(self.bytes.count, self.position + 2)
            } else if isTriple ? self.startsHere(triple) : self.bytes[self.position] == quote {
                self.position += isTriple ? 3 : 1
                return
            } else if !isTriple, quote != UInt8(ascii: "`"), self.bytes[self.position] == UInt8(ascii: "\n") {
                return
            } else {
                self.position += 1
            }
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
            true
        default: false
        }
    }
}
