package import Features
package import Placement

/// Reads sums over past runs, which are kept up to date with every run that is stored: what history features need,
/// without the runs.
package protocol HistoryStore: Sendable {
    /// For each target of a domain, the sums of each clock hour from `hour` on, ascending, and of all hours before it.
    ///
    /// - Parameter hour: Whole hours since 1970, UTC.
    func targets(of domain: String, fromHour hour: Int64) async throws -> [Target.ID: HourlySums]

    /// The sums of one workload on each target where it ran, in the same form; empty for a workload without runs.
    func targets(
        of workload: Workload.Key,
        in domain: String,
        fromHour hour: Int64
    ) async throws -> [Target.ID: HourlySums]

    /// Stable hashes (``Statistics``' FNV-1a of the key) of every workload of a domain that has runs, in any order.
    func workloadHashes(of domain: String) async throws -> [UInt64]
}

/// Sums by clock hour, with one sum for all that is older.
package struct HourlySums: Sendable, Hashable {
    package var earlier: RunSummary
    /// Ascending, hours with runs only.
    package var hours: [(hour: Int64, sums: RunSummary)]

    package init(earlier: RunSummary, hours: [(hour: Int64, sums: RunSummary)]) {
        self.earlier = earlier
        self.hours = hours
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.earlier == right.earlier && left.hours.elementsEqual(right.hours) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.earlier)
        for (hour, sums) in self.hours {
            hasher.combine(hour)
            hasher.combine(sums)
        }
    }
}
