/// What a word of a language stands for; a word may stand for several things, and one that stands for none is a name.
struct WordUses: OptionSet, Sendable {
    let rawValue: UInt8

    static let branch = WordUses(rawValue: 1)
    static let loop = WordUses(rawValue: 2)
    static let function = WordUses(rawValue: 4)
    static let `import` = WordUses(rawValue: 8)
}

/// The words of a language that matter for counting, found by their bytes.
struct Lexicon: Sendable {
    let lineComment: [UInt8]
    let blockComment: (open: [UInt8], close: [UInt8])?
    let indents: Bool
    /// A power of two of places; a word lies at its hash or, where that is taken, after it.
    private var places: [(head: WordHead, uses: WordUses)]

    private static let placeCount = 256

    private init(
        lineComment: String,
        blockComment: (open: String, close: String)?,
        indents: Bool,
        branches: [String],
        loops: [String],
        functions: [String],
        imports: [String]
    ) {
        self.lineComment = Array(lineComment.utf8)
        self.blockComment = blockComment.map { (Array($0.open.utf8), Array($0.close.utf8)) }
        self.indents = indents
        self.places = Array(repeating: (WordHead(), []), count: Self.placeCount)
        let words: [(WordUses, [String])] = [
            (.branch, branches), (.loop, loops), (.function, functions), (.import, imports),
        ]
        for (use, words) in words {
            for word in words { self.add(word, use) }
        }
    }

    private mutating func add(_ word: String, _ use: WordUses) {
        precondition(word.utf8.count <= WordHead.length, "a word of a lexicon has at most 16 bytes")
        var head = WordHead()
        for (index, byte) in word.utf8.enumerated() { head.set(byte, at: index) }
        let place = self.place(of: head)
        self.places[place] = (head, self.places[place].uses.union(use))
    }

    /// Where a word lies, or would lie.
    private func place(of head: WordHead) -> Int {
        var place = Int(truncatingIfNeeded: head.hash) & (Self.placeCount - 1)
        while !self.places[place].uses.isEmpty, self.places[place].head != head {
            place = (place + 1) & (Self.placeCount - 1)
        }
        return place
    }

    func uses(of word: Word) -> WordUses {
        word.length <= WordHead.length ? self.places[self.place(of: word.head)].uses : []
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
        lineComment: "#",
        blockComment: nil,
        indents: true,
        branches: ["if", "elif", "for", "while", "except", "and", "or", "case", "assert"],
        loops: ["for", "while"],
        functions: ["def", "lambda", "class"],
        imports: ["import"]
    )
    private static let ruby = Lexicon(
        lineComment: "#",
        blockComment: ("=begin", "=end"),
        indents: false,
        branches: ["if", "elsif", "unless", "for", "while", "until", "rescue", "when", "and", "or"],
        loops: ["for", "while", "until", "each", "loop"],
        functions: ["def", "class", "module"],
        imports: ["require", "require_relative", "include"]
    )
    private static let script = Lexicon(
        lineComment: "#",
        blockComment: nil,
        indents: false,
        branches: ["if", "elif", "elseif", "for", "while", "until", "case"],
        loops: ["for", "while", "until"],
        functions: ["function"],
        imports: ["source", "library", "using", "import"]
    )
    private static let cFamily = Lexicon(
        lineComment: "//",
        blockComment: ("/*", "*/"),
        indents: false,
        branches: ["if", "for", "while", "case", "catch", "guard", "foreach", "match", "select", "when"],
        loops: ["for", "while", "foreach", "loop"],
        functions: ["func", "function", "fn", "fun", "class", "struct", "interface", "lambda"],
        imports: ["import", "require", "use", "using", "include", "package"]
    )
}
