internal import Decisions
internal import Domains
internal import Placement
internal import Telemetry

/// The domains of the folder of domains, and where their workloads can run.
struct DeclaredDomains {
    private let domains: [Domain]
    private let catalog: CatalogTargets
    private let settings: DecisionSettings

    /// Reads files only.
    ///
    /// - Throws: ``ConfigurationFaults``.
    init(_ configuration: ServerConfiguration) throws {
        self.domains = try DomainFolder(configuration.domainsFolder).domains()
        self.catalog = try CatalogTargets(discountsFile: configuration.discountsFile)
        self.settings = configuration.decisions
    }

    /// The domains as they are when the service starts: with what operators have set and what their runs say.
    func served(from stores: ServiceStores, now: @Sendable () -> Timestamp) async throws -> [DomainServing] {
        let policies = try await stores.control.policies()
        let operators = try await stores.control.targetStates()
        let spent = try await stores.log.explorationSpent()
        var servings: [DomainServing] = []
        for domain in self.domains {
            // Before the first decision by it.
            try await stores.log.keep(domain.declaration, of: domain.name)
            let history = LiveHistory(
                domain: domain,
                store: stores.history,
                capacity: self.settings.historyCapacity
            )
            try await history.load(at: now())
            let listed = try self.catalog.targets(of: domain, at: now())
            let targets = if let listed { listed } else { try await stores.runs.targets(of: domain.name) }
            servings.append(
                DomainServing(
                    domain: domain,
                    targets: targets,
                    policy: policies[domain.name] ?? domain.policy,
                    history: history,
                    availability: Availability(
                        operators: operators[domain.name] ?? [:],
                        failureLimit: self.settings.failureLimit,
                        pauseSeconds: self.settings.pauseSeconds
                    ),
                    explorationSpent: spent[domain.name] ?? 0,
                    settings: self.settings
                )
            )
        }
        return servings
    }
}
