internal import Declarations

/// Which columns are measured: known only after a run, so that no input of a decision may read them.
package struct MeasuredColumns: Sendable {
    /// A name, or a pattern in which `*` stands for any characters.
    struct Pattern: Sendable {
        let text: String
        let place: Place

        var isName: Bool { !self.text.utf8.contains(UInt8(ascii: "*")) }

        /// Compares byte by byte; after a mismatch the last `*` takes one byte more.
        func matches(_ name: String) -> Bool {
            let pattern = Array(self.text.utf8)
            let bytes = Array(name.utf8)
            var (inPattern, inName) = (0, 0)
            var retry: (pattern: Int, name: Int)?
            while inName < bytes.count {
                if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "*") {
                    retry = (inPattern + 1, inName)
                    inPattern += 1
                } else if inPattern < pattern.count, pattern[inPattern] == bytes[inName] {
                    inPattern += 1
                    inName += 1
                } else if let last = retry {
                    retry = (last.pattern, last.name + 1)
                    (inPattern, inName) = (last.pattern, last.name + 1)
                } else {
                    return false
                }
            }
            return pattern[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
        }
    }

    let patterns: [Pattern]
    private let melted: Set<String>

    init(_ declaration: Declaration?, melt: Melt?) throws(DeclarationError) {
        var patterns: [Pattern] = []
        if let declaration {
            let elements = declaration.isList ? try declaration.list() : [declaration]
            for element in elements {
                let place = Place(file: element.file, line: element.line, path: element.path)
                patterns.append(Pattern(text: try element.text(), place: place))
            }
        }
        self.patterns = patterns
        self.melted = Set(melt.map { [$0.valueColumn] + $0.entries.map(\.column) } ?? [])
    }

    /// Whether the column is known only after a run.
    package func contains(_ column: String) -> Bool {
        self.melted.contains(column) || self.patterns.contains { $0.matches(column) }
    }
}

extension Declaration {
    fileprivate var isList: Bool { (try? self.list()) != nil }
}
