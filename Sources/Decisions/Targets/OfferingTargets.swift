package import Catalog
package import Domains
internal import Engine
internal import Expressions
package import Placement
internal import RunMapping

/// Imported offerings that have a price on demand, one target for each instance type and region.
///
/// The attributes are those that the domain's history gives to a target, made of the columns that `berth catalog import`
/// reads, so that the model knows them; `provider`, `region` and `market` are added where the history does not name
/// them. What the history's filter leaves out is no target: nothing was learnt of it. Without a history the catalog's own
/// attributes are the target's.
///
/// Spot prices are left out: nothing says what being interrupted would cost.
package struct OfferingTargets: TargetSource {
    private let domain: Domain
    private let catalog: @Sendable () throws -> OfferingCatalog?

    /// - Parameter catalog: Reads what was imported; `nil` where nothing was.
    package init(domain: Domain, catalog: @escaping @Sendable () throws -> OfferingCatalog?) {
        self.domain = domain
        self.catalog = catalog
    }

    package func targets(at moment: Timestamp) async throws -> TargetTable {
        guard let catalog = try self.catalog() else { return TargetTable(EmptyCollection()) }
        var targets: [Target] = []
        for offering in catalog.offerings {
            if let target = try self.target(for: offering, of: catalog) { targets.append(target) }
        }
        return TargetTable(targets)
    }

    /// - Returns: `nil` for an offering without a price on demand, in another currency, or outside of the history.
    private func target(for offering: Offering, of catalog: OfferingCatalog) throws -> Target? {
        guard let price = offering.onDemand, price.currency == self.domain.currency else { return nil }
        guard let history = self.domain.history else {
            return try catalog.target(for: offering, market: .onDemand, rounding: .second)?.target
        }
        let columns = self.columns(of: offering, catalog.type(offering.type), price: price)
        func column(_ name: String) -> Value { columns[name] ?? .missing }
        if let filter = history.filter, try filter.expression.condition({ column($0.text) }) != true { return nil }
        var attributes = try history.target.attributes(column)
        for name in ["provider", "region", "market"] where attributes[name] == nil { attributes[name] = columns[name] }
        return Target(id: offering.targetID(.onDemand), attributes: attributes)
    }

    /// Under the names of the tables that are imported.
    private func columns(of offering: Offering, _ type: InstanceType?, price: Money) -> [String: Value] {
        var columns: [String: Value] = [
            "provider": .text(offering.type.provider.description), "instance_type": .text(offering.type.name),
            "region": .text(offering.region), "market": .text(Offering.Market.onDemand.rawValue),
            "\(price.currency.code.lowercased())_per_hour": .number(price.units),
        ]
        columns["family"] = type?.family.map { .text($0) }
        columns["vcpus"] = type?.vcpus.map { .number($0) }
        columns["memory_gib"] = type?.memoryGiB.map { .number($0) }
        columns["arch"] = type?.architecture.map { .text($0) }
        columns["cpu_model"] = type?.cpuModel.map { .text($0) }
        columns["cpu_alloc"] = type?.cpuAllocation.map { .text($0) }
        columns["gpu"] = type?.gpu?.model.map { .text($0) }
        columns["gpu_count"] = type?.isSpecified == true ? .number(type?.gpu?.count ?? 0) : nil
        columns["gpu_mem_gib"] = type?.gpu?.memoryGiB.map { .number($0) }
        columns["local_storage_gb"] = type?.localStorageGB.map { .number($0) }
        columns["network_gbps"] = type?.networkGbps.map { .number($0) }
        return columns
    }
}
