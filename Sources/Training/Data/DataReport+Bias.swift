package import Placement

extension DataReport {
    /// A way in which the runs favour some places over others, which a model would learn as a truth about them.
    package enum Bias: Sendable, Hashable, Codable {
        case dominantTarget(Target.ID, share: Double)
        case dominantProvider(String, share: Double)
        /// Targets with fewer than 30 runs, the first by id.
        case thinTargets([Target.ID], count: Int)
        /// All runs of a category of a workload attribute were on one target.
        case boundCategory(attribute: String, category: String, target: Target.ID, runs: Int)
    }

    static func biases(
        targets: [TargetShare],
        providers: [ProviderShare],
        columns: [AttributeColumn]
    ) -> [Bias] {
        guard targets.count > 1, let largest = targets.first else { return [] }
        var biases: [Bias] = []
        if largest.share > Limits.dominantShare { biases.append(.dominantTarget(largest.id, share: largest.share)) }
        if providers.count > 1, let largest = providers.first, largest.share > Limits.dominantShare {
            biases.append(.dominantProvider(largest.provider, share: largest.share))
        }
        let thin = targets.filter { $0.runs < Limits.targetRuns }.map(\.id).sorted()
        if !thin.isEmpty { biases.append(.thinTargets(Array(thin.prefix(Limits.listed)), count: thin.count)) }
        let bound = columns.filter { $0.owner == .workload && $0.isCategorical }.flatMap(Self.boundCategories)
        return biases + bound.prefix(Limits.listed)
    }

    private static func boundCategories(of column: AttributeColumn) -> [Bias] {
        column.categories.sorted { $0.key < $1.key }.compactMap { category, counts in
            guard let target = counts.onlyTarget, counts.runs >= Limits.categoryRuns else { return nil }
            return .boundCategory(attribute: column.name, category: category, target: target, runs: counts.runs)
        }
    }

    /// What cannot be learned from these runs, and what happens instead.
    package enum NotYet: Sendable, Hashable, Codable {
        case anything(found: Int, needed: Int)
        /// There is nothing to choose between.
        case choice(onlyTarget: Target.ID)
        /// No run failed.
        case failures
        /// Every run failed.
        case successes
        /// All runs are of one workload.
        case otherWorkloads
        /// All runs start at once, so that there is no later to be tested on.
        case change
        /// So many targets have fewer than 30 runs: their intervals are those of all targets together.
        case ownIntervals(targets: Int)
    }

    static func notYet(_ runs: [Run], targets: [TargetShare]) -> [NotYet] {
        var notYet: [NotYet] = []
        if runs.count < Limits.minimumRuns {
            notYet.append(.anything(found: runs.count, needed: Limits.minimumRuns))
        }
        guard let first = runs.first, let last = runs.last else { return notYet }
        if let only = targets.first, targets.count == 1 { notYet.append(.choice(onlyTarget: only.id)) }
        if runs.allSatisfy(\.outcome.succeeded) { notYet.append(.failures) }
        if runs.allSatisfy({ !$0.outcome.succeeded }) { notYet.append(.successes) }
        if runs.allSatisfy({ $0.workload.key == first.workload.key }) { notYet.append(.otherWorkloads) }
        if first.startedAt == last.startedAt { notYet.append(.change) }
        let thin = targets.count { $0.runs < Limits.targetRuns }
        if thin > 0 { notYet.append(.ownIntervals(targets: thin)) }
        return notYet
    }
}
