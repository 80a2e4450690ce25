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
