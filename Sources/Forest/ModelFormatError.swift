/// Why a text is not a LightGBM model that can be trusted: the line, what was found there, and what is allowed.
package struct ModelFormatError: Error, Equatable, Sendable {
    /// The line at fault, counted from 1; for something missing, the line where its absence was noticed.
    package let line: Int
    /// What is wrong with it.
    package let fault: Fault

    /// The ways in which a model text can be wrong.
    package enum Fault: Equatable, Sendable {
        /// The text does not begin like a LightGBM model.
        case notAModel(found: String)
        /// The text ends, or the section ends, before `expected` was seen.
        case cutShort(expected: String)
        /// A line has no form that is known here.
        case malformedLine(found: String, allowed: String)
        /// A `key=` that LightGBM does not write in this section.
        case unknownKey(found: String, allowed: [String])
        /// The same key twice in one section.
        case duplicateKey(String)
        /// A section ended without this key.
        case missingKey(String)
        /// A value is no number, or no number of the needed kind and range.
        case badValue(key: String, found: String, allowed: String)
        /// A list has the wrong length.
        case wrongCount(key: String, found: Int, allowed: String)
        /// Splits and leaves do not form a tree.
        case brokenTree(found: String, allowed: String)
        /// A tree does not take the bytes that `tree_sizes` declares for it.
        case wrongTreeSize(tree: Int, foundBytes: Int, declaredBytes: Int)
    }
}

extension ModelFormatError: CustomStringConvertible {
    /// One sentence for people: line, what was found, what is allowed.
    package var description: String {
        "line \(self.line): \(self.fault)"
    }
}

extension ModelFormatError.Fault: CustomStringConvertible {
    /// The sentence after the line number.
    package var description: String {
        switch self {
        case .notAModel(let found):
            "this is not a LightGBM model: found '\(found)', allowed: a text that begins with 'tree'"
        case .cutShort(let expected):
            "the model is cut short: it ends before \(expected)"
        case .malformedLine(let found, let allowed):
            "found '\(found)', allowed: \(allowed)"
        case .unknownKey(let found, let allowed):
            "found the key '\(found)', allowed: \(allowed.joined(separator: ", "))"
        case .duplicateKey(let key):
            "found the key '\(key)' a second time, allowed: once in a section"
        case .missingKey(let key):
            "the key '\(key)' is missing from the section that ends here"
        case .badValue(let key, let found, let allowed):
            "\(key): found '\(found)', allowed: \(allowed)"
        case .wrongCount(let key, let found, let allowed):
            "\(key): found \(found) values, allowed: \(allowed)"
        case .brokenTree(let found, let allowed):
            "the splits do not form a tree: found \(found), allowed: \(allowed)"
        case .wrongTreeSize(let tree, let found, let declared):
            "tree \(tree) takes \(found) bytes, but tree_sizes declares \(declared)"
        }
    }
}
