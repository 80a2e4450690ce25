internal import Statistics

/// A domain's file as it was read: what a decision was made by can be had again, whatever the file says today.
package struct DomainDeclaration: Sendable, Hashable {
    /// YAML, to the last byte.
    package let text: String
    /// SHA-256 of the text's UTF-8, in hexadecimal: 64 characters.
    package let hash: String

    package init(_ text: String) {
        self.text = text
        self.hash = SHA256.hexadecimal(of: text.utf8)
    }
}
