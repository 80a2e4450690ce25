/// A text that names one `Owner`, so that a target's id is never taken for a run's.
package struct Identifier<Owner>: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws { self.description = try String(from: decoder) }
    package func encode(to encoder: any Encoder) throws { try self.description.encode(to: encoder) }
}
