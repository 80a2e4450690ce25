internal import Placement

extension OfferingCatalog {
    /// An offering as a target with the attributes `provider`, `instanceType`, `family`, `region`, `market`, `vcpus`,
    /// `memoryMB`, `architecture`, `gpu`, `gpuModel`, `gpuCount`, `gpuMemoryGiB`, `pricePerHour`, `priceCurrency`,
    /// `priceDate`; what is unknown is absent.
    ///
    /// - Parameter rounding: How the provider rounds an instance's time, which catalogs do not say.
    /// - Returns: `nil` where the offering has no price in the market.
    package func target(
        for offering: Offering,
        market: Offering.Market,
        rounding: TimeRounding
    ) throws(BillingError) -> PricedTarget? {
        guard let perHour = offering.perHour(market) else { return nil }
        let type = self.type(offering.type)
        var attributes: [String: Value] = [
            "provider": .text(offering.type.provider.description), "instanceType": .text(offering.type.name),
            "region": .text(offering.region), "market": .text(market.rawValue),
            "pricePerHour": .number(perHour.units), "priceCurrency": .text(perHour.currency.code),
        ]
        attributes["priceDate"] = offering.origin.date.map { .text($0.description) }
        if let type {
            attributes["family"] = type.family.map { .text($0) }
            attributes["vcpus"] = type.vcpus.map { .number($0) }
            attributes["memoryMB"] = type.memoryGiB.map { .number($0 * 1024) }
            attributes["architecture"] = type.architecture.map { .text($0) }
            attributes["gpu"] = type.isSpecified ? .flag(type.hasGPU) : nil
            attributes["gpuModel"] = type.gpu?.model.map { .text($0) }
            attributes["gpuCount"] = type.gpu.map { .number($0.count) }
            attributes["gpuMemoryGiB"] = type.gpu?.memoryGiB.map { .number($0) }
        }
        return PricedTarget(
            target: Target(id: offering.targetID(market), attributes: attributes),
            basis: try BillingBasis(perHour: perHour, rounding: rounding),
            scope: Discount.Scope(
                provider: offering.type.provider,
                family: type?.family,
                region: offering.region
            ),
            conversion: offering.conversion(market),
            origins: [offering.origin]
        )
    }
}
