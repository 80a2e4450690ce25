internal import Placement

/// The scores of the decisions that have something in common.
package struct GroupScores: Sendable, Hashable, Codable {
    /// What they have in common: `workload`, a workload attribute, or the column that was folded over.
    package let by: String
    /// The value that they have in common.
    package let value: String
    /// Decisions of the group.
    package let decisions: Int
    /// Berth's own.
    package let normalized: Scores
    /// Of a target drawn from the candidates, in expectation; absent where it had no choice in the group.
    package let random: Scores?
    /// Of the target that was best over the training workloads; absent where it could never be chosen.
    package let bestFixed: Scores?
    /// Of the target of the least hourly price; absent in a domain without one.
    package let cheapestHourly: Scores?
    /// Of the domain's rules; absent where they could never choose.
    package let rules: Scores?
    /// Of the simple policy that did best on the training workloads; absent where it could never choose.
    package let bestSimple: Scores?

    /// The most groups of one kind; a workload attribute with more values than this groups nothing.
    static let limit = 24

    /// The groups of a replay, each kind in the order of its values: the folds, where a column was folded over; then
    /// the workloads, where there are at most `limit` of them, and else each attribute of workloads with two to
    /// `limit` values.
    static func all(
        of decisions: [JudgedDecision],
        foldedOver column: String?,
        attributes: [String]
    ) -> [GroupScores] {
        var groups: [GroupScores] = []
        if let column { groups += Self.groups(of: decisions, by: column) { $0.leftOut } }
        let workloads = Self.groups(of: decisions, by: "workload") { $0.workload.key.description }
        guard workloads.count > Self.limit else { return groups + workloads }
        for attribute in attributes where attribute != column {
            let found = Self.groups(of: decisions, by: attribute) { $0.workload.attributes[attribute]?.text }
            if (2...Self.limit).contains(found.count) { groups += found }
        }
        return groups
    }

    private static func groups(
        of decisions: [JudgedDecision],
        by name: String,
        key: (JudgedDecision) -> String?
    ) -> [GroupScores] {
        Dictionary(grouping: decisions) { key($0) ?? "" }.sorted { $0.key < $1.key }.compactMap {
            GroupScores(by: name, value: $0, $1)
        }
    }

    private init?(by name: String, value: String, _ decisions: [JudgedDecision]) {
        guard let normalized = Scores(decisions.map(\.verdict)) else { return nil }
        self.by = name
        self.value = value
        self.decisions = decisions.count
        self.normalized = normalized
        self.random = Scores(decisions.map(\.random))
        self.bestFixed = Scores(decisions.compactMap { $0.simple[.bestFixed] })
        self.cheapestHourly = Scores(decisions.compactMap { $0.simple[.cheapestHourly] })
        self.rules = Scores(decisions.compactMap { $0.simple[.rules] })
        self.bestSimple = Scores(decisions.compactMap { $0.simple[.bestSimple] })
    }
}
