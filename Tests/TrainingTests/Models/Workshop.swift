import Domains
import Engine
import Features
import Foundation
import LearnedModels
import LightGBMTrainer
import Placement
import RealModule
import Statistics
import Training

/// Jobs of a few crafts on a few benches: a made-up past, the same for the same seed.
struct Workshop {
    var crafts = 6
    var jobsPerCraft = 3
    var benches = 4
    var runsPerPair = 3
    var failureShare = 0.0
    /// Standard deviation of the logarithm of one run's time.
    var noise = 0.05
    /// Whether cost is the hourly price × time; otherwise each start costs something too.
    var costIsHourlyPrice = false
    var seed: UInt64 = 1
    /// Logarithm of how long a job of a craft takes on a bench, without noise.
    var logTime: @Sendable (_ craft: Int, _ job: Int, _ bench: Int) -> Double = { craft, job, bench in
        Double.log(Double(10 * (job + 1))) + 0.1 * Double(craft) - 0.7 * Double(bench)
    }

    static let start = Timestamp(secondsSince1970: 1_780_272_000)

    static let yaml = """
        domain: workshop
        family: workload.craft
        hourlyPrice: target.price
        features:
          size: {from: workload.size, as: log}
          craft: {from: workload.craft, as: category}
          speed: {from: target.speed}
          price: {from: target.price}
          target_mean_time: {from: history, as: mean-time, of: target, window: 7d}
          target_failures: {from: history, as: failure-rate, of: target}
          pair_mean_cost: {from: history, as: mean-cost, of: workload-on-target}
        likeness:
          numbers: [target.speed]
        history:
          measured: [seconds]
          workload:
            key: {craft: craft, job: job}
          target:
            id: {bench: bench}
          outcome:
            time: {value: seconds, unit: s}
            cost: {value: seconds, currency: USD}
        """

    static func domain(_ change: (String) -> String = { $0 }) throws -> Domain {
        try Domain(yaml: change(Self.yaml), file: "workshop.yaml")
    }

    func target(_ bench: Int) -> Target {
        Target(
            id: Target.ID("bench-\(bench)"),
            attributes: ["speed": .number(Double(bench + 1)), "price": .number(Self.price(bench))]
        )
    }

    static func price(_ bench: Int) -> Double { 0.1 * Double((bench + 1) * (bench + 1)) }

    var targets: [Target] { (0..<self.benches).map(self.target) }

    func workload(craft: Int, job: Int) -> Workload {
        Workload(
            key: Workload.Key("craft-\(craft)/\(job)"),
            attributes: ["craft": .text("craft-\(craft)"), "size": .number(Double(10 * (job + 1)))]
        )
    }

    /// In the order in which they started, one run a minute, targets mixed.
    func runs() -> [Run] {
        var generator = SeededGenerator(seed: self.seed, stream: "workshop")
        var pairs: [(craft: Int, job: Int, bench: Int)] = []
        for craft in 0..<self.crafts {
            for job in 0..<self.jobsPerCraft {
                for bench in 0..<self.benches {
                    pairs += Array(repeating: (craft, job, bench), count: self.runsPerPair)
                }
            }
        }
        generator.shuffle(&pairs)
        return pairs.enumerated().map { index, pair in
            let time = Double.exp(self.logTime(pair.craft, pair.job, pair.bench) + self.noise * generator.normal())
            let cost = Self.price(pair.bench) * time / 3600 + (self.costIsHourlyPrice ? 0 : 0.01)
            return Run(
                id: Run.ID("run-\(index)"),
                workload: self.workload(craft: pair.craft, job: pair.job),
                target: self.target(pair.bench),
                startedAt: Self.start.advanced(bySeconds: 60 * Double(index)),
                outcome: Outcome(
                    timeSeconds: time,
                    cost: Money(nanos: Int64(cost * 1e9), currency: .usd),
                    succeeded: generator.uniform() >= self.failureShare
                )
            )
        }
    }
}

/// LightGBM behind the trainer, few rounds, so that a training takes a fraction of a second.
enum Learning {
    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(self.path) is missing: run make deps" }
    }

    static func trees() throws -> LightGBMTrainer {
        #if os(macOS)
            let path = PackageRoot.url.appending(path: ".deps/lightgbm/lib/lib_lightgbm.dylib").path()
        #else
            let path = PackageRoot.url.appending(path: ".deps/lightgbm/lib/lib_lightgbm.so").path()
        #endif
        guard FileManager.default.fileExists(atPath: path) else { throw Missing(path: path) }
        return LightGBMTrainer(library: try LightGBMLibrary(path: path))
    }

    static func trainer(_ domain: Domain, seed: UInt64 = 1, rounds: Int = 20) throws -> ModelTrainer {
        var settings = TrainingSettings(seed: seed)
        settings.boosting.rounds = rounds
        return ModelTrainer(domain: domain, trainer: try Self.trees(), settings: settings, version: "v1.0.0")
    }

    static func json(_ artifact: ModelArtifact) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(artifact)
    }
}

/// The package's own folder, whatever the working directory is.
enum PackageRoot {
    static let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}

extension LearnedModel {
    /// Predictions as of a moment after every run, without history features.
    func predictions(for workload: Workload, on targets: [Target]) throws -> [Prediction] {
        try self.predictions(
            for: workload,
            on: targets,
            objective: .cost,
            at: Workshop.start,
            history: RunStatistics()
        ).map(\.prediction)
    }
}
