internal import ArgumentParser
internal import Domains
internal import Foundation
internal import LearnedModels
internal import Persistence
internal import Pipelines
internal import Placement
internal import Registry
internal import Training

struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a domain's model on its runs and registers it.",
        discussion: """
            Collects the runs of the window, checks them, learns cost, time, success and selection, measures errors on \
            held-out runs, and registers the model with its lineage.

            Examples:
              berth train --days 7 --min-data-points 100
              berth train --days 30 --min-data-points 1000 --version v2.0.0
              berth train --domain cluster --set rounds=400 --json
            """
    )

    @OptionGroup var domain: DomainOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var training: TrainingOptions

    @Option(name: .long, help: "Learn from runs that started within this many days of the newest; by default, all.")
    var days: Int?

    @Option(name: .long, help: "Fail if there are fewer runs.")
    var minDataPoints = ModelTrainer.leastRuns

    @Option(name: .long, help: "The version to register, such as v2.0.0; by default, the next minor version.")
    var version: String?

    @Flag(name: .long, help: "JSON instead of text.")
    var json = false

    func validate() throws {
        if let days = self.days, days < 1 { throw ValidationError("--days takes a whole number above 0, not \(days).") }
        guard self.minDataPoints >= ModelTrainer.leastRuns else {
            throw ValidationError(
                "--min-data-points takes a whole number of at least \(ModelTrainer.leastRuns), not \(self.minDataPoints)."
            )
        }
    }

    func run() async throws {
        try await reporting {
            let domain = try self.domain.load()
            let order = TrainingOrder(
                domain: domain.name,
                window: self.days.map { .days($0) } ?? .all,
                minimumRuns: self.minDataPoints,
                settings: try self.training.settings(for: domain),
                version: try self.version.map { try SemanticVersion(parsing: $0) }
            )
            let workspace = try await Workspace(try self.data.open(for: .reading), domain: domain)
            let pipeline = TrainingPipeline(
                domain: domain,
                runs: workspace.runs,
                models: workspace.models,
                trainer: try TrainingOptions.trainer(),
                now: Timestamp.now
            )
            let line = ProgressLine()
            defer { line.end() }
            let model = try await self.naming(self.data.dataDir) {
                try await pipeline.train(order) { line.show($0.activity, $0.share) }
            }
            line.end()
            if self.json { return try Console.json(model.record) }
            Console.result(ModelCard(model.record).text)
            if let accuracy = Self.accuracy(model) { Console.result(accuracy) }
            Console.result("Model saved to \(self.data.dataDir): \(model.record.id)")
        }
    }

    /// Says of missing runs where they were looked for.
    private func naming(
        _ folder: String,
        _ train: () async throws -> TrainedModel
    ) async throws -> TrainedModel {
        do {
            return try await train()
        } catch PipelineError.noRuns(let domain) {
            throw CommandFailure(
                kind: .missingInput,
                message: "no runs of '\(domain)' in \(folder); import some with berth runs import"
            )
        }
    }

    /// How often the best target was chosen for workloads held out; `nil` where none was measured on two targets.
    private static func accuracy(_ model: TrainedModel) -> String? {
        let record = model.record
        let order = model.artifact.grid?.leads == true ? "newWorkload.grid" : "newWorkload.trees"
        guard let share = record.metrics["\(order).exactShare"], let count = record.metrics["\(order).decisions"] else {
            return nil
        }
        return String(format: "Model Accuracy: %.4f, the best target chosen in %.0f held-out decisions", share, count)
    }
}
