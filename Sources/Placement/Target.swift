/// A place where a workload can run: a sandbox provider, an instance type, a node, a host.
package struct Target: Sendable, Hashable, Codable {
    package typealias ID = Identifier<Target>

    package let id: ID
    package let attributes: [String: Value]

    package init(id: ID, attributes: [String: Value]) {
        self.id = id
        self.attributes = attributes
    }
}
