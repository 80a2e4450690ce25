/// A declaration that stands in a file or directly in a type; what functions declare inside themselves is theirs.
struct Declaration {
    enum Kind: String {
        case type, `protocol`, `extension`, function, initializer, property, `subscript`, alias
    }

    struct Parameter: Equatable {
        let label: String
        let name: String
    }

    let kind: Kind
    /// As written; for an extension the type that it extends.
    let name: String
    /// The types around it, outermost first.
    let owner: String
    let isOwnedByProtocol: Bool
    /// `package` or `public`, or owned by a protocol that is.
    let isForOthers: Bool
    let mayFail: Bool
    let parameters: [Parameter]
    /// What stands behind the colon of a type.
    let inherits: [String]
    let isDocumented: Bool
    /// Counted from 0.
    let line: Int
    /// The line of the closing brace, if it has a body.
    var lastLine: Int

    var lineCount: Int { self.lastLine - self.line + 1 }

    var path: String { self.owner.isEmpty ? self.name : "\(self.owner).\(self.name)" }

    /// What a protocol and a type that conforms to it write alike.
    var signature: String {
        switch self.kind {
        case .function, .initializer, .subscript:
            "\(self.name)(\(self.parameters.map { "\($0.label):" }.joined()))"
        case .type, .protocol, .extension, .property, .alias: self.name
        }
    }
}

extension SourceFile {
    /// Every declaration, in order. One starts a line, as `swift format` lays them out.
    static func declarations(code: [String], lines: [String]) -> [Declaration] {
        var found: [Declaration] = []
        /// The open braces: what each belongs to, and the depth of brackets before it.
        var scopes: [(declaration: Int?, depth: Int)] = []
        var pending: Int?
        var depth = 0
        for (number, line) in code.enumerated() {
            let around = scopes.last.map(\.declaration)
            if depth == 0, let start = DeclarationStart(line),
                around == nil || around??.isInside(found) ?? false
            {
                found.append(
                    Self.declaration(
                        start,
                        line: number,
                        around: around.flatMap(\.self).map { found[$0] },
                        code: code,
                        lines: lines
                    )
                )
                pending = found.count - 1
            }
            for byte in line.utf8 {
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: "{"):
                    scopes.append((depth == 0 ? pending : nil, depth))
                    if depth == 0 { pending = nil }
                    depth = 0
                case UInt8(ascii: "}"):
                    guard let scope = scopes.popLast() else { break }
                    if let declaration = scope.declaration { found[declaration].lastLine = number }
                    depth = scope.depth
                default: break
                }
            }
        }
        return found
    }

    private static func declaration(
        _ start: DeclarationStart,
        line: Int,
        around: Declaration?,
        code: [String],
        lines: [String]
    ) -> Declaration {
        let rest = start.rest + "\n" + code[(line + 1)...].prefix(40).joined(separator: "\n")
        let isType = [.type, .protocol, .extension].contains(start.kind)
        let parameters = start.takesParameters ? Self.parameters(rest) : []
        let comment = lines[..<line].last { !$0.trimmingPrefix { $0 == " " }.hasPrefix("@") } ?? ""
        return Declaration(
            kind: start.kind,
            name: start.name,
            owner: around?.path ?? "",
            isOwnedByProtocol: around?.kind == .protocol,
            isForOthers: start.isForOthers || (around?.kind == .protocol && around?.isForOthers ?? false),
            mayFail: start.mayFail || Self.throwsAfterParameters(rest),
            parameters: parameters,
            inherits: isType ? Self.inheritance(rest) : [],
            isDocumented: comment.trimmingPrefix { $0 == " " }.hasPrefix("///"),
            line: line,
            lastLine: line
        )
    }

    /// The text between the first bracket and the one that closes it, and what follows.
    private static func bracketed(_ text: String) -> (inside: Substring, after: Substring)? {
        var angles = 0
        var depth = 0
        var start: String.Index?
        for index in text.indices {
            switch text[index] {
            case "<" where depth == 0: angles += 1
            case ">" where depth == 0: angles -= 1
            case "(":
                if depth == 0, angles <= 0 { start = text.index(after: index) }
                depth += 1
            case ")":
                depth -= 1
                if depth == 0, let start { return (text[start..<index], text[text.index(after: index)...]) }
            case "{" where depth == 0: return nil
            default: break
            }
        }
        return nil
    }

    private static func throwsAfterParameters(_ text: String) -> Bool {
        guard let after = Self.bracketed(text)?.after else { return false }
        return after.prefix { $0 != "{" && $0 != "\n" }.contains("throws")
    }

    private static func parameters(_ text: String) -> [Declaration.Parameter] {
        guard let inside = Self.bracketed(text)?.inside else { return [] }
        return Self.split(inside).compactMap { part in
            let words = part.prefix { $0 != ":" }.split(whereSeparator: \.isWhitespace).filter { !$0.hasPrefix("@") }
            guard let label = words.first, let name = words.last else { return nil }
            return Declaration.Parameter(label: String(label), name: String(name))
        }
    }

    private static func inheritance(_ text: String) -> [String] {
        let header = text.prefix { $0 != "{" }
        guard let colon = header.firstIndex(of: ":") else { return [] }
        let list = header[header.index(after: colon)...]
        let end = list.firstRange(of: " where ")?.lowerBound ?? list.endIndex
        return Self.split(list[..<end]).compactMap { part in
            part.split(whereSeparator: \.isWhitespace).last.map { String($0.prefix { $0 != "<" }) }
        }
    }

    /// Parts between commas that stand in no bracket.
    private static func split(_ text: Substring) -> [Substring] {
        var parts: [Substring] = []
        var depth = 0
        var start = text.startIndex
        for index in text.indices {
            switch text[index] {
            case "(", "[", "<", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case ">" where index == text.startIndex || text[text.index(before: index)] != "-": depth -= 1
            case "," where depth == 0:
                parts.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
        }
        return parts + [text[start...]]
    }
}

