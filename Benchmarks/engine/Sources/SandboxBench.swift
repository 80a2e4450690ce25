import Catalog
import Demo
import Domains
import Engine
import Features
import Foundation
import LightGBMTrainer
import Placement
import Training

/// The sandbox domain with a simulated past and a model trained on it.
struct SandboxBench {
    static let seed: UInt64 = 7

    let domain: Domain
    let simulator: SandboxSimulator
    let runs: [Run]
    let moment: Timestamp
    let targets: [Target]
    let artifact: ModelArtifact

    init(trainer: LightGBMTrainer) throws {
        let start = Timestamp(secondsSince1970: 1_790_812_800)
        self.domain = try Domain(
            yaml: String(contentsOf: URL(filePath: "domains/sandbox.yaml"), encoding: .utf8),
            file: "domains/sandbox.yaml"
        )
        self.simulator = try SandboxSimulator(
            seed: Self.seed,
            catalog: try SandboxCatalog.builtIn(),
            driftAt: start.advanced(bySeconds: 14 * 86_400)
        )
        self.runs = try self.simulator.history(count: 4000, startingAt: start, days: 28).map(\.run)
        self.moment = start.advanced(bySeconds: 28 * 86_400)
        self.targets = self.simulator.targets(at: self.moment).map(\.target)
        self.artifact = try ModelTrainer(
            domain: self.domain,
            trainer: trainer,
            settings: TrainingSettings(seed: Self.seed),
            version: "v1.0.0"
        ).train(self.runs).artifact
    }
}
