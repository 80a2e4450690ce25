package import Placement

/// Somebody who sells compute: a cloud, or a vendor of sandboxes.
package struct Provider: Sendable, Hashable, Codable {
    /// The short lower-case name that files and rules use, such as `aws` or `e2b`.
    package typealias ID = Identifier<Provider>

    /// Unique among providers.
    package let id: ID
    /// The name to show.
    package let name: String

    package init(id: ID, name: String) {
        self.id = id
        self.name = name
    }
}
