import Catalog
import Decisions
import Domains
import Engine
import Features
import Foundation
import Interop
import LearnedModels
import LightGBMTrainer
import Placement
import RunMapping
import Tables
import Training

/// The domain of instances with a model of its public history, among every offer of the catalog, those with GPUs too.
struct OfferBench {
    private let domain: Domain
    private let model: LearnedModel
    private let targets: TargetTable
    private let snapshot: ServingSnapshot
    /// Known ones and new ones in turn.
    private let workloads: [Workload]
    private let moment = Timestamp(secondsSince1970: 1_790_000_000)

    private static let considered = 64
    private static let filter = "filter: usd_per_hour != missing and gpu_count == 0 and family != \"g6f\""

    init(_ options: Options) async throws {
        func table(_ path: String) throws -> Table {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(options.data)/\(path)")))
            return try Table(csv: bytes, file: path)
        }
        let yaml = try String(contentsOf: URL(filePath: "domains/instances.yaml"), encoding: .utf8)
        let domain = try Domain(yaml: yaml, file: "domains/instances.yaml")
        self.domain = domain
        guard let history = domain.history else { throw Options.Misuse(description: "the domain has no history") }
        let runs = try history.runs(
            from: try table("sparecores/perf.csv"),
            sides: ["instance_types": try table("catalog/instance_types.csv")],
            badRows: .refuse
        ).runs.map(\.run)
        self.model = try LearnedModel(try Self.artifact(options.model, runs: runs, domain: domain), domain: domain)
        let imported = try CatalogTables(
            offers: SourceTable(try table("catalog/offers.csv"), name: "offers.csv"),
            types: SourceTable(try table("catalog/instance_types.csv"), name: "instance_types.csv"),
            regions: nil,
            egress: nil,
            observedOn: self.moment,
            rate: nil
        ).imported().catalog
        let everything = try Domain(yaml: yaml.replacing(Self.filter, with: ""), file: "domains/instances.yaml")
        var (start, clock) = (ContinuousClock.now, ContinuousClock())
        self.targets = try await OfferingTargets(domain: everything) { imported }.targets(at: self.moment)
        print("table of \(self.targets.count) targets: \(clock.now - start), \(self.targets.encoded.count) bytes")
        start = clock.now
        self.snapshot = ServingSnapshot(
            domain: domain,
            targets: self.targets,
            considering: Self.considered,
            model: self.model,
            policy: Policy(strategy: .model, exploration: .off),
            history: RunStatistics()
        )
        clock = ContinuousClock()
        print("made ready: \(clock.now - start)")
        let known = Dictionary(runs.map { ($0.workload.key, $0.workload) }) { first, _ in first }
            .sorted { $0.key < $1.key }.map(\.value)
        self.workloads = known.flatMap { workload in
            [
                workload,
                Workload(
                    key: Workload.Key("new-\(workload.key)"),
                    attributes: workload.attributes.merging(["workload": .text("new-\(workload.key)")]) { $1 }
                ),
            ]
        }
    }

    private static func artifact(_ path: String?, runs: [Run], domain: Domain) throws -> ModelArtifact {
        if let path, FileManager.default.fileExists(atPath: path) {
            return try ModelArtifact(reading: [UInt8](try Data(contentsOf: URL(filePath: path))))
        }
        let library = try LightGBMLibrary(
            configuredPath: ProcessInfo.processInfo.environment["BERTH_LIGHTGBM_LIBRARY"],
            places: .usual(workingDirectory: FileManager.default.currentDirectoryPath, home: NSHomeDirectory())
        )
        let artifact = try ModelTrainer(
            domain: domain,
            trainer: LightGBMTrainer(library: library),
            settings: TrainingSettings(seed: 7),
            version: "v1.0.0"
        ).train(runs).artifact
        if let path {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(artifact).write(to: URL(filePath: path))
        }
        return artifact
    }

    private func request(_ workload: Workload, _ number: Int = 0) -> DecisionRequest {
        DecisionRequest(id: Decision.ID("d\(number)"), at: self.moment, workload: workload)
    }

    // MARK: Ranking

    func printRanking(rounds: Int, full: Int) throws {
        var times: (first: [Double], known: [Double], new: [Double]) = ([], [], [])
        let clock = ContinuousClock()
        for round in 0...rounds {
            for (index, workload) in self.workloads.enumerated() {
                let start = clock.now
                let ranking = try self.rank(workload)
                let seconds = Self.milliseconds(clock.now - start)
                precondition(ranking.ranked.count == 10, "there are more than ten offers")
                if round == 0 { times.first.append(seconds); continue }
                if index % 2 == 0 { times.known.append(seconds) } else { times.new.append(seconds) }
            }
        }
        Self.printTimes("asked for the first time", times.first)
        Self.printTimes("known workloads", times.known)
        Self.printTimes("new workloads", times.new)
        Self.printTimes("all", times.known + times.new)
        var equal = 0
        let compared = self.workloads.prefix(full)
        for workload in compared where try self.rank(workload).ranked.map(\.target.id) == self.best(for: workload) {
            equal += 1
        }
        print("ten best equal to those of a full evaluation: \(equal) of \(compared.count) workloads")
    }

    private func rank(_ workload: Workload) throws -> Ranking {
        try Engine.rank(self.request(workload), limit: 10, with: self.snapshot, state: EngineState(seed: 1))
    }

    /// Every offer predicted by itself, as a decision without a shortlist does.
    private func best(for workload: Workload) throws -> [Target.ID] {
        let predictions = try self.model.predictions(
            for: workload,
            on: Array(self.targets),
            objective: try self.domain.objective(of: workload),
            at: self.moment,
            history: RunStatistics()
        )
        return predictions.sorted {
            ($0.prediction.logValue, $0.target.id) < ($1.prediction.logValue, $1.target.id)
        }.prefix(10).map(\.target.id)
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
    }

    private static func printTimes(_ name: String, _ times: [Double]) {
        let sorted = times.sorted()
        func quantile(_ share: Double) -> String {
            guard !sorted.isEmpty else { return "-" }
            return String(format: "%.1f", sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)])
        }
        print("rank, \(name): median \(quantile(0.5)) ms, 95 % \(quantile(0.95)) ms, 99 % \(quantile(0.99)) ms")
    }

    // MARK: Record

    func printRecord() async throws {
        var state = EngineState(seed: 1)
        let clock = ContinuousClock()
        var largest = 0
        var times: [Double] = []
        for (number, workload) in self.workloads.enumerated() {
            let start = clock.now
            let decision = try Engine.decide(self.request(workload, number), with: self.snapshot, state: &state)
            times.append(Self.milliseconds(clock.now - start))
            largest = max(largest, try JSONEncoder().encode(decision).count)
        }
        Self.printTimes("a decision among all", times)
        print("record as JSON: at most \(largest) bytes, \(Self.considered) candidates in full")
    }
}
