package import Domains
internal import Features
internal import Foundation
package import LearnedModels
package import Placement
package import Registry
package import Telemetry
package import Training

/// Makes a version of a domain's model from its runs: collects them, checks them, learns, measures on runs that it held
/// out, and registers what came of it.
///
/// Nothing is kept before the last step, so that a training that is cancelled or killed leaves no half version. The same
/// order on the same runs gives the same bytes.
package struct TrainingPipeline: Sendable {
    private let domain: Domain
    private let runs: any RunStore
    private let models: any ModelStore
    private let trainer: any TreeTrainer
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: The clock.
    package init(
        domain: Domain,
        runs: any RunStore,
        models: any ModelStore,
        trainer: any TreeTrainer,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.domain = domain
        self.runs = runs
        self.models = models
        self.trainer = trainer
        self.now = now
    }

    /// Takes all steps.
    ///
    /// - Parameter progress: Called at the start of each step and now and then within it.
    /// - Throws: ``PipelineError``, `DataRulesError`, `TrainingError`, `ModelStoreError`, the trainer's and the stores'
    ///   errors, `CancellationError`. Nothing is registered then.
    package func train(
        _ order: TrainingOrder,
        progress: (TrainingProgress) -> Void = { _ in }
    ) async throws -> TrainedModel {
        try await self.run(try await self.begun(order), noting: { _ in }, progress: progress)
    }

    /// Takes the steps after the collection.
    ///
    /// - Parameter runs: What is learned from, in any order, instead of the stored ones.
    package func train(
        _ order: TrainingOrder,
        on runs: [Run],
        progress: (TrainingProgress) -> Void = { _ in }
    ) async throws -> TrainedModel {
        let training = try await self.begun(order)
        progress(TrainingProgress(step: .validate, activity: "runs", share: 0))
        return try await self.learn(from: try self.validated(runs, training), training, noting: { _ in }, progress)
    }

    /// A training of the order that begins now, with its version settled.
    func begun(_ order: TrainingOrder) async throws -> TrainingEntry {
        let parent = try await self.models.latest(of: self.domain.name)?.id.version
        return TrainingEntry(
            order: order,
            begunAt: self.now(),
            version: order.version ?? ModelVersion.next(after: parent),
            parent: parent
        )
    }

    /// Takes all steps of a training.
    ///
    /// - Parameters:
    ///   - training: Where it knows which runs it collected, those are collected again.
    ///   - note: Told of each step before it is taken.
    func run(
        _ training: TrainingEntry,
        noting note: (TrainingEntry) async throws -> Void,
        progress: (TrainingProgress) -> Void
    ) async throws -> TrainedModel {
        var training = training
        try await Self.enter(.collect, &training, note)
        progress(TrainingProgress(step: .collect, activity: "runs", share: 0))
        let collected = try await self.runs.runs(training.query)
        guard !collected.isEmpty else { throw PipelineError.noRuns(domain: self.domain.name) }
        try await Self.enter(.validate, &training, note)
        let runs = try self.validated(collected, training)
        training.runs = Self.extent(of: runs)
        return try await self.learn(from: runs, training, noting: note, progress)
    }

    private static func enter(
        _ step: TrainingStep,
        _ training: inout TrainingEntry,
        _ note: (TrainingEntry) async throws -> Void
    ) async throws {
        try Task.checkCancellation()
        training.state = .running(step)
        try await note(training)
    }

    // MARK: Steps

    /// - Returns: Ascending by start, at least one.
    private func validated(_ runs: [Run], _ training: TrainingEntry) throws(DataRulesError) -> [Run] {
        try DataRules(
            asOf: training.begunAt,
            days: training.runs == nil ? training.order.window.days : nil,
            minimumRuns: training.order.minimumRuns
        ).apply(to: runs).runs
    }

    private static func extent(of runs: [Run]) -> ModelVersion.TrainingRuns {
        ModelVersion.TrainingRuns(
            from: runs[0].startedAt,
            to: runs[runs.count - 1].startedAt,
            count: runs.count
        )
    }

    private func learn(
        from runs: [Run],
        _ training: TrainingEntry,
        noting note: (TrainingEntry) async throws -> Void,
        _ progress: (TrainingProgress) -> Void
    ) async throws -> TrainedModel {
        var training = training
        let trainer = ModelTrainer(
            domain: self.domain,
            trainer: self.trainer,
            settings: training.order.settings,
            version: "\(training.version)"
        )
        /// What the trainer tells, as progress of a step; that it is done is told after the registration.
        func tell(_ step: TrainingStep, _ activity: String, _ share: Double) {
            if share < 1 { progress(TrainingProgress(step: step, activity: activity, share: share)) }
        }
        try await Self.enter(.features, &training, note)
        let material = try trainer.features(of: runs, progress: { tell(.features, $0, $1) })
        try await Self.enter(.evaluate, &training, note)
        let evaluation = try trainer.evaluate(material, progress: { tell(.evaluate, $0, $1) })
        try await Self.enter(.train, &training, note)
        let result = try trainer.learn(from: material, evaluation, progress: { tell(.train, $0, $1) })
        try await Self.enter(.register, &training, note)
        progress(TrainingProgress(step: .register, activity: "registration", share: 0.99))
        let model = try await self.register(result, training, Self.extent(of: runs))
        progress(TrainingProgress(step: .register, activity: "done", share: 1))
        return model
    }

    /// Keeps the model with its lineage.
    private func register(
        _ result: ModelTrainer.Result,
        _ training: TrainingEntry,
        _ runs: ModelVersion.TrainingRuns
    ) async throws -> TrainedModel {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let artifact = try encoder.encode(result.artifact)
        let settings = training.order.settings
        let record = ModelVersion(
            id: ModelVersion.ID(name: self.domain.name, version: training.version),
            parent: training.parent,
            createdAt: self.now(),
            trainingRuns: runs,
            programHash: try result.artifact.program.hash(),
            seed: settings.seed,
            parameters: settings.boosting.named,
            metrics: result.metrics.filter { $0.value.isFinite },
            artifact: ArtifactFingerprint(of: artifact),
            library: self.trainer.libraryDescription,
            notes: result.gaps + training.order.notes
        )
        try await self.models.register(record, artifact: artifact)
        return TrainedModel(artifact: result.artifact, record: record)
    }
}

/// A version that a training has registered.
package struct TrainedModel: Sendable {
    /// What decides.
    package let artifact: ModelArtifact
    /// Its version and lineage, as registered.
    package let record: ModelVersion
}

extension BoostingParameters {
    /// Every knob and the method by their names, as lineage records them.
    fileprivate var named: [String: String] {
        Dictionary(uniqueKeysWithValues: BoostingKnob.all.map { ($0.key, "\($0.value(in: self))") })
            .merging(["method": "\(self.method)"]) { knob, _ in knob }
    }
}
