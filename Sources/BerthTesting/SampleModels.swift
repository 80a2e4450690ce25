package import Foundation
internal import Placement
package import Registry

/// Model records for tests that are about something else.
package enum SampleModels {
    /// - Precondition: `version` is spelled like `v1.2.0`.
    package static func version(
        _ version: String,
        of name: String = "sandbox",
        artifact: Data,
        metrics: [String: Double] = ["costMAPE": 0.125, "coverage": 1 / 3]
    ) -> ModelVersion {
        guard let number = try? SemanticVersion(parsing: version) else {
            preconditionFailure("'\(version)' is not a version")
        }
        return ModelVersion(
            id: ModelVersion.ID(name: name, version: number),
            parent: SemanticVersion(major: 0, minor: 9, patch: 1),
            createdAt: Timestamp(microseconds: 1_768_000_000_000_123),
            trainingRuns: ModelVersion.TrainingRuns(
                from: Timestamp(microseconds: 1_767_000_000_000_000),
                to: Timestamp(microseconds: 1_767_900_000_000_000),
                count: 1200
            ),
            programHash: String(repeating: "ab", count: 32),
            seed: .max,
            parameters: ["learning_rate": "0.05", "num_leaves": "31"],
            metrics: metrics,
            artifact: ArtifactFingerprint(of: artifact),
            library: "LightGBM 4.6.0",
            notes: ["No run failed: success cannot be learned yet."]
        )
    }
}
