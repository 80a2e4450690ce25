package import Placement

/// Where history features come from: sums over past runs, as they stood at any moment.
///
/// Every source gives the same summary for the same runs, bit for bit; sources differ in how far back they reach and in
/// what they hold in memory.
package protocol HistorySource: Sendable {
    /// What the runs in `scope` say that ended before `moment` and not before the window opened.
    ///
    /// The window opens at the full clock hour at or before `moment − window`, so that sums by the hour are all that a
    /// source needs to keep.
    ///
    /// - Parameter windowSeconds: Length of the window; `nil` for all history.
    func summary(
        _ scope: HistoryScope,
        workload: Workload.Key,
        target: Target.ID,
        windowSeconds: Double?,
        before moment: Timestamp
    ) -> RunSummary

    /// The summaries of several targets, in their order; a source may read what they share once.
    func summaries(
        _ scope: HistoryScope,
        workload: Workload.Key,
        targets: [Target.ID],
        windowSeconds: Double?,
        before moment: Timestamp
    ) -> [RunSummary]
}

extension HistorySource {
    package func summaries(
        _ scope: HistoryScope,
        workload: Workload.Key,
        targets: [Target.ID],
        windowSeconds: Double?,
        before moment: Timestamp
    ) -> [RunSummary] {
        targets.map {
            self.summary(scope, workload: workload, target: $0, windowSeconds: windowSeconds, before: moment)
        }
    }
}
