internal import Domains
internal import Engine
internal import LearnedModels
internal import Placement
internal import RealModule
internal import Statistics

/// How wrong a model of some runs is on runs that it has not learned from, and how targets are ranked for workloads
/// that it does not know.
package struct HeldOutEvaluation: Sendable {
    let known: HeldOutErrors
    /// `nil` with too few targets to hold some out.
    let target: HeldOutErrors?
    /// Of workloads of other families; `nil` where all are of one.
    let workloads: (trees: HeldOutErrors, grid: HeldOutErrors?)?
    /// By objective; none where runs of a workload stand apart.
    let grids: [Placement.Objective: TargetGrid]
    /// Whether the grid ranks targets for unknown workloads rather than the trees.
    let gridLeads: Bool

    /// - Parameter progress: Called with what is being done, and the share of the whole training done so far.
    init(
        of material: TrainingMaterial,
        domain: Domain,
        settings: TrainingSettings,
        progress: (String, Double) -> Void
    ) throws {
        progress("likeness of targets", 0.05)
        let grids = domain.repeats == .pooled ? try Self.grids(material.known) : [:]
        let judge = HeldOutJudge(
            table: material.table,
            domain: domain,
            settings: settings,
            training: material.training
        )
        self.known = try judge.knownPairs()
        self.target = try judge.newTargets { progress("held-out targets", 0.1 + 0.3 * $0) }
        self.workloads = try judge.newWorkloads(
            grid: domain.objective.fixed.flatMap { objective in grids[objective].map { ($0.kernel, objective) } }
        ) {
            progress("held-out workloads", 0.4 + 0.3 * $0)
        }
        self.grids = grids
        self.gridLeads = Self.gridLeads(
            self.workloads?.trees,
            self.workloads?.grid,
            families: Set(material.table.families).count
        )
    }

    private static func grids(_ known: KnownGrid) throws -> [Placement.Objective: TargetGrid] {
        var grids: [Placement.Objective: TargetGrid] = [:]
        for objective in Placement.Objective.allCases {
            try Task.checkCancellation()
            grids[objective] = try known.grid(kernel: nil, objective: objective)
        }
        return grids
    }

    /// From this many families of workloads (`>=`) on, trees can tell which features of a workload matter.
    private static let manyFamilies = 50

    /// Whether the grid ranks targets for unknown workloads rather than the trees: whichever chose better on held-out
    /// ones. With few families the trees must be better beyond twice the standard error of the difference, since the
    /// grid's robust order is the safer one.
    private static func gridLeads(_ trees: HeldOutErrors?, _ grid: HeldOutErrors?, families: Int) -> Bool {
        guard let trees, let grid, grid.decisions > 0 else { return false }
        let byTrees = trees.logRegretsByWorkload
        let losses = grid.logRegretsByWorkload.sorted { $0.key < $1.key }.compactMap { workload, regret in
            byTrees[workload].map { regret - $0 }
        }
        guard losses.count > 1 else { return true }
        let standardError = (Summaries.variance(losses) / Double(losses.count)).squareRoot()
        let margin = 2 * standardError
        return families >= Self.manyFamilies
            ? Summaries.mean(losses) < -margin : Summaries.mean(losses) <= margin
    }

    // MARK: What becomes part of the model

    func spread(cells: CellTable) -> ModelArtifact.Spread {
        let levels = self.workloads?.trees.levels.map(\.time) ?? []
        let own = self.target ?? self.workloads?.trees
        let repeated = cells.workloads.flatMap { cells.row(of: $0) }.map(\.cell).filter { $0.runs >= 3 }
        return ModelArtifact.Spread(
            level: levels.isEmpty ? 1 : max(Summaries.mean(levels.map { $0 * $0 }), 1e-6),
            own: own.map { max($0.ownDeviation * $0.ownDeviation, 1e-6) } ?? 1,
            run: repeated.isEmpty ? 0 : Summaries.mean(repeated.map(\.timeVariance))
        )
    }

    var errors: [Situation: ErrorTable] {
        var errors: [Situation: ErrorTable] = [:]
        if !self.known.isEmpty { errors[.known] = self.known.table }
        errors[.newTarget] = self.target?.table
        if let trees = self.workloads?.trees {
            let judged = self.gridLeads ? self.workloads?.grid ?? trees : trees
            // Time and cost come from the trees, the order of the targets from whichever leads.
            let (levels, order) = (trees.table, judged.table)
            errors[.newWorkload] = ErrorTable(
                time: levels.time,
                cost: levels.cost,
                valueDeviation: order.valueDeviation,
                calibration: order.calibration
            )
        }
        return errors
    }

    // MARK: Figures

    /// By name, for the model's card.
    ///
    /// - Parameter rows: How many runs were learned from.
    func metrics(rows: Int) -> [String: Double] {
        var metrics = ["rows": Double(rows)]
        func add(_ name: String, _ errors: HeldOutErrors?) {
            guard let errors, !errors.isEmpty || errors.decisions > 0 else { return }
            let times = errors.timeErrors.sorted { $0.key < $1.key }.flatMap(\.value)
            let costs = errors.costErrors.sorted { $0.key < $1.key }.flatMap(\.value)
            if !times.isEmpty {
                metrics["\(name).medianTimeError"] = Double.exp(Summaries.median(times)) - 1
                metrics["\(name).medianCostError"] = Double.exp(Summaries.median(costs)) - 1
            }
            guard errors.decisions > 0 else { return }
            let regrets = errors.logRegrets
            metrics["\(name).decisions"] = Double(regrets.count)
            metrics["\(name).normalizedGeometricMean"] = Double.exp(Summaries.mean(regrets))
            metrics["\(name).exactShare"] = Double(regrets.count { $0 == 0 }) / Double(regrets.count)
            metrics["\(name).ndcgAt5"] = errors.ranking(depth: 5).ndcg
            metrics["\(name).ndcgAt10"] = errors.ranking(depth: 10).ndcg
            metrics["\(name).meanReciprocalRank"] = errors.ranking(depth: 10).reciprocalRank
            metrics["\(name).calibrationError"] = errors.calibrationError(errors.table.calibration)
        }
        add("known", self.known)
        add("newTarget", self.target)
        add("newWorkload.trees", self.workloads?.trees)
        add("newWorkload.grid", self.workloads?.grid)
        return metrics
    }
}
