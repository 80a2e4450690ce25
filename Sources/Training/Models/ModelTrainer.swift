package import Domains
package import Engine
internal import Features
package import LearnedModels
package import Placement
internal import Statistics

/// Trains a domain's model: time, cost, success and selection, with errors measured on held-out runs.
///
/// A training has three steps, which ``train(_:progress:)`` takes one after the other. The evaluation comes before the
/// model is learned from all runs, since its errors become the model's intervals.
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

    /// Fewer runs than this teach nothing.
    package static let leastRuns = 10

    /// - Parameters:
    ///   - runs: In any order.
    ///   - progress: Called with what is being done, and the share done so far, 0 to 1.
    /// - Throws: ``TrainingError``, the trainer's errors, `CancellationError`.
    package func train(_ runs: [Run], progress: (String, Double) -> Void = { _, _ in }) throws -> Result {
        let material = try self.features(of: runs, progress: progress)
        let evaluation = try self.evaluate(material, progress: progress)
        return try self.learn(from: material, evaluation, progress: progress)
    }

    // MARK: Steps

    /// The features of runs, each as they were known just before the run began.
    ///
    /// - Parameters:
    ///   - runs: In any order.
    ///   - progress: As of ``train(_:progress:)``.
    /// - Throws: ``TrainingError`` when too few can be learned from.
    package func features(of runs: [Run], progress: (String, Double) -> Void) throws -> TrainingMaterial {
        progress("features", 0)
        return try TrainingMaterial(runs, domain: self.domain, settings: self.settings, trainer: self.trainer)
    }

    /// How wrong models of a part of the runs are on the others.
    package func evaluate(
        _ material: TrainingMaterial,
        progress: (String, Double) -> Void
    ) throws -> HeldOutEvaluation {
        try HeldOutEvaluation(of: material, domain: self.domain, settings: self.settings, progress: progress)
    }

    /// The model of all runs, with the errors of the evaluation as its intervals.
    package func learn(
        from material: TrainingMaterial,
        _ evaluation: HeldOutEvaluation,
        progress: (String, Double) -> Void
    ) throws -> Result {
        progress("models", 0.7)
        let outputs = try material.training.outputs(rows: material.rows, withSpecialists: true)
        progress("success", 0.85)
        let success = try self.successModel(material)
        let artifact = try self.artifact(outputs, success: success, material, evaluation)
        progress("selection", 0.9)
        let complete = try SelectionTraining(
            domain: self.domain,
            table: material.table,
            history: material.history,
            trainer: self.trainer,
            settings: self.settings
        ).adding(to: artifact)
        progress("done", 1)
        return Result(
            artifact: complete,
            metrics: evaluation.metrics(rows: material.table.runs.count),
            gaps: self.gaps(of: complete, evaluation)
        )
    }

    // MARK: Parts

    /// Whether pairs are predicted from their own runs, so that those and the levels of workloads are kept.
    private var pools: Bool { self.domain.repeats == .pooled }

    /// Everything but the classifier of the best target, which learns from the rest.
    private func artifact(
        _ outputs: TrainedOutputs,
        success: String?,
        _ material: TrainingMaterial,
        _ evaluation: HeldOutEvaluation
    ) throws -> ModelArtifact {
        ModelArtifact(
            name: self.domain.name,
            version: self.version,
            program: material.program,
            time: outputs.time,
            cost: Self.costSource(outputs.cost, form: material.table.costForm),
            specialists: outputs.specialists,
            success: success,
            selection: nil,
            targets: material.known.targets,
            workloads: self.pools ? try self.facts(material, outputs) : [:],
            cells: self.pools ? material.known.cells.stored : [:],
            spread: evaluation.spread(cells: material.known.cells),
            errors: evaluation.errors,
            grid: evaluation.grids.isEmpty
                ? nil
                : ModelArtifact.Grid(kernels: evaluation.grids.mapValues(\.kernel), leads: evaluation.gridLeads)
        )
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

    private static let leastFailures = 10

    /// The probability of success; `nil` with too few failures or successes to tell.
    private func successModel(_ material: TrainingMaterial) throws -> String? {
        let runs = material.runs
        let failures = runs.count { !$0.outcome.succeeded }
        guard failures >= Self.leastFailures, runs.count - failures >= Self.leastFailures else { return nil }
        let table = try TrainingTable(runs, program: material.program, history: material.history, domain: self.domain)
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
        _ material: TrainingMaterial,
        _ outputs: TrainedOutputs
    ) throws -> [String: ModelArtifact.WorkloadFacts] {
        let table = material.table
        let predictions = try material.training.predictions(outputs, rows: material.rows, unseen: [])
        return try Dictionary(grouping: table.runs.indices) { table.runs[$0].workload.key.description }.mapValues {
            rows in
            ModelArtifact.WorkloadFacts(
                family: try self.domain.family(of: table.runs[rows[0]].workload),
                stratum: self.domain.stratum(of: table.runs[rows[0]].workload),
                timeLevel: Summaries.mean(rows.map { table.logTimes[$0] - (predictions[$0]?.time ?? 0) }),
                costLevel: Summaries.mean(rows.map { table.logCosts[$0] - (predictions[$0]?.cost ?? 0) }),
                runs: rows.count
            )
        }
    }

    /// What the runs could not teach.
    private func gaps(of artifact: ModelArtifact, _ evaluation: HeldOutEvaluation) -> [String] {
        var gaps: [String] = []
        if artifact.success == nil {
            gaps.append(
                "success: fewer than \(Self.leastFailures) failures (or successes); every target counts as reliable"
            )
        }
        if evaluation.known.isEmpty, self.pools {
            gaps.append("known pairs: no pair ran four times; intervals of repeated runs are guesses")
        }
        if evaluation.target == nil, self.pools {
            gaps.append("new targets: fewer than three targets; errors on a new one are unknown")
        }
        if evaluation.workloads == nil {
            gaps.append("new workloads: all runs are of one family; errors on a new workload are unknown")
        }
        if artifact.selection == nil {
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
