import Catalog
import Demo
import Domains
import Engine
import Features
import Foundation
import LearnedModels
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
    let trees: Int

    /// - Parameters:
    ///   - trees: Of each forest; what training does on its own when `nil`.
    ///   - features: Declared features that are kept; all when `nil`.
    init(trainer: LightGBMTrainer, trees: Int? = nil, features: Int? = nil) throws {
        let start = Timestamp(secondsSince1970: 1_790_812_800)
        let yaml = try String(contentsOf: URL(filePath: "domains/sandbox.yaml"), encoding: .utf8)
        self.domain = try Domain(
            yaml: features.map { Self.limited(yaml, features: $0) } ?? yaml,
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
        var settings = TrainingSettings(seed: Self.seed)
        settings.boosting.rounds = trees ?? settings.boosting.rounds
        self.trees = settings.boosting.rounds
        self.artifact = try ModelTrainer(
            domain: self.domain,
            trainer: trainer,
            settings: settings,
            version: "v1.0.0"
        ).train(self.runs).artifact
    }

    /// Of many simulated workloads, those for which every one of the targets is feasible.
    func workloads(for targets: [Target]) throws -> [Workload] {
        let snapshot = ServingSnapshot(
            domain: self.domain,
            targets: targets,
            model: nil,
            policy: Policy(strategy: .rules),
            history: RunStatistics()
        )
        var state = EngineState(seed: Self.seed)
        return try self.simulator.workloads(count: 3000).map(\.workload).filter { workload in
            let request = DecisionRequest(id: Decision.ID("feasible"), at: self.moment, workload: workload)
            return try Engine.decide(request, with: snapshot, state: &state).candidates.allSatisfy {
                $0.exclusion == nil
            }
        }
    }

    /// Forests that predict time, cost and success, the classifier of the best target aside.
    var forests: Int {
        let cost =
            switch self.artifact.cost {
            case .hourlyPrice: 0
            case .correction(let members), .trees(let members): members.count
            }
        return self.artifact.time.count + cost + (self.artifact.success == nil ? 0 : 1)
    }

    /// As many targets as asked: those of the catalog that take every language, repeated under other names.
    func candidates(_ count: Int) -> [Target] {
        let usual = self.targets.filter { $0.attributes["onlyLanguages"] == nil && $0.attributes["gpu"] != true }
        return (0..<count).map { index in
            let target = usual[index % usual.count]
            guard index >= usual.count else { return target }
            return Target(id: Target.ID("\(target.id)-\(index / usual.count)"), attributes: target.attributes)
        }
    }

    /// The domain file with its first features only, and the one that the rest of the file refers to.
    private static func limited(_ yaml: String, features: Int) -> String {
        var kept: [Substring] = []
        var isInside = false
        var isKept = true
        var seen = 0
        for line in yaml.split(separator: "\n", omittingEmptySubsequences: false) {
            if !line.hasPrefix(" "), !line.isEmpty { (isInside, isKept) = (line == "features:", true) }
            if isInside, line.hasPrefix("  "), !line.hasPrefix("   "), !line.hasPrefix("  #") {
                isKept = seen < features || line.hasPrefix("  hourly_price:")
                seen += 1
            }
            if isKept { kept.append(line) }
        }
        return kept.joined(separator: "\n")
    }
}
