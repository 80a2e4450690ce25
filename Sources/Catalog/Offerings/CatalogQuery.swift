package import Placement

/// Which offerings to show, in which order, from which on.
package struct CatalogQuery: Sendable, Hashable {
    /// Which offerings match by their GPUs.
    package enum GPUFilter: Sendable, Hashable {
        case any
        case without
        case with
        /// A model by pattern, such as `H100*`.
        case model(Glob)
    }

    /// How the matches are sorted.
    package enum Order: String, Sendable, Hashable, CaseIterable {
        /// Cheapest first in the market; equal prices by name. Amounts of different currencies are kept apart, by code.
        case price
        /// Provider, type, region.
        case name
    }

    /// `nil` for every provider.
    package let provider: Provider.ID?
    /// A pattern for the type's name; `nil` for every type.
    package let type: Glob?
    /// A pattern for the region's name; `nil` for every region.
    package let region: Glob?
    /// Offerings of types without specification match ``GPUFilter/any`` only.
    package let gpu: GPUFilter
    /// Offerings without a price in this market do not match.
    package let market: Offering.Market
    /// Per hour; offerings in another currency do not match.
    package let mostPerHour: Money?
    /// How matches are sorted before a page is cut out.
    package let order: Order
    /// Matches to skip, 0 or more.
    package let offset: Int
    /// The most matches of a page, 0 or more.
    package let limit: Int

    package init(
        provider: Provider.ID?,
        type: Glob?,
        region: Glob?,
        gpu: GPUFilter,
        market: Offering.Market,
        mostPerHour: Money?,
        order: Order,
        offset: Int,
        limit: Int
    ) {
        self.provider = provider
        self.type = type
        self.region = region
        self.gpu = gpu
        self.market = market
        self.mostPerHour = mostPerHour
        self.order = order
        self.offset = max(0, offset)
        self.limit = max(0, limit)
    }

    /// An offering that matches, with what is known of it.
    package struct Match: Sendable, Hashable {
        /// What is rented, where, at which prices.
        package let offering: Offering
        /// `nil` where the catalog has no specification.
        package let type: InstanceType?
        /// In the market that was asked for.
        package let perHour: Money
    }

    /// Consecutive matches.
    package struct Page: Sendable, Hashable {
        /// In the query's order, at most ``limit``.
        package let matches: [Match]
        /// Matches on all pages.
        package let total: Int
        /// Where the next page starts; `nil` on the last one.
        package let nextOffset: Int?
    }

    /// The matches from ``offset`` on; O(*n* log *n*) in the offerings.
    package func page(of catalog: OfferingCatalog) -> Page {
        let specifications = Dictionary(catalog.types.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let regionMatches = Remembered { self.region?.matches($0) ?? true }
        let typeMatches = Remembered { self.type?.matches($0) ?? true }
        var matches: [Match] = []
        for offering in catalog.offerings {
            guard self.provider.map({ $0 == offering.type.provider }) ?? true,
                let perHour = offering.perHour(self.market), self.isAffordable(perHour),
                regionMatches(offering.region), typeMatches(offering.type.name)
            else { continue }
            let type = specifications[offering.type]
            guard self.hasWantedGPU(type) else { continue }
            matches.append(Match(offering: offering, type: type, perHour: perHour))
        }
        if self.order == .price {
            // The catalog is in the order of names; a stable sort keeps it where prices are equal.
            matches = matches.enumerated()
                .sorted {
                    ($0.element.perHour.currency.code, $0.element.perHour.nanos, $0.offset)
                        < ($1.element.perHour.currency.code, $1.element.perHour.nanos, $1.offset)
                }
                .map(\.element)
        }
        let start = min(self.offset, matches.count)
        let end = start + min(self.limit, matches.count - start)
        return Page(
            matches: Array(matches[start..<end]),
            total: matches.count,
            nextOffset: end < matches.count ? end : nil
        )
    }

    private func isAffordable(_ perHour: Money) -> Bool {
        guard let most = self.mostPerHour else { return true }
        return perHour.currency == most.currency && perHour.nanos <= most.nanos
    }

    private func hasWantedGPU(_ type: InstanceType?) -> Bool {
        switch self.gpu {
        case .any: true
        case .without: type.map { !$0.hasGPU } ?? false
        case .with: type?.hasGPU ?? false
        case .model(let pattern): type?.gpu?.model.map { pattern.matches($0) } ?? false
        }
    }
}

/// A yes-or-no question about names, asked once for each name.
private final class Remembered {
    private let question: (String) -> Bool
    private var answers: [String: Bool] = [:]

    init(_ question: @escaping (String) -> Bool) { self.question = question }

    func callAsFunction(_ name: String) -> Bool {
        if let answer = self.answers[name] { return answer }
        let answer = self.question(name)
        self.answers[name] = answer
        return answer
    }
}
