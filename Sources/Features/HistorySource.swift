package import Placement

/// Where history features come from: sums over past runs, as they stood at any moment.
///
/// Every source gives the same summary for the same runs, bit for bit; sources differ in how far back they reach and in
/// what they hold in memory.
package protocol HistorySource: Sendable {
    /// What the runs in `scope` that ended in `[moment − window, moment)` say.
    ///
    /// - Parameter windowSeconds: Length of the window; `nil` for all history.
    func summary(
        _ scope: HistoryScope,
        workload: Workload.Key,
        target: Target.ID,
        windowSeconds: Double?,
        before moment: Timestamp
    ) -> RunSummary
}
