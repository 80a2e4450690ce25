/// How often a cache had what was asked for.
package struct Lookups: Sendable, Hashable {
    /// How often it had it.
    package var hits = 0
    /// How often it had not.
    package var misses = 0

    /// Nothing was asked for yet.
    package init() {}

    /// 0 to 1; `nil` before the first lookup.
    package var hitRate: Double? {
        self.hits + self.misses > 0 ? Double(self.hits) / Double(self.hits + self.misses) : nil
    }

    mutating func add(_ other: Lookups) {
        self.hits += other.hits
        self.misses += other.misses
    }
}
