internal import Placement
internal import Problems

/// Builds the terms of an expression by recursive descent; the grammar is on the module's page.
struct Parser {
    private let text: String
    private let tokens: [Token]
    private var position = 0
    private var nesting = 0
    private(set) var names: [Name] = []

    init(_ text: String) throws(ExpressionError) {
        guard text.utf8.count <= Expression.lengthLimit else {
            throw ExpressionError(
                text,
                at: 0,
                .tooLong(bytes: text.utf8.count, limit: Expression.lengthLimit)
            )
        }
        var scanner = Scanner(text)
        self.text = text
        self.tokens = try scanner.tokens()
    }

    mutating func expression() throws(ExpressionError) -> Term {
        let term = try self.disjunction()
        guard self.token.kind == .end else { throw self.unexpected("an operator or the end") }
        return term
    }

    // MARK: Tokens

    private var token: Token { self.tokens[self.position] }

    private mutating func advance() { self.position = min(self.position + 1, self.tokens.count - 1) }

    private mutating func skip(symbol: String) -> Bool {
        guard self.token.kind == .symbol(symbol) else { return false }
        self.advance()
        return true
    }

    private mutating func skip(word: String) -> Bool {
        guard self.token.kind == .name(word) else { return false }
        self.advance()
        return true
    }

    private mutating func require(symbol: String, or other: String = "") throws(ExpressionError) {
        guard self.skip(symbol: symbol) else { throw self.unexpected("'\(symbol)'\(other)") }
    }

    private func unexpected(_ expected: String) -> ExpressionError {
        let token = self.token
        let found = token.kind == .end ? "the end" : "'\(self.slice(token.start, token.end))'"
        return ExpressionError(self.text, at: token.start, .unexpected(found: found, expected: expected))
    }

    private func slice(_ start: Int, _ end: Int) -> String {
        String(decoding: self.text.utf8.dropFirst(start).prefix(end - start), as: UTF8.self)
    }

    // MARK: Terms

    /// A term from `start` to the token before the current one.
    private func term(
        _ form: Term.Form,
        from start: Int,
        over parts: [Term] = []
    ) throws(ExpressionError) -> Term {
        let height = 1 + (parts.map(\.height).max() ?? 0)
        guard height <= Expression.depthLimit else { throw self.tooDeep(at: start) }
        return Term(form: form, start: start, end: self.tokens[max(0, self.position - 1)].end, height: height)
    }

    private func tooDeep(at offset: Int) -> ExpressionError {
        ExpressionError(self.text, at: offset, .tooDeep(limit: Expression.depthLimit))
    }

    private mutating func disjunction() throws(ExpressionError) -> Term {
        self.nesting += 1
        defer { self.nesting -= 1 }
        guard self.nesting <= Expression.depthLimit else { throw self.tooDeep(at: self.token.start) }
        var left = try self.conjunction()
        while self.skip(word: "or") {
            let right = try self.conjunction()
            left = try self.term(.or(left, right), from: left.start, over: [left, right])
        }
        return left
    }

    private mutating func conjunction() throws(ExpressionError) -> Term {
        var left = try self.inversion()
        while self.skip(word: "and") {
            let right = try self.inversion()
            left = try self.term(.and(left, right), from: left.start, over: [left, right])
        }
        return left
    }

    private mutating func inversion() throws(ExpressionError) -> Term {
        var starts: [Int] = []
        while self.token.kind == .name("not") {
            starts.append(self.token.start)
            self.advance()
        }
        var term = try self.comparison()
        for start in starts.reversed() { term = try self.term(.not(term), from: start, over: [term]) }
        return term
    }

    private mutating func comparison() throws(ExpressionError) -> Term {
        let left = try self.sum()
        if self.skip(word: "in") { return try self.membership(of: left) }
        if self.token.kind == .name("not") {
            self.advance()
            guard self.skip(word: "in") else { throw self.unexpected("'in'") }
            let member = try self.membership(of: left)
            return try self.term(.not(member), from: left.start, over: [member])
        }
        guard case .symbol(let symbol) = self.token.kind, let comparison = Term.Comparison(rawValue: symbol) else {
            return left
        }
        self.advance()
        let right = try self.sum()
        if case .symbol(let next) = self.token.kind, Term.Comparison(rawValue: next) != nil {
            throw self.unexpected("'and' or the end, as comparisons do not chain")
        }
        return try self.compare(comparison, left, right)
    }

    /// `== missing` and `!= missing` ask whether a value is missing; any other comparison needs both values.
    private func compare(
        _ comparison: Term.Comparison,
        _ left: Term,
        _ right: Term
    ) throws(ExpressionError) -> Term {
        let tested: Term? =
            switch (left.form, right.form) {
            case (_, .constant(.missing)): left
            case (.constant(.missing), _): right
            default: nil
            }
        guard let tested, comparison == .equal || comparison == .unequal else {
            return try self.term(.comparison(comparison, left, right), from: left.start, over: [left, right])
        }
        let test = try self.term(.isMissing(tested), from: left.start, over: [left, right])
        return comparison == .equal ? test : try self.term(.not(test), from: left.start, over: [test])
    }

