package import Catalog
package import Placement

/// Berth's own catalog layout: `offers.csv`, and beside it what is known of types, regions and egress.
///
/// | table | columns |
/// |---|---|
/// | offers | `provider`, `instance_type`, `region`, `usd_per_hour`; optional `spot_usd_per_hour`, `source`, `observed_on` |
/// | types | `provider`, `instance_type`; optional `family`, `vcpus`, `memory_gib`, `arch`, `cpu_model`, `cpu_alloc`, `gpu`, `gpu_count`, `gpu_mem_gib`, `local_storage_gb`, `network_gbps` |
/// | regions | `vendor_id`, `region_id` |
/// | egress | `src`, `dst`, `cost` in US dollars per GB |
///
/// Prices may be in another currency: `eur_per_hour` with `spot_eur_per_hour`.
package struct CatalogTables: Sendable {
    /// The table of prices; the only one that must be there.
    package let offers: SourceTable
    /// What is known of types; `nil` leaves them without specification.
    package let types: SourceTable?
    /// Which regions there are; `nil` checks none.
    package let regions: SourceTable?
    /// Of one provider, which the table itself does not name.
    package let egress: (provider: Provider.ID, table: SourceTable)?
    /// When the prices held, for rows that do not say so.
    package let observedOn: Timestamp?
    /// Converts all offers; `nil` keeps the currency of the table.
    package let rate: ExchangeRate?

    package init(
        offers: SourceTable,
        types: SourceTable?,
        regions: SourceTable?,
        egress: (provider: Provider.ID, table: SourceTable)?,
        observedOn: Timestamp?,
        rate: ExchangeRate?
    ) {
        self.offers = offers
        self.types = types
        self.regions = regions
        self.egress = egress
        self.observedOn = observedOn
        self.rate = rate
    }

    /// The tables as a catalog.
    ///
    /// - Throws: ``CatalogImportError`` for a missing column, a value that is not allowed and a price in another
    ///   currency than the rate's, with file and line.
    package func imported() throws(CatalogImportError) -> CatalogImport {
        var collector = OfferingCollector(whenRepeated: .keepLater, rate: self.rate, file: self.offers.name)
        try self.collectOffers(into: &collector)
        var types: [InstanceType] = []
        if let table = self.types { types = try Self.instanceTypes(table) }
        var egress: [EgressPrice] = []
        if let (provider, table) = self.egress { egress = try Self.egressPrices(table, of: provider) }
        var regions: Set<ProviderRegion>?
        if let table = self.regions { regions = try Self.regions(table) }
        let catalog = OfferingCatalog(types: types, offerings: collector.offerings, egress: egress)
        return CatalogImport(
            catalog: catalog,
            report: CatalogImportReport(
                catalog: catalog,
                rowsRead: self.offers.rows.count,
                leftOut: collector.leftOut,
                knownRegions: regions
            )
        )
    }

    private func collectOffers(into collector: inout OfferingCollector) throws(CatalogImportError) {
        let columns = try ColumnReader(self.offers)
        let provider = try columns.required("provider")
        let type = try columns.required("instance_type")
        let region = try columns.required("region")
        let prices = try PriceColumns(columns)
        let source = columns.optional("source")
        let observed = columns.optional("observed_on")
        for row in self.offers.rows {
            let offering = Offering(
                type: InstanceType.ID(
                    provider: Provider.ID(try columns.requiredText(row, provider)),
                    name: try columns.requiredText(row, type)
                ),
                region: try columns.requiredText(row, region),
                onDemand: try columns.price(row, prices.onDemand, in: prices.currency),
                spot: try columns.price(row, prices.spot, in: prices.currency),
                spotZone: nil,
                converted: nil,
                origin: Origin(
                    source: columns.text(row, source) ?? self.offers.name,
                    date: try columns.date(row, observed) ?? self.observedOn,
                    dated: .stated,
                    reading: .thirdParty
                )
            )
            try collector.add(offering, line: row.line)
        }
    }

    private static func instanceTypes(_ table: SourceTable) throws(CatalogImportError) -> [InstanceType] {
        let columns = try ColumnReader(table)
        let provider = try columns.required("provider")
        let name = try columns.required("instance_type")
        var types: [InstanceType] = []
        types.reserveCapacity(table.rows.count)
        for row in table.rows {
            func text(_ column: String) -> String? { columns.text(row, columns.optional(column)) }
            func number(_ column: String) throws(CatalogImportError) -> Double? {
                try columns.number(row, columns.optional(column))
            }
            types.append(
                InstanceType(
                    id: InstanceType.ID(
                        provider: Provider.ID(try columns.requiredText(row, provider)),
                        name: try columns.requiredText(row, name)
                    ),
                    family: text("family"),
                    vcpus: try number("vcpus"),
                    memoryGiB: try number("memory_gib"),
                    architecture: text("arch"),
                    cpuModel: text("cpu_model"),
                    cpuAllocation: text("cpu_alloc"),
                    gpu: Self.gpu(
                        model: text("gpu"),
                        count: try number("gpu_count"),
                        memoryGiB: try number("gpu_mem_gib")
                    ),
                    localStorageGB: try number("local_storage_gb"),
                    networkGbps: try number("network_gbps")
                )
            )
        }
        return types
    }

    /// A GPU that is named or counted; its count is 0 where it is named and not counted.
    static func gpu(model: String?, count: Double?, memoryGiB: Double?) -> InstanceType.GPU? {
        guard model != nil || (count ?? 0) > 0 else { return nil }
        return InstanceType.GPU(model: model, count: count ?? 0, memoryGiB: memoryGiB)
    }

    private static func regions(_ table: SourceTable) throws(CatalogImportError) -> Set<ProviderRegion> {
        let columns = try ColumnReader(table)
        let provider = try columns.required("vendor_id")
        let region = try columns.required("region_id")
        var regions: Set<ProviderRegion> = []
        for row in table.rows {
            let provider = Provider.ID(try columns.requiredText(row, provider))
            for column in [region, columns.optional("api_reference")] {
                guard let name = columns.text(row, column) else { continue }
                regions.insert(ProviderRegion(provider: provider, region: name))
            }
        }
        return regions
    }

    private static func egressPrices(
        _ table: SourceTable,
        of provider: Provider.ID
    ) throws(CatalogImportError) -> [EgressPrice] {
        let columns = try ColumnReader(table)
        let source = try columns.required("src")
        let destination = try columns.required("dst")
        let cost = try columns.required("cost")
        var prices: [EgressPrice] = []
        for row in table.rows {
            guard let perGB = try columns.price(row, cost, in: .usd) else {
                throw CatalogImportError.emptyCell(file: table.name, line: row.line, column: cost.name)
            }
            prices.append(
                EgressPrice(
                    provider: provider,
                    region: try columns.requiredText(row, source),
                    destination: try columns.requiredText(row, destination),
                    perGB: perGB
                )
            )
        }
        return prices
    }
}

