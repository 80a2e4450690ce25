package import Catalog
package import Placement

/// What was read, what came of it, and what a user should know before she trusts it.
package struct CatalogImportReport: Sendable, Hashable, Codable {
    /// The least and the greatest on-demand price per hour in one currency.
    package struct PriceRange: Sendable, Hashable, Codable {
        /// The least on-demand price of an hour.
        package let least: Money
        /// The greatest on-demand price of an hour.
        package let greatest: Money
    }

    /// Why a row of prices gave no offering of its own.
    package struct LeftOut: Sendable, Hashable, Codable {
        /// The same provider, type and region again: the later row stands.
        package var duplicates = 0
        /// Another zone of a region, merged into its offering: the lower prices stand.
        package var mergedZones = 0
        /// A price of 0 is a gap in the source, not a gift.
        package var zeroPrices = 0
        /// Neither an on-demand nor a spot price.
        package var unpriced = 0
        /// Rows for an accelerator without a machine.
        package var withoutType = 0

        /// Nothing left out.
        package init() {}
    }

    /// Rows of the table of prices.
    package let rowsRead: Int
    /// Offerings that they gave.
    package let offerings: Int
    /// Those of them that have a spot price.
    package let spotOfferings: Int
    /// Offerings whose spot price is above their on-demand price.
    package let spotAboveOnDemand: Int
    /// Different types among the offerings.
    package let instanceTypes: Int
    /// Types that are offered and lack virtual CPUs or memory, by name.
    package let typesWithoutSpecification: [InstanceType.ID]
    /// Different regions among the offerings, each a provider's own.
    package let regions: Int
    /// Offered regions that the table of regions does not list; empty without such a table.
    package let unlistedRegions: [String]
    /// By provider.
    package let offeringsOfProvider: [String: Int]
    /// By currency code.
    package let prices: [String: PriceRange]
    /// The earliest date of a price; `nil` where the source states none.
    package let oldest: Timestamp?
    /// The latest date of a price; `nil` where the source states none.
    package let newest: Timestamp?
    /// Prices of data that leaves a region.
    package let egressPrices: Int
    /// Rows that gave no offering of their own.
    package let leftOut: LeftOut

    init(catalog: OfferingCatalog, rowsRead: Int, leftOut: LeftOut, knownRegions: Set<ProviderRegion>?) {
        self.rowsRead = rowsRead
        self.leftOut = leftOut
        self.offerings = catalog.offerings.count
        self.spotOfferings = catalog.offerings.count { $0.spot != nil }
        self.spotAboveOnDemand = catalog.offerings.count { offering in
            guard let spot = offering.spot, let onDemand = offering.onDemand else { return false }
            return spot.nanos > onDemand.nanos
        }
        self.instanceTypes = catalog.types.count
        let specified = Set(catalog.types.filter(\.isSpecified).map(\.id))
        self.typesWithoutSpecification = Set(catalog.offerings.map(\.type)).subtracting(specified).sorted()
        let regions = Set(catalog.offerings.map { ProviderRegion(provider: $0.type.provider, region: $0.region) })
        self.regions = regions.count
        self.unlistedRegions =
            knownRegions.map { regions.subtracting($0).map { "\($0.provider)/\($0.region)" }.sorted() } ?? []
        self.offeringsOfProvider = Dictionary(
            catalog.offerings.map { ($0.type.provider.description, 1) },
            uniquingKeysWith: +
        )
        self.prices = Dictionary(
            catalog.offerings.compactMap(\.onDemand).map {
                ($0.currency.code, PriceRange(least: $0, greatest: $0))
            },
            uniquingKeysWith: { left, right in
                PriceRange(
                    least: right.least.nanos < left.least.nanos ? right.least : left.least,
                    greatest: right.greatest.nanos > left.greatest.nanos ? right.greatest : left.greatest
                )
            }
        )
        let dates = Set(catalog.offerings.map(\.origin.date)).compactMap(\.self)
        self.oldest = dates.min()
        self.newest = dates.max()
        self.egressPrices = catalog.egress.count
    }
}

/// A region is a provider's own.
package struct ProviderRegion: Sendable, Hashable {
    /// Whose region it is.
    package let provider: Provider.ID
    /// As the provider spells it.
    package let region: String

    package init(provider: Provider.ID, region: String) {
        self.provider = provider
        self.region = region
    }
}

extension CatalogImportReport: CustomStringConvertible {
    package var description: String {
        var lines = [
            "\(self.rowsRead) rows read, \(self.offerings) offerings of \(self.instanceTypes) instance types "
                + "in \(self.regions) regions",
            "\(self.spotOfferings) with a spot price, \(self.spotAboveOnDemand) of them above on demand",
        ]
        for (currency, range) in self.prices.sorted(by: { $0.key < $1.key }) {
            lines.append("\(range.least.spelling) to \(range.greatest.spelling) per hour on demand (\(currency))")
        }
        if let oldest = self.oldest, let newest = self.newest {
            lines.append("observed from \(oldest) to \(newest)")
        } else {
            lines.append("no observation date")
        }
        if self.egressPrices > 0 { lines.append("\(self.egressPrices) egress prices") }
        lines += self.warnings
        return lines.joined(separator: "\n")
    }

    private var warnings: [String] {
        let counted = [
            (self.typesWithoutSpecification.count, "offered types without specifications"),
            (self.unlistedRegions.count, "offered regions that the table of regions does not list"),
            (self.leftOut.duplicates, "rows replaced by a later one for the same provider, type and region"),
            (self.leftOut.mergedZones, "rows of other zones merged into their region"),
            (self.leftOut.zeroPrices, "rows with a price of 0 left out"),
            (self.leftOut.unpriced, "rows without any price left out"),
            (self.leftOut.withoutType, "rows for an accelerator without a machine left out"),
        ]
        return counted.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    }
}
