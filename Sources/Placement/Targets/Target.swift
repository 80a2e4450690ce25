/// A place where a workload can run: a sandbox provider, an instance type, a node, a host.
package struct Target: Sendable, Hashable, Codable {
    /// Names a target within its domain.
    package typealias ID = Identifier<Target>

    /// Unique in its domain.
    package let id: ID
    /// What is known of the place, by name; features, rules and requirements read it as `target.…`.
    package let attributes: [String: Value]

    package init(id: ID, attributes: [String: Value]) {
        self.id = id
        self.attributes = attributes
    }
}
