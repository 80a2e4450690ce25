/// Something to run: what is known of it before it runs.
package struct Workload: Sendable, Hashable, Codable {
    /// Which workload this is, for history: runs with the same key are runs of the same workload.
    package typealias Key = Identifier<Workload>

    package let key: Key
    package let attributes: [String: Value]

    package init(key: Key, attributes: [String: Value]) {
        self.key = key
        self.attributes = attributes
    }
}
