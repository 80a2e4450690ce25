package import Placement

/// Where a domain's targets come from.
package protocol TargetSource: Sendable {
    /// The targets as they are at a moment; empty where there are none yet.
    ///
    /// - Throws: What keeps the source from being read.
    func targets(at moment: Timestamp) async throws -> TargetTable
}
