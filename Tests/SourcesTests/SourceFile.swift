import Foundation

/// One Swift file of ours.
struct SourceFile {
    /// From the package's folder.
    let path: String
    let text: String
    /// Lines as they are.
    let lines: [String]
    /// Lines with the contents of texts and of comments taken out.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        self.lines = text.components(separatedBy: "\n")
        self.code = Self.withoutTextsAndComments(text).components(separatedBy: "\n")
    }

    var module: String { self.path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    var lineCount: Int { self.text.hasSuffix("\n") ? self.lines.count - 1 : self.lines.count }

    /// The modules that it imports.
    var imports: Set<String> {
        Set(
            self.code.compactMap { line in
                let words = line.split(whereSeparator: \.isWhitespace)
                guard let position = words.firstIndex(of: "import"), words[..<position].allSatisfy(Self.isModifier),
                    position + 1 < words.count
                else { return nil }
                // `import struct Foundation.Date` imports Foundation.
                let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
                let name = words[position + 1]
                let full = kinds.contains(name) && position + 2 < words.count ? words[position + 2] : name
                return full.split(separator: ".").first.map(String.init)
            }
        )
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }

    /// Whether the line before, attributes left out, is a comment.
    func hasComment(rightAbove line: Int) -> Bool {
        let above = self.lines[..<line].map { $0.trimmingCharacters(in: .whitespaces) }
        return above.last { !$0.hasPrefix("@") }?.hasPrefix("//") ?? false
    }

    /// Whether a comment stands on the line, or above it in the outermost declaration around it, or above that.
    func hasComment(above line: Int) -> Bool {
        var index = line
        while index >= 0 {
            let text = self.lines[index].trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("//") || text.contains(" // ") { return true }
            // A closing brace in the first column ended the declaration before.
            if index < line, self.lines[index].hasPrefix("}") { return false }
            index -= 1
        }
        return false
    }

    /// The contents of texts, of comments and of regular expressions become nothing; line breaks stay.
    static func withoutTextsAndComments(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let character = rest.first {
            if rest.hasPrefix("//") {
                rest = rest.drop { $0 != "\n" }
            } else if rest.hasPrefix("/*") {
                let end = rest.range(of: "*/")?.upperBound ?? rest.endIndex
                result += rest[..<end].filter { $0 == "\n" }
                rest = rest[end...]
            } else if let (skipped, after) = Self.literal(rest) {
                result += "\"" + skipped.filter { $0 == "\n" } + "\""
                rest = after
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    /// A text literal at the start: its content and what follows. Code inside an interpolation is dropped with it.
    private static func literal(_ text: Substring) -> (content: Substring, after: Substring)? {
        let hashes = text.prefix { $0 == "#" }
        let body = text.dropFirst(hashes.count)
        for quote in ["\"\"\"", "\""] where body.hasPrefix(quote) {
            var rest = body.dropFirst(quote.count)
            let start = rest.startIndex
            var depth = 0
            while let character = rest.first {
                if depth == 0, rest.hasPrefix(quote + hashes) {
                    return (body[start..<rest.startIndex], rest.dropFirst(quote.count + hashes.count))
                }
                if rest.hasPrefix("\\" + hashes + "(") {
                    depth += 1
                    rest = rest.dropFirst(2 + hashes.count)
                } else if depth > 0, let (_, after) = Self.literal(rest) {
                    rest = after
                } else if character == "\\", hashes.isEmpty {
                    rest = rest.dropFirst(2)
                } else {
                    if depth > 0, character == "(" { depth += 1 }
                    if depth > 0, character == ")" { depth -= 1 }
                    rest = rest.dropFirst()
                }
            }
            return (body[start...], rest)
        }
        return nil
    }
}

/// The package's sources as they lie on disk.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func files() throws -> [SourceFile] {
        try Self.paths(under: "Sources").filter { $0.hasSuffix(".swift") }.map { path in
            SourceFile(path: path, text: try String(contentsOf: self.root.appending(path: path), encoding: .utf8))
        }
    }

    /// Every file under a folder, from the package's folder, sorted.
    static func paths(under folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: self.root.appending(path: folder).path())
            .map { "\(folder)/\($0)" }.sorted()
    }

    static func modules() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: self.root.appending(path: "Sources").path())
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    static func manifest() throws -> String {
        try String(contentsOf: self.root.appending(path: "Package.swift"), encoding: .utf8)
    }
}
