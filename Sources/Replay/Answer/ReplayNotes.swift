internal import Placement
internal import RunMapping

/// What a reader should know before trusting a replay's numbers.
struct ReplayNotes {
    private(set) var texts: [String] = []

    /// Fewer decisions than this say little.
    private static let fewDecisions = 30

    init(_ record: ReplayRecord, plan: ReplayPlan, training: ReplayHistory, test: ReplayHistory?) {
        let decisions = record.decisions
        if decisions.count < Self.fewDecisions { self.texts.append("few decisions: n = \(decisions.count)") }
        if !record.skipped.isEmpty {
            let names = record.skipped.prefix(3).joined(separator: ", ")
            let others = record.skipped.count > 3 ? ", …" : ""
            self.texts.append(
                "workloads skipped, fewer than two targets to choose from: \(record.skipped.count) (\(names)\(others))"
            )
        }
        if record.cappedMenus > 0 {
            self.texts.append(
                "workloads with fewer targets than a menu, decided among all of them: \(record.cappedMenus)"
            )
        }
        self.addMissing(decisions)
        self.addTimes(record, plan: plan, training: training, test: test)
        let bad = (training.counts + (test?.counts ?? [])).reduce(0) { $0 + $1.bad }
        if bad > 0 { self.texts.append("rows skipped because of an invalid value: \(bad)") }
    }

    private mutating func addMissing(_ decisions: [JudgedDecision]) {
        let unanswered = decisions.count { $0.basis == .modelUnavailable }
        if unanswered > 0 {
            self.texts.append("decisions made by the rules because the model gave no answer: \(unanswered)")
        }
        for policy in [SimplePolicy.bestFixed, .cheapestHourly] {
            let without = decisions.count { $0.simple[policy] == nil }
            // A domain without prices is no surprise.
            guard without > 0, policy == .bestFixed || without < decisions.count else { continue }
            let reason =
                policy == .bestFixed ? "no candidate was measured in training" : "no hourly price is known"
            self.texts.append("decisions without \(policy.rawValue), \(reason): \(without) of \(decisions.count)")
        }
    }

    private mutating func addTimes(
        _ record: ReplayRecord,
        plan: ReplayPlan,
        training: ReplayHistory,
        test: ReplayHistory?
    ) {
        if record.shiftedSeconds > 0 {
            self.texts.append("arrivals shifted to come after the training")
        } else if let test, let first = test.runs.map(\.startedAt).min(),
            let last = training.runs.map(\.endedAt).max(), first < last, plan.course != .online
        {
            self.texts.append("test runs start before the last training run ended; the split is not by time")
        }
    }
}
