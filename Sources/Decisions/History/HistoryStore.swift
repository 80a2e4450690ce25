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

    /// Stable hashes (``Statistics``' FNV-1a of the key) of the workloads of a domain that have sums, each once, in the
    /// order of their bits as signed numbers.
    ///
    /// - Parameters:
    ///   - last: Only what stands after this one: the next page.
    ///   - limit: At most this many; fewer are answered when nothing is left.
    func workloadHashes(of domain: String, after last: UInt64?, limit: Int) async throws -> [UInt64]
}

/// Keeps a store of history sums small.
package protocol HistoryArchive: Sendable {
    /// Removes sums of workloads, of hours before `hour`, a piece at a time. Sums of targets stay: there are few.
    ///
    /// - Parameters:
    ///   - hour: Whole hours since 1970, UTC.
    ///   - place: Where the piece before ended; `nil` to begin.
    ///   - limit: At most this many are removed, and some twenty times as many looked at.
    /// - Returns: How many were removed, and where to go on; `nil` when all were looked at.
    func removeWorkloadHours(
        of domain: String,
        before hour: Int64,
        after place: HistoryPlace?,
        limit: Int
    ) async throws -> (removed: Int, next: HistoryPlace?)
}

/// A place in a domain's sums of workloads, in the store's own order.
package struct HistoryPlace: Sendable, Hashable {
    /// The store's number of the workload.
    package let workload: Int64
    /// The store's number of the target.
    package let target: Int64
    /// Whole hours since 1970, UTC.
    package let hour: Int64

    package init(workload: Int64, target: Int64, hour: Int64) {
        self.workload = workload
        self.target = target
        self.hour = hour
    }
}
