internal import Domains
internal import Features
internal import Foundation
internal import LearnedModels
internal import LightGBMTrainer
internal import Persistence
internal import Placement
internal import Registry
internal import Training

/// Learns a domain's model and registers it with its lineage.
struct ModelRegistration {
    let workspace: Workspace
    let settings: TrainingSettings
    let trainer: LightGBMTrainer
    /// The latest version before this one.
    let parent: SemanticVersion?

    /// - Parameters:
    ///   - runs: Ascending by start, at least one; what the record names as learnt from.
    ///   - notes: Said on the model's card after what could not be learnt.
    func train(
        _ runs: [Run],
        as version: SemanticVersion,
        notes: [String],
        progress: (String, Double) -> Void
    ) async throws -> (artifact: ModelArtifact, record: ModelVersion) {
        let domain = self.workspace.domain
        let id = ModelVersion.ID(name: domain.name, version: version)
        let result = try ModelTrainer(
            domain: domain,
            trainer: self.trainer,
            settings: self.settings,
            version: "\(version)"
        ).train(runs, progress: progress)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let artifact = try encoder.encode(result.artifact)
        let record = ModelVersion(
            id: id,
            parent: self.parent,
            createdAt: .now(),
            trainingRuns: ModelVersion.TrainingRuns(
                from: runs[0].startedAt,
                to: runs[runs.count - 1].startedAt,
                count: runs.count
            ),
            programHash: try result.artifact.program.hash(),
            seed: self.settings.seed,
            parameters: Dictionary(
                uniqueKeysWithValues: BoostingKnob.all.map { ($0.key, "\($0.value(in: self.settings.boosting))") }
            ).merging(["method": "\(self.settings.boosting.method)"]) { knob, _ in knob },
            metrics: result.metrics.filter { $0.value.isFinite },
            artifact: ArtifactFingerprint(of: artifact),
            library: self.trainer.libraryDescription,
            notes: result.gaps + notes
        )
        try await self.workspace.models.register(record, artifact: artifact)
        return (result.artifact, record)
    }
}
