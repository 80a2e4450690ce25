/// A name that an expression reads, such as `workload.code`.
package struct Name: Sendable, Hashable, CustomStringConvertible {
    /// As it is written, without backticks.
    package let text: String
    /// The steps between the dots; a name in backticks is one step.
    package let path: [String]
    /// The position of the name in ``Expression/names``, for lookups that resolve names once.
    package let index: Int

    package var description: String { self.text }
}