extension Int {
    fileprivate func isInside(_ found: [Declaration]) -> Bool {
        [.type, .protocol, .extension].contains(found[self].kind)
    }
}

/// The first line of a declaration, up to its name.
private struct DeclarationStart {
    let kind: Declaration.Kind
    let name: String
    let isForOthers: Bool
    let mayFail: Bool
    let rest: String

    var takesParameters: Bool { [.function, .initializer, .subscript].contains(self.kind) }

    private static let modifiers: Set<Substring> = [
        "public", "package", "internal", "fileprivate", "private", "static", "final", "mutating", "nonmutating",
        "nonisolated", "override", "indirect", "lazy", "weak", "convenience", "required", "prefix", "borrowing",
        "consuming",
    ]
    private static let kinds: [Substring: Declaration.Kind] = [
        "struct": .type, "class": .type, "enum": .type, "actor": .type, "protocol": .protocol, "extension": .extension,
        "func": .function, "var": .property, "let": .property, "typealias": .alias, "associatedtype": .alias,
    ]

    init?(_ line: String) {
        var text = Substring(line).drop(while: \.isWhitespace)
        var isForOthers = false
        while true {
            if text.hasPrefix("@") {
                // Attributes with an argument have no space in it.
                text = text.drop { $0 != " " }.drop { $0 == " " }
                continue
            }
            let word = text.prefix { $0.isLetter }
            guard Self.modifiers.contains(word) else { break }
            var after = text.dropFirst(word.count)
            let isAboutSetter = after.hasPrefix("(set)")
            if after.hasPrefix("(") { after = after.drop { $0 != ")" }.dropFirst() }
            guard after.first == " " else { return nil }
            if !isAboutSetter, word == "package" || word == "public" { isForOthers = true }
            text = after.drop { $0 == " " }
        }
        let word = text.prefix { $0.isLetter }
        let after = text.dropFirst(word.count)
        self.isForOthers = isForOthers
        if word == "init" || word == "subscript", let next = after.first, "(<?!".contains(next) {
            self.kind = word == "init" ? .initializer : .subscript
            self.name = String(word)
            self.mayFail = next == "?" || next == "!"
            self.rest = String(after.drop { "?!".contains($0) })
            return
        }
        guard let kind = Self.kinds[word], after.first == " " else { return nil }
        let body = after.drop { $0 == " " }
        // `extension [Double]: P` and operators have names without letters.
        let name = body.prefix { $0 != "(" && $0 != " " && $0 != ":" && $0 != "<" && $0 != "{" && $0 != "," }
        self.kind = kind
        self.name = name.isEmpty ? String(body.prefix { $0 != "(" && $0 != " " }) : String(name)
        self.mayFail = false
        self.rest = String(body.dropFirst(self.name.count))
    }
}
