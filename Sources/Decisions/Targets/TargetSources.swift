package import Catalog
package import Domains
package import Engine
package import Placement
package import Telemetry

/// Where the targets of domains come from: a source for each list that a domain file can name.
package struct TargetSources: Sendable {
    private let runs: (any RunStore)?
    private let discounts: [Discount]
    private let offerings: @Sendable () throws -> OfferingCatalog?
    private let nodes: (any TargetSource)?

    /// - Parameters:
    ///   - runs: `nil` where there are none yet.
    ///   - discounts: The user's own, on the prices of the sandboxes' catalog.
    ///   - offerings: Reads what was imported; `nil` where nothing was.
    ///   - nodes: The kinds of the nodes that have joined; `nil` where none can join.
    package init(
        runs: (any RunStore)?,
        discounts: [Discount] = [],
        offerings: @escaping @Sendable () throws -> OfferingCatalog? = { nil },
        nodes: (any TargetSource)? = nil
    ) {
        self.runs = runs
        self.discounts = discounts
        self.offerings = offerings
        self.nodes = nodes
    }

    package func source(of domain: Domain) -> any TargetSource {
        switch domain.catalog {
        case .runs: RunTargets(runs: self.runs, domain: domain.name)
        case .sandboxes: SandboxTargets(discounts: self.discounts)
        case .nodes: self.nodes ?? RunTargets(runs: self.runs, domain: domain.name)
        case .offerings: OfferingTargets(domain: domain, catalog: self.offerings)
        }
    }
}

/// The targets that runs were seen on.
package struct RunTargets: TargetSource {
    private let runs: (any RunStore)?
    private let domain: String

    /// - Parameter runs: `nil` where there are none yet.
    package init(runs: (any RunStore)?, domain: String) {
        self.runs = runs
        self.domain = domain
    }

    package func targets(at moment: Timestamp) async throws -> TargetTable {
        TargetTable(try await self.runs?.targets(of: self.domain) ?? [])
    }
}

/// The built-in catalog of sandbox providers, at the user's own prices.
package struct SandboxTargets: TargetSource {
    private let discounts: [Discount]

    package init(discounts: [Discount] = []) { self.discounts = discounts }

    package func targets(at moment: Timestamp) async throws -> TargetTable {
        TargetTable(
            try SandboxCatalog.builtIn().targets(pricedBy: .busyPair, discounts: self.discounts, at: moment)
                .lazy.map(\.target)
        )
    }
}
