/// Where in a domain file something is declared.
package struct Place: Sendable, Hashable, CustomStringConvertible {
    /// The name that the file was given.
    package let file: String
    /// Counted from 1.
    package let line: Int
    /// Such as `history.workload.key.function`.
    package let path: String

    package var description: String { "\(self.file):\(self.line): \(self.path)" }
}
