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
    let declarations: [Declaration]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        self.lines = text.components(separatedBy: "\n")
        self.code = Self.withoutTextsAndComments(text).components(separatedBy: "\n")
        self.declarations = Self.declarations(code: self.code, lines: self.lines)
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

    /// The contents of texts and of comments become nothing; line breaks stay.
    static func withoutTextsAndComments(_ text: String) -> String {
        let text = Bytes(text)
        var result: [UInt8] = []
        result.reserveCapacity(text.bytes.count)
        var index = 0
        while index < text.bytes.count {
            if text.has("//", at: index) {
                index = text.bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? text.bytes.count
            } else if let end = text.has("/*", at: index) ? text.endOfComment(index) : text.endOfLiteral(index) {
                if !text.has("/*", at: index) { result.append(UInt8(ascii: "\"")) }
                result += text.bytes[index..<end].filter { $0 == UInt8(ascii: "\n") }
                if !text.has("/*", at: index) { result.append(UInt8(ascii: "\"")) }
                index = end
            } else {
                result.append(text.bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// Swift source by its bytes: finding the end of a text in characters takes many times as long.
private struct Bytes {
    let bytes: [UInt8]

    init(_ text: String) { self.bytes = Array(text.utf8) }

    func has(_ text: StaticString, at index: Int) -> Bool {
        guard index + text.utf8CodeUnitCount <= self.bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where self.bytes[index + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Whether that many `#` stand there.
    private func hasHashes(_ count: Int, at index: Int) -> Bool {
        index + count <= self.bytes.count
            && self.bytes[index..<(index + count)].allSatisfy { $0 == UInt8(ascii: "#") }
    }

    func endOfComment(_ start: Int) -> Int {
        var index = start + 2
        while index < self.bytes.count, !self.has("*/", at: index) { index += 1 }
        return min(index + 2, self.bytes.count)
    }

    /// Where a text literal ends that starts here; nil when none does. Code inside an interpolation is part of it.
    func endOfLiteral(_ start: Int) -> Int? {
        let first = self.bytes[start]
        guard first == UInt8(ascii: "\"") || first == UInt8(ascii: "#") else { return nil }
        let hashes = self.bytes[start...].prefix { $0 == UInt8(ascii: "#") }.count
        var index = start + hashes
        let isLong = self.has("\"\"\"", at: index)
        guard isLong || self.has("\"", at: index) else { return nil }
        let quotes = isLong ? 3 : 1
        index += quotes
        var depth = 0
        while index < self.bytes.count {
            let byte = self.bytes[index]
            if depth == 0, isLong ? self.has("\"\"\"", at: index) : byte == UInt8(ascii: "\""),
                self.hasHashes(hashes, at: index + quotes)
            {
                return index + quotes + hashes
            }
            if byte == UInt8(ascii: "\\"), self.hasHashes(hashes, at: index + 1) {
                let next = index + 1 + hashes
                if self.has("(", at: next) { depth += 1 }
                index = next + 1
            } else if depth > 0, let end = self.endOfLiteral(index) {
                index = end
            } else {
                if depth > 0, byte == UInt8(ascii: "(") { depth += 1 }
                if depth > 0, byte == UInt8(ascii: ")") { depth -= 1 }
                index += 1
            }
        }
        return index
    }
}

/// The package's sources as they lie on disk.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func files() throws -> [SourceFile] { try self.read.get() }

    private static let read = Result {
        try Self.paths(under: "Sources").filter { $0.hasSuffix(".swift") }.map { path in
            SourceFile(path: path, text: try Self.text(path))
        }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: self.root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: self.root.appending(path: path).path())
    }

    /// Whether files that follow from the sources are to be written.
    static var rewrites: Bool { ProcessInfo.processInfo.environment["BERTH_REWRITE"] == "1" }

    /// Writes a file that follows from the sources, when that is asked for.
    static func rewrite(_ path: String, as text: String) throws {
        guard self.rewrites else { return }
        try Data(text.utf8).write(to: self.root.appending(path: path))
    }

    static func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: self.root.appending(path: path))
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

    static func manifest() throws -> String { try self.text("Package.swift") }
}