/// The price columns of an offers table, whose names carry the currency.
private struct PriceColumns {
    let onDemand: ColumnReader.Column
    let spot: ColumnReader.Column?
    let currency: Currency

    init(_ columns: ColumnReader) throws(CatalogImportError) {
        let suffix = "_per_hour"
        let spotPrefix = "spot_"
        let names = columns.names(endingIn: suffix)
        let onDemandNames = names.filter { !$0.hasPrefix(spotPrefix) }
        guard let onDemand = onDemandNames.first else { throw columns.missing("usd_per_hour") }
        guard onDemandNames.count == 1 else {
            throw CatalogImportError.mixedCurrencies(file: columns.file, columns: onDemandNames)
        }
        let code = String(onDemand.dropLast(suffix.count)).uppercased()
        guard let currency = Currency(code), currency.isKnown else {
            throw CatalogImportError.unknownCurrency(
                file: columns.file,
                column: onDemand,
                code: String(onDemand.dropLast(suffix.count))
            )
        }
        if let spot = names.first(where: { $0.hasPrefix(spotPrefix) }), spot != spotPrefix + onDemand {
            throw CatalogImportError.mixedCurrencies(file: columns.file, columns: [onDemand, spot])
        }
        self.onDemand = try columns.required(onDemand)
        self.spot = columns.optional(spotPrefix + onDemand)
        self.currency = currency
    }
}
