package import Features
package import Placement

/// What a model is asked about one workload, on some of the targets that it was made ready for.
package struct Question: Sendable {
    package let workload: Workload
    /// Indices of the targets, or rows of the table.
    package let targets: [Int]
    package let objective: Objective
    package let moment: Timestamp
    package let history: any HistorySource

    package init(
        workload: Workload,
        targets: [Int],
        objective: Objective,
        moment: Timestamp,
        history: any HistorySource
    ) {
        self.workload = workload
        self.targets = targets
        self.objective = objective
        self.moment = moment
        self.history = history
    }
}
