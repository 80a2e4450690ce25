package import Domains
package import Engine
internal import Expressions
internal import Features
internal import Forest
package import LearnedModels
internal import MultiTask
package import Placement
internal import RealModule
internal import Statistics

/// Trains a domain's model: time, cost, success and selection, with errors measured on held-out runs.
package struct ModelTrainer: Sendable {
    private let domain: Domain
    private let trainer: any TreeTrainer
    private let settings: TrainingSettings
    private let version: String

    package init(domain: Domain, trainer: any TreeTrainer, settings: TrainingSettings, version: String) {
        self.domain = domain
        self.trainer = trainer
        self.settings = settings
        self.version = version
    }

    /// What a training found.
    package struct Result: Sendable {
        /// The model, as the registry keeps it and `LearnedModel` reads it.
        package let artifact: ModelArtifact
        /// Held-out figures by name, for the model's card.
        package let metrics: [String: Double]
        /// What these runs could not teach, in words.
        package let gaps: [String]
    }

    /// - Parameters:
    ///   - runs: In any order.
    ///   - progress: Called with what is being done, and the share done so far, 0 to 1.
    /// - Throws: ``TrainingError``, the trainer's errors, `CancellationError`.
    package func train(_ runs: [Run], progress: (String, Double) -> Void = { _, _ in }) throws -> Result {
        let sorted = runs.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) }
        let usable = self.domain.failures == .counted ? sorted : sorted.filter(\.outcome.succeeded)
        guard usable.count >= Self.leastRuns else {
            throw TrainingError.tooFewRuns(found: usable.count, needed: Self.leastRuns)
        }
        progress("features", 0)
        let program = try FrozenProgram(
            self.domain.program,
            examples: sorted.lazy.map { ($0.workload, $0.target) }
        )
        let history = RunStatistics(sorted)
        let table = try TrainingTable(usable, program: program, history: history, domain: self.domain)
        let training = EnsembleTraining(
            table: table,
            quantities: self.domain.proportions.isEmpty ? [nil] : self.domain.proportions,
            settings: self.settings,
            trainer: self.trainer,
            costForm: table.costForm
        )
        let known = try KnownGrid(sorted, domain: self.domain)
        progress("likeness of targets", 0.05)
        let grids = self.pools ? try self.grids(known) : [:]
        let judge = HeldOutJudge(
            table: table,
            domain: self.domain,
            settings: self.settings,
            training: training
        )
        let knownErrors = try judge.knownPairs()
        let targetErrors = try judge.newTargets { progress("held-out targets", 0.1 + 0.3 * $0) }
        let workloadErrors = try judge.newWorkloads(
            grid: self.domain.objective.fixed.flatMap { objective in grids[objective].map { ($0.kernel, objective) } }
        ) {
            progress("held-out workloads", 0.4 + 0.3 * $0)
        }
        let gridLeads = Self.gridLeads(
            workloadErrors?.trees,
            workloadErrors?.grid,
            families: Set(table.families).count
        )
        progress("models", 0.7)
        let rows = Array(usable.indices)
        let outputs = try training.outputs(rows: rows, withSpecialists: true)
        progress("success", 0.85)
        let success = try self.successModel(sorted, program: program)
        let judged = gridLeads ? workloadErrors?.grid ?? workloadErrors?.trees : workloadErrors?.trees
        let artifact = ModelArtifact(
            name: self.domain.name,
            version: self.version,
            program: program,
            time: outputs.time,
            cost: Self.costSource(outputs.cost, form: table.costForm),
            specialists: outputs.specialists,
            success: success,
            selection: nil,
            targets: known.targets,
            workloads: self.pools
                ? try self.facts(table, predictions: try training.predictions(outputs, rows: rows, unseen: [])) : [:],
            cells: self.pools ? known.cells.stored : [:],
            spread: Self.spread(
                workloadErrors?.trees,
                targetErrors,
                cells: known.cells
            ),
            errors: Self.errors(
                known: knownErrors,
                target: targetErrors,
                trees: workloadErrors?.trees,
                judged: judged
            ),
            grid: grids.isEmpty ? nil : ModelArtifact.Grid(kernels: grids.mapValues(\.kernel), leads: gridLeads)
        )
        progress("selection", 0.9)
        let complete = try SelectionTraining(
            domain: self.domain,
            table: table,
            history: history,
            trainer: self.trainer,
            settings: self.settings
        ).adding(to: artifact)
        progress("done", 1)
        return Result(
            artifact: complete,
            metrics: Self.metrics(known: knownErrors, target: targetErrors, workloads: workloadErrors, table: table),
            gaps: self.gaps(
                success: success,
                known: knownErrors,
                target: targetErrors,
                workloads: workloadErrors?.trees,
                selection: complete.selection
            )
        )
    }

    /// Fewer runs than this teach nothing.
    package static let leastRuns = 10

    // MARK: Parts

    /// Whether pairs are predicted from their own runs, so that those and the levels of workloads are kept.
    private var pools: Bool { self.domain.repeats == .pooled }

    private func grids(_ known: KnownGrid) throws -> [Placement.Objective: TargetGrid] {
        var grids: [Placement.Objective: TargetGrid] = [:]
        for objective in Placement.Objective.allCases {
            try Task.checkCancellation()
            grids[objective] = try known.grid(kernel: nil, objective: objective)
        }
        return grids
    }

    private static func costSource(
        _ members: [ModelArtifact.Member]?,
        form: CostForm
    ) -> ModelArtifact.CostSource {
        switch form {
        case .hourlyPrice: .hourlyPrice
        case .correction: .correction(members ?? [])
        case .own: .trees(members ?? [])
        }
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

    private static let leastFailures = 10

    /// The probability of success; `nil` with too few failures or successes to tell.
    private func successModel(_ runs: [Run], program: FrozenProgram) throws -> String? {
        let failures = runs.count { !$0.outcome.succeeded }
        guard failures >= Self.leastFailures, runs.count - failures >= Self.leastFailures else { return nil }
        let table = try TrainingTable(runs, program: program, history: RunStatistics(runs), domain: self.domain)
        let training = EnsembleTraining(
            table: table,
            quantities: [nil],
            settings: self.settings,
            trainer: self.trainer,
            costForm: .own
        )
        return try training.forest(
            self.settings.probability,
            labels: runs.map { $0.outcome.succeeded ? 1 : 0 },
            rows: Array(runs.indices)
        )
    }

    /// The mean error of the final trees on each workload's runs, and what groups it.
    private func facts(
        _ table: TrainingTable,
        predictions: [Int: (time: Double, cost: Double)]
    ) throws -> [String: ModelArtifact.WorkloadFacts] {
        try Dictionary(grouping: table.runs.indices) { table.runs[$0].workload.key.description }.mapValues { rows in
            ModelArtifact.WorkloadFacts(
                family: try self.domain.family(of: table.runs[rows[0]].workload),
                stratum: self.domain.stratum(of: table.runs[rows[0]].workload),
                timeLevel: Summaries.mean(rows.map { table.logTimes[$0] - (predictions[$0]?.time ?? 0) }),
                costLevel: Summaries.mean(rows.map { table.logCosts[$0] - (predictions[$0]?.cost ?? 0) }),
                runs: rows.count
            )
        }
    }

    private static func spread(
        _ workloads: HeldOutErrors?,
        _ targets: HeldOutErrors?,
        cells: CellTable
    ) -> ModelArtifact.Spread {
        let levels = workloads?.levels.map(\.time) ?? []
        let own = targets ?? workloads
        let repeated = cells.workloads.flatMap { cells.row(of: $0) }.map(\.cell).filter { $0.runs >= 3 }
        return ModelArtifact.Spread(
            level: levels.isEmpty ? 1 : max(Summaries.mean(levels.map { $0 * $0 }), 1e-6),
            own: own.map { max($0.ownDeviation * $0.ownDeviation, 1e-6) } ?? 1,
            run: repeated.isEmpty ? 0 : Summaries.mean(repeated.map(\.timeVariance))
        )
    }

    private static func errors(
        known: HeldOutErrors,
        target: HeldOutErrors?,
        trees: HeldOutErrors?,
        judged: HeldOutErrors?
    ) -> [Situation: ErrorTable] {
        var errors: [Situation: ErrorTable] = [:]
        if !known.isEmpty { errors[.known] = known.table }
        errors[.newTarget] = target?.table
        if let trees, let judged {
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

    private static func metrics(
        known: HeldOutErrors,
        target: HeldOutErrors?,
        workloads: (trees: HeldOutErrors, grid: HeldOutErrors?)?,
        table: TrainingTable
    ) -> [String: Double] {
        var metrics = ["rows": Double(table.runs.count)]
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
        add("known", known)
        add("newTarget", target)
        add("newWorkload.trees", workloads?.trees)
        add("newWorkload.grid", workloads?.grid)
        return metrics
    }

    private func gaps(
        success: String?,
        known: HeldOutErrors,
        target: HeldOutErrors?,
        workloads: HeldOutErrors?,
        selection: ModelArtifact.Selection?
    ) -> [String] {
        var gaps: [String] = []
        if success == nil {
            gaps.append(
                "success: fewer than \(Self.leastFailures) failures (or successes); every target counts as reliable"
            )
        }
        if known.isEmpty, self.pools {
            gaps.append("known pairs: no pair ran four times; intervals of repeated runs are guesses")
        }
        if target == nil, self.pools {
            gaps.append("new targets: fewer than three targets; errors on a new one are unknown")
        }
        if workloads == nil {
            gaps.append("new workloads: all runs are of one family; errors on a new workload are unknown")
        }
        if selection == nil {
            gaps.append("selection: too few workloads ran on two targets or more, or too many targets")
        }
        return gaps
    }
}

extension ModelTrainer: ModelLearner {
    package func learn(from runs: [Run], progress: (String, Double) -> Void) throws -> any AdaptivePredictor {
        try LearnedModel(try self.train(runs, progress: progress).artifact, domain: self.domain)
    }
}

/// Why runs teach nothing.
package enum TrainingError: Error, Hashable, CustomStringConvertible {
    case tooFewRuns(found: Int, needed: Int)

    package var description: String {
        switch self {
        case .tooFewRuns(let found, let needed):
            "\(found) usable run\(found == 1 ? "" : "s"); learning needs at least \(needed)"
        }
    }
}
