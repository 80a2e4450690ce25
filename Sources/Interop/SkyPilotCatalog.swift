package import Catalog
package import Placement

/// SkyPilot's catalog of one provider: `<provider>/vms.csv`.
///
/// Needed are `InstanceType`, `Region` and `Price`; `vCPUs`, `MemoryGiB`, `AcceleratorName`, `AcceleratorCount`,
/// `SpotPrice`, `AvailabilityZone`, `GpuInfo` (also `GPUInfo`) and `Arch` are read where they are, in any order, and
/// further columns such as `Generation` are passed over. Zones of a region become one offering with the lowest prices.
/// Rows without an instance type are prices of an accelerator alone, which no machine can be rented for; they are
/// counted. The specification of a type is that of its first row.
///
/// - SeeAlso: the README of skypilot-org/skypilot-catalog, schema v5 and later.
package struct SkyPilotCatalog: Sendable {
    /// Which the file itself does not name.
    package let provider: Provider.ID
    /// The rows of `vms.csv`.
    package let table: SourceTable
    /// Of the file's prices, which it does not name.
    package let currency: Currency
    /// The day of the prices; `nil` where it is not known.
    package let observedOn: Timestamp?
    /// Converts all prices; `nil` keeps the currency.
    package let rate: ExchangeRate?

    package init(
        provider: Provider.ID,
        table: SourceTable,
        currency: Currency,
        observedOn: Timestamp?,
        rate: ExchangeRate?
    ) {
        self.provider = provider
        self.table = table
        self.currency = currency
        self.observedOn = observedOn
        self.rate = rate
    }

    /// The table as a catalog.
    ///
    /// - Throws: ``CatalogImportError`` for a missing column and a value that is not allowed, with file and line.
    package func imported() throws(CatalogImportError) -> CatalogImport {
        let columns = try ColumnReader(self.table)
        let type = try columns.required("InstanceType")
        let region = try columns.required("Region")
        let price = try columns.required("Price")
        let origin = Origin(
            source: "SkyPilot catalog, \(self.table.name)",
            date: self.observedOn,
            dated: .stated,
            reading: .thirdParty
        )
        var collector = OfferingCollector(whenRepeated: .mergeZones, rate: self.rate, file: self.table.name)
        var types: [String: InstanceType] = [:]
        for row in self.table.rows {
            guard let name = columns.text(row, type) else {
                collector.leftOut.withoutType += 1
                continue
            }
            let id = InstanceType.ID(provider: self.provider, name: name)
            let specification = try self.instanceType(id, row, columns)
            if types[name] == nil { types[name] = specification }
            let offering = Offering(
                type: id,
                region: try columns.requiredText(row, region),
                onDemand: try columns.price(row, price, in: self.currency),
                spot: try columns.price(row, columns.optional("SpotPrice"), in: self.currency),
                spotZone: columns.text(row, columns.optional("AvailabilityZone")),
                converted: nil,
                origin: origin
            )
            try collector.add(offering, line: row.line)
        }
        let catalog = OfferingCatalog(types: Array(types.values), offerings: collector.offerings, egress: [])
        return CatalogImport(
            catalog: catalog,
            report: CatalogImportReport(
                catalog: catalog,
                rowsRead: self.table.rows.count,
                leftOut: collector.leftOut,
                knownRegions: nil
            )
        )
    }

    private func instanceType(
        _ id: InstanceType.ID,
        _ row: SourceTable.Row,
        _ columns: ColumnReader
    ) throws(CatalogImportError) -> InstanceType {
        let info = columns.optional("GpuInfo") ?? columns.optional("GPUInfo")
        return InstanceType(
            id: id,
            family: nil,
            vcpus: try columns.number(row, columns.optional("vCPUs")),
            memoryGiB: try columns.number(row, columns.optional("MemoryGiB")),
            architecture: columns.text(row, columns.optional("Arch")),
            cpuModel: nil,
            cpuAllocation: nil,
            gpu: CatalogTables.gpu(
                model: columns.text(row, columns.optional("AcceleratorName")),
                count: try columns.number(row, columns.optional("AcceleratorCount")),
                memoryGiB: columns.text(row, info).flatMap(Self.gpuMemoryGiB)
            ),
            localStorageGB: nil,
            networkGbps: nil
        )
    }

    /// The memory of one GPU in a `GpuInfo` cell, which is a Python dictionary in text:
    /// `{'Gpus': [{… 'MemoryInfo': {'SizeInMiB': 16384}}], 'TotalGpuMemoryInMiB': 16384}`. Some clouds write a plain
    /// name instead, which says nothing of memory.
    static func gpuMemoryGiB(_ info: String) -> Double? {
        let key = "SizeInMiB"
        guard let found = info.firstRange(of: key) else { return nil }
        let digits = info[found.upperBound...]
            .drop { $0 == "'" || $0 == "\"" || $0 == ":" || $0 == " " }
            .prefix { $0.isNumber || $0 == "." }
        return Double(digits).flatMap { $0 > 0 ? $0 / 1024 : nil }
    }
}
