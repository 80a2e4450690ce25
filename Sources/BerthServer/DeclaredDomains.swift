internal import Catalog
internal import Decisions
internal import Domains
internal import Engine
internal import Placement
internal import TaskDispatch
internal import TaskPlacement
internal import Telemetry

/// The domains of the folder of domains, and where their workloads can run.
struct DeclaredDomains {
    private let domains: [Domain]
    private let discounts: [Discount]
    private let settings: DecisionSettings

    /// Reads files only.
    ///
    /// - Throws: ``ConfigurationFaults``.
    init(_ configuration: ServerConfiguration) throws {
        self.domains = try DomainFolder(configuration.domainsFolder).domains()
        self.discounts = try DiscountsFile.discounts(configuration.discountsFile)
        self.settings = configuration.decisions
    }

    /// The domains as they are when the service starts: with what operators have set and what their runs say.
    ///
    /// - Parameter fleet: The nodes that have joined.
    func served(
        from stores: ServiceStores,
        fleet: FleetService,
        now: @Sendable () -> Timestamp
    ) async throws -> [DomainServing] {
        let sources = TargetSources(
            runs: stores.runs,
            discounts: self.discounts,
            offerings: stores.offerings,
            nodes: FleetKinds(fleet: fleet)
        )
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
            let serving = DomainServing(
                domain: domain,
                targets: try await sources.source(of: domain).targets(at: now()),
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
            if let hash = serving.targetTable {
                // Before the first decision that names it.
                try await stores.log.keep(targetTable: serving.targets.encoded, hash: hash)
            }
            servings.append(serving)
        }
        return servings
    }
}
