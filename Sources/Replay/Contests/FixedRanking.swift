internal import Placement
internal import Statistics

/// Targets in the order of how good each is, whatever the workload.
struct FixedRanking: Sendable {
    private let ranks: [Target.ID: Int]

    /// Ranks by the mean of value ÷ the workload's best value over the training workloads in which the target was
    /// measured. One measured in fewer than half as many workloads as the most measured one comes after all others,
    /// since a single lucky workload says little. Ties by name.
    init(_ training: [WorkloadTruth]) {
        var ratios: [Target.ID: [Double]] = [:]
        for truth in training {
            let best = truth.targets[truth.targets.best].value
            for target in truth.targets { ratios[target.target.id, default: []].append(target.value / best) }
        }
        let most = ratios.values.map(\.count).max() ?? 0
        let ranked = ratios.map { id, ratios in
            (id: id, isRare: 2 * ratios.count < most, mean: Summaries.mean(ratios))
        }.sorted { ($0.isRare ? 1 : 0, $0.mean, $0.id) < ($1.isRare ? 1 : 0, $1.mean, $1.id) }
        self.ranks = Dictionary(uniqueKeysWithValues: ranked.enumerated().map { ($1.id, $0) })
    }

    /// The candidate with the best rank; `nil` when none was measured in training.
    func choose(among candidates: [TargetTruth]) -> Int? {
        candidates.indices.filter { self.ranks[candidates[$0].target.id] != nil }
            .min { (self.ranks[candidates[$0].target.id] ?? 0) < (self.ranks[candidates[$1].target.id] ?? 0) }
    }
}
