/// A field whose value cannot be taken: which, what was found, what is allowed.
package struct FieldFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Dotted path of the field, with places in lists: `payload.readings[3]`.
    package let field: String
    /// Shortened to what a message can hold; `nothing` when the field is missing.
    package let found: String
    /// What the field may hold, in words.
    package let allowed: String

    package init(field: String, found: String, allowed: String) {
        self.field = field
        self.found = found.count > 80 ? found.prefix(80) + "…" : found
        self.allowed = allowed
    }

    package var description: String { "\(self.field) is \(self.found); allowed is \(self.allowed)" }
}
