/// Something to run: what is known of it before it runs.
package struct Workload: Sendable, Hashable, Codable {
    /// Which workload this is, for history: runs with the same key are runs of the same workload.
    package typealias Key = Identifier<Workload>

    /// Equal for all runs of the same workload.
    package let key: Key
    /// What is known before it runs, by name; features, rules and requirements read it as `workload.…`.
    package let attributes: [String: Value]

    package init(key: Key, attributes: [String: Value]) {
        self.key = key
        self.attributes = attributes
    }
}
