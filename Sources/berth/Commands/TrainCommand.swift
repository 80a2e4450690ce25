internal import ArgumentParser
internal import Domains
internal import Features
internal import Foundation
internal import LearnedModels
internal import LightGBMTrainer
internal import Persistence
internal import Placement
internal import Registry
internal import Telemetry
internal import Training

struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learns a domain's model from its runs and registers it.",
        discussion: """
            Collects the runs of the window, checks them, learns cost, time, success and selection, measures errors on \
            runs held out, and registers the model with its lineage.

            Examples:
              berth train --days 7 --min-data-points 100
              berth train --days 30 --min-data-points 1000 --version v2.0.0
              berth train --domain cluster --set rounds=400 --json
            """
    )

    @OptionGroup var domain: DomainOptions
    @OptionGroup var data: DataOptions
    @OptionGroup var training: TrainingOptions

    @Option(name: .long, help: "Learn from runs that started in this many days before the newest; all by default.")
    var days: Int?

    @Option(name: .long, help: "Refuse to learn from fewer runs.")
    var minDataPoints = ModelTrainer.leastRuns

    @Option(name: .long, help: "The version to register, such as v2.0.0; the latest's next minor by default.")
    var version: String?

    @Flag(name: .long, help: "JSON instead of text.")
    var json = false

    func validate() throws {
        if let days = self.days, days < 1 { throw ValidationError("--days takes a whole number from 1, not \(days).") }
        guard self.minDataPoints >= ModelTrainer.leastRuns else {
            throw ValidationError(
                "--min-data-points takes a whole number from \(ModelTrainer.leastRuns), not \(self.minDataPoints)."
            )
        }
    }

    func run() async throws {
        try await reporting {
            let domain = try self.domain.load()
            let settings = try self.training.settings(for: domain)
            let workspace = try await Workspace(try self.data.open(for: .reading), domain: domain)
            let runs = try await self.collected(workspace)
            let registration = ModelRegistration(
                workspace: workspace,
                settings: settings,
                trainer: try TrainingOptions.trainer(),
                parent: try await workspace.models.latest(of: domain.name)?.id.version
            )
            let version =
                try self.version.map { try SemanticVersion(parsing: $0) }
                ?? ModelVersion.next(after: registration.parent)
            let line = ProgressLine()
            defer { line.end() }
            let (artifact, record) = try await registration.train(runs, as: version, notes: [], progress: line.show)
            line.end()
            if self.json { return try Console.json(record) }
            Console.result(ModelCard(record).text)
            if let accuracy = Self.accuracy(record, of: artifact) { Console.result(accuracy) }
            Console.result("Model saved to \(self.data.dataDir): \(record.id)")
        }
    }

    /// How often the best target was chosen for workloads held out; `nil` where none was measured on two targets.
    private static func accuracy(_ record: ModelVersion, of artifact: ModelArtifact) -> String? {
        let order = artifact.grid?.leads == true ? "newWorkload.grid" : "newWorkload.trees"
        guard let share = record.metrics["\(order).exactShare"], let count = record.metrics["\(order).decisions"] else {
            return nil
        }
        return String(format: "Model Accuracy: %.4f, the best target chosen in %.0f held-out decisions", share, count)
    }

    /// The runs of the window, checked, ascending by start.
    private func collected(_ workspace: Workspace) async throws -> [Run] {
        let all = try await workspace.runs.runs(RunQuery(domain: workspace.domain.name))
        guard !all.isEmpty else {
            throw CommandFailure(
                kind: .missingInput,
                message: "no runs of '\(workspace.domain.name)' in \(self.data.dataDir); "
                    + "bring some in with berth runs import"
            )
        }
        let rules = DataRules(asOf: .now(), days: self.days.map(Double.init), minimumRuns: self.minDataPoints)
        return try rules.apply(to: all).runs
    }
}