    private mutating func membership(of left: Term) throws(ExpressionError) -> Term {
        try self.require(symbol: "[")
        let members = try self.list(until: "]")
        return try self.term(.member(left, of: members), from: left.start, over: [left] + members)
    }

    private mutating func sum() throws(ExpressionError) -> Term {
        var left = try self.product()
        while case .symbol(let symbol) = self.token.kind, symbol == "+" || symbol == "-",
            let operation = Term.Arithmetic(rawValue: symbol)
        {
            self.advance()
            let right = try self.product()
            left = try self.term(.arithmetic(operation, left, right), from: left.start, over: [left, right])
        }
        return left
    }

    private mutating func product() throws(ExpressionError) -> Term {
        var left = try self.signed()
        while case .symbol(let symbol) = self.token.kind, symbol == "*" || symbol == "/" || symbol == "%",
            let operation = Term.Arithmetic(rawValue: symbol)
        {
            self.advance()
            let right = try self.signed()
            left = try self.term(.arithmetic(operation, left, right), from: left.start, over: [left, right])
        }
        return left
    }

    private mutating func signed() throws(ExpressionError) -> Term {
        var starts: [Int] = []
        while self.token.kind == .symbol("-") {
            starts.append(self.token.start)
            self.advance()
        }
        var term = try self.primary()
        for start in starts.reversed() { term = try self.term(.negation(term), from: start, over: [term]) }
        return term
    }

    // MARK: Primaries

    private static let words: [String: Value] = ["true": true, "false": false, "missing": .missing]
    private static let operators: Set<String> = ["and", "or", "not", "in"]

    private mutating func primary() throws(ExpressionError) -> Term {
        let token = self.token
        switch token.kind {
        case .number(let number): return try self.constant(.number(number))
        case .text(let text): return try self.constant(.text(text))
        case .quotedName(let name): return try self.name(name, path: [name])
        case .name(let word):
            if let value = Self.words[word] { return try self.constant(value) }
            if Self.operators.contains(word) { break }
            return try self.nameOrCall(word)
        case .symbol("("):
            self.advance()
            let inner = try self.disjunction()
            try self.require(symbol: ")", or: " or an operator")
            return Term(
                form: inner.form,
                start: token.start,
                end: self.tokens[self.position - 1].end,
                height: inner.height
            )
        case .symbol, .end: break
        }
        throw self.unexpected("a value")
    }

    private mutating func constant(_ value: Value) throws(ExpressionError) -> Term {
        let start = self.token.start
        self.advance()
        return try self.term(.constant(value), from: start)
    }

    private mutating func name(_ text: String, path: [String]) throws(ExpressionError) -> Term {
        let start = self.token.start
        self.advance()
        let known = self.names.first { $0.text == text && $0.path == path }
        let name = known ?? Name(text: text, path: path, index: self.names.count)
        if known == nil { self.names.append(name) }
        return try self.term(.name(name), from: start)
    }

    private mutating func nameOrCall(_ word: String) throws(ExpressionError) -> Term {
        let start = self.token.start
        guard self.tokens[self.position + 1].kind == .symbol("(") else {
            let path = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard !path.contains("") else { throw self.unexpected("a name with one dot between its parts") }
            return try self.name(word, path: path)
        }
        guard let function = Function(rawValue: word) else {
            let nearest = nearestName(to: word, among: Function.allCases.map(\.rawValue))
            throw ExpressionError(self.text, at: start, .unknownFunction(word, nearest: nearest))
        }
        self.advance()
        self.advance()
        let arguments = try self.list(until: ")")
        guard function.arguments.contains(arguments.count) else {
            throw ExpressionError(
                self.text,
                at: start,
                .wrongArgumentCount(
                    function: word,
                    found: arguments.count,
                    expected: function.argumentsInWords
                )
            )
        }
        return try self.call(function, arguments, from: start)
    }

    private func call(
        _ function: Function,
        _ arguments: [Term],
        from start: Int
    ) throws(ExpressionError) -> Term {
        switch function {
        case .isMissing: return try self.term(.isMissing(arguments[0]), from: start, over: arguments)
        case .extract:
            guard case .constant(.text(let pattern)) = arguments[1].form else {
                throw ExpressionError(
                    self.text,
                    at: arguments[1].start,
                    .unexpected(
                        found: "'\(self.slice(arguments[1].start, arguments[1].end))'",
                        expected: "a pattern in quotes"
                    )
                )
            }
            switch Pattern.compile(pattern) {
            case .success(let compiled):
                return try self.term(.extraction(arguments[0], compiled), from: start, over: arguments)
            case .failure(let problem):
                throw ExpressionError(
                    self.text,
                    at: arguments[1].start,
                    .invalidPattern(pattern, problem: problem.description)
                )
            }
        default: return try self.term(.call(function, arguments), from: start, over: arguments)
        }
    }

    /// Terms with commas between them, up to and over the closing symbol.
    private mutating func list(until close: String) throws(ExpressionError) -> [Term] {
        if self.skip(symbol: close) { return [] }
        var terms = [try self.disjunction()]
        while self.skip(symbol: ",") { terms.append(try self.disjunction()) }
        try self.require(symbol: close, or: " or ','")
        return terms
    }
}
