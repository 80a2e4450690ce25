internal import ArgumentParser
internal import Domains
internal import Foundation
internal import LearnedModels
internal import Persistence
internal import Placement
internal import Registry

/// Where the files of domains are.
struct DomainsOption: ParsableArguments {
    @Option(name: .long, help: "The folder of domains.")
    var domains = ProcessInfo.processInfo.environment["BERTH_DOMAINS_DIR"] ?? "domains"
}

/// The domains and models that decision records name, each loaded once.
struct RecordedModels {
    private let store: FolderModelStore
    private let folder: String
    private var domains: [String: Domain] = [:]
    private var models: [String: LearnedModel] = [:]

    init(_ directory: DataDirectory, domains: DomainsOption) {
        self.store = FolderModelStore(directory)
        self.folder = domains.domains
    }

    mutating func domain(of decision: Decision) throws -> Domain {
        if let known = self.domains[decision.domain] { return known }
        let domain = try DomainOptions.load(decision.domain, in: self.folder)
        self.domains[decision.domain] = domain
        return domain
    }

    /// `nil` for a decision without a model.
    mutating func model(of decision: Decision) throws -> LearnedModel? {
        guard let name = decision.model else { return nil }
        if let known = self.models[name] { return known }
        let parts = name.split(separator: "@", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw CommandFailure(
                kind: .refusedInput,
                message: "the record names the model '\(name)'; expected NAME@VERSION"
            )
        }
        let id = ModelVersion.ID(name: parts[0], version: try SemanticVersion(parsing: parts[1]))
        let artifact = try ModelArtifact(reading: Array(try self.store.artifact(of: id)))
        let model = try LearnedModel(artifact, domain: try self.domain(of: decision))
        self.models[name] = model
        return model
    }
}
