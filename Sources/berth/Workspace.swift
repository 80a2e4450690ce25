internal import ArgumentParser
internal import BerthServer
internal import Catalog
internal import Decisions
internal import Domains
internal import Engine
internal import Features
internal import Foundation
internal import LearnedModels
internal import Persistence
internal import Placement
internal import Registry
internal import Telemetry

/// Where a command keeps its runs, models and catalog.
struct DataOptions: ParsableArguments {
    @Option(name: .long, help: "The folder for decisions, runs, models and the catalog (also BERTH_DATA_DIR).")
    var dataDir: String = ProcessInfo.processInfo.environment["BERTH_DATA_DIR"] ?? "berth-data"

    func open(for access: DataDirectory.Access) throws -> DataDirectory {
        do {
            return try DataDirectory(self.dataDir, for: access)
        } catch let error as DataDirectoryError {
            let kind: CommandFailure.Kind =
                switch error {
                case .inUse: .busy
                case .notThere: .missingInput
                default: .refusedInput
                }
            throw CommandFailure(kind: kind, message: "\(error)")
        }
    }
}

/// A domain with its stores: what training and deciding read and write.
struct Workspace {
    let domain: Domain
    let runs: SQLiteRunStore
    let models: RegisteredModels
    private let offerings: FolderCatalogStore

    init(_ directory: DataDirectory, domain: Domain) async throws {
        self.domain = domain
        let database = try SQLiteDatabase(directory)
        self.runs = SQLiteRunStore(database, now: Timestamp.now)
        self.models = try await RegisteredModels.opened(in: directory, database)
        self.offerings = FolderCatalogStore(directory)
    }

    /// A registered model put to work.
    ///
    /// - Parameter version: The latest when `nil`.
    /// - Returns: `nil` when none is registered and none was asked for by version.
    func model(_ version: String?) async throws -> LearnedModel? {
        let id: ModelVersion.ID
        if let version {
            id = ModelVersion.ID(name: self.domain.name, version: try SemanticVersion(parsing: version))
        } else if let latest = try await self.models.latest(of: self.domain.name) {
            id = latest.id
        } else {
            return nil
        }
        let artifact = try ModelArtifact(reading: Array(try await self.models.artifact(of: id)))
        return try LearnedModel(artifact, domain: self.domain)
    }

    /// Where a workload may run, as the domain's catalog says; where that has nothing yet, where the model's runs were.
    func targets(model: LearnedModel?, discounts: [Discount] = []) async throws -> TargetTable {
        let sources = TargetSources(runs: self.runs, discounts: discounts, offerings: self.offerings.load)
        let targets = try await sources.source(of: self.domain).targets(at: .now())
        return targets.isEmpty ? TargetTable(model?.artifact.targets ?? []) : targets
    }

    /// What the runs of the data directory say, for history features.
    func statistics() async throws -> RunStatistics {
        RunStatistics(try await self.runs.runs(RunQuery(domain: self.domain.name)))
    }
}

extension RegisteredModels {
    /// The models of a data directory, for a command.
    static func opened(in directory: DataDirectory, _ database: SQLiteDatabase) async throws -> RegisteredModels {
        try await Self.opened(in: directory, database, principal: "local", now: .now())
    }
}

extension Timestamp {
    /// The one place where a command reads the clock.
    @Sendable static func now() -> Timestamp { Timestamp(secondsSince1970: Foundation.Date().timeIntervalSince1970) }
}
