internal import ArgumentParser
internal import Decisions
internal import Domains
internal import Foundation
internal import LearnedModels
internal import Placement
internal import Registry

/// Where the files of domains are.
struct DomainsOption: ParsableArguments {
    @Option(name: .long, help: "The domains folder.")
    var domains = ProcessInfo.processInfo.environment["BERTH_DOMAINS_DIR"] ?? DomainOptions.folder
}

/// The domains and models that decision records name, each loaded once.
struct RecordedModels {
    private let store: RegisteredModels
    private let declarations: any DeclarationStore
    private let folder: String
    private var domains: [Declared: Domain] = [:]
    private var models: [Asked: LearnedModel] = [:]

    private struct Declared: Hashable {
        let name: String
        let hash: String?
    }

    private struct Asked: Hashable {
        let domain: Declared
        let model: String
    }

    init(_ store: RegisteredModels, declarations: any DeclarationStore, domains: DomainsOption) {
        self.store = store
        self.declarations = declarations
        self.folder = domains.domains
    }

    /// The domain as it was declared when the decision was made. For a record from before declarations were kept, as it
    /// was when the first one was; where none is kept at all, as its file is today.
    mutating func domain(of decision: Decision) async throws -> Domain {
        let declared = Declared(name: decision.domain, hash: decision.domainHash)
        if let known = self.domains[declared] { return known }
        let domain: Domain
        if let hash = decision.domainHash {
            guard let declaration = try await self.declarations.declaration(hash) else {
                throw CommandFailure(
                    kind: .missingInput,
                    message: "the data directory has no declaration \(hash), which the record names"
                )
            }
            domain = try Domain(yaml: declaration.text, file: "declaration \(hash)")
        } else if let first = try await self.declarations.firstDeclaration(of: decision.domain) {
            domain = try Domain(yaml: first.text, file: "declaration \(first.hash)")
        } else {
            domain = try DomainOptions.load(decision.domain, in: self.folder)
        }
        self.domains[declared] = domain
        return domain
    }

    /// `nil` for a decision without a model.
    mutating func model(of decision: Decision) async throws -> LearnedModel? {
        guard let name = decision.model else { return nil }
        let asked = Asked(domain: Declared(name: decision.domain, hash: decision.domainHash), model: name)
        if let known = self.models[asked] { return known }
        let id: ModelVersion.ID
        do {
            id = try ModelVersion.ID(parsing: name)
        } catch {
            throw CommandFailure(kind: .refusedInput, message: "the record's model: \(error)")
        }
        let artifact = try ModelArtifact(reading: Array(try await self.store.artifact(of: id)))
        let model = try LearnedModel(artifact, domain: try await self.domain(of: decision))
        self.models[asked] = model
        return model
    }
}
