internal import Placement

extension Sandbox {
    /// The sandbox as a place to decide about, its `pricePerHour` that of the shape.
    package func target(pricedBy shape: ReferenceShape) throws(BillingError) -> PricedTarget {
        try self.target(hour: try shape.hour())
    }

    func target(hour: Usage) throws(BillingError) -> PricedTarget {
        PricedTarget(
            target: Target(id: self.id, attributes: try self.attributes(hour: hour)),
            basis: self.basis,
            scope: Discount.Scope(provider: self.provider.id, family: nil, region: self.regions.first),
            conversion: nil,
            origins: self.priceOrigins
        )
    }

    /// What features, requirements and rules may read of a sandbox. What is unknown is absent.
    ///
    /// `sandbox` (the id), `provider`, `name`, `region`, `regions`, `languages`, `onlyLanguages` (the same as a text
    /// with commas), `maxVCPU`, `maxMemoryMB`, `maxSeconds`, `memoryMBPerVCPU`, `gpu`, `gpuModel`, `gpuCount`,
    /// `gpuMemoryGiB`, `startupSeconds` (the middle of the published range), `priceDate` (the oldest), `priceReading`
    /// (`vendor`, or `thirdParty` as soon as one price is), and of the billing basis, in units of `priceCurrency`:
    /// `pricePerHour` (of the shape), `pricePerWallHour`, `pricePerVCPUHour` (of a core that works, where
    /// `billsActiveCPU`), `pricePerGiBHour`, `pricePerStart`, `pricePerGBSent` (absent where not charged), `billsStart`,
    /// `leastBilledSeconds` (the longest minimum among the charges).
    func attributes(hour: Usage) throws(BillingError) -> [String: Value] {
        let perHour = try self.basis.cost(of: hour)
        var attributes = self.shapeAttributes
        attributes.merge(self.billingAttributes) { _, billing in billing }
        attributes["pricePerHour"] = .number(perHour.units)
        attributes["priceCurrency"] = .text(perHour.currency.code)
        return attributes
    }

    private var shapeAttributes: [String: Value] {
        var attributes: [String: Value] = [
            "sandbox": .text(self.id.description), "provider": .text(self.provider.id.description),
            "name": .text(self.provider.name), "gpu": .flag(self.gpu != nil),
        ]
        attributes["region"] = self.regions.first.map { .text($0) }
        attributes["regions"] = self.regions.isEmpty ? nil : .list(self.regions.map { .text($0) })
        attributes["languages"] = self.languages.map { .list($0.map { .text($0) }) }
        attributes["onlyLanguages"] = self.languages.map { .text($0.joined(separator: ",")) }
        attributes["maxVCPU"] = self.limits.vcpus.map { .number($0) }
        attributes["maxMemoryMB"] = self.limits.memoryMB.map { .number($0) }
        attributes["maxSeconds"] = self.limits.seconds.map { .number($0) }
        attributes["memoryMBPerVCPU"] = self.memoryPerVCPU.map { .number($0.memoryMB) }
        attributes["gpuModel"] = self.gpu?.model.map { .text($0) }
        attributes["gpuCount"] = self.gpu.map { .number($0.count) }
        attributes["gpuMemoryGiB"] = self.gpu?.memoryGiB.map { .number($0) }
        attributes["startupSeconds"] = self.startUp.map { .number($0.middleSeconds) }
        return attributes
    }

    private var billingAttributes: [String: Value] {
        let isVendors = self.priceOrigins.allSatisfy { $0.reading == .vendor }
        let minimum = self.basis.charges.map(\.rounding.minimumMicroseconds).max() ?? 0
        var attributes: [String: Value] = [
            "priceReading": .text((isVendors ? Origin.Reading.vendor : .thirdParty).rawValue),
            "billsActiveCPU": .flag(self.basis.charges.contains { $0.meter == .activeCPUTime }),
            "billsStart": .flag(self.basis.startUp == .billed),
            "leastBilledSeconds": .number(Double(minimum) / 1e6),
        ]
        attributes["priceDate"] = self.pricedSince.map { .text($0.description) }
        for charge in self.basis.charges {
            switch charge.meter {
            case .wallTime: attributes["pricePerWallHour"] = .number(charge.price.perHour)
            case .activeCPUTime, .vcpuTime: attributes["pricePerVCPUHour"] = .number(charge.price.perHour)
            case .memoryTime: attributes["pricePerGiBHour"] = .number(charge.price.perHour)
            case .start: attributes["pricePerStart"] = .number(charge.price.perPiece)
            case .egress: attributes["pricePerGBSent"] = .number(charge.price.perPiece)
            case .diskTime: break
            }
        }
        return attributes
    }
}

extension UnitPrice {
    /// Units of the currency for 3600 seconds of the meter; only to compare and to learn from, bills stay exact.
    fileprivate var perHour: Double { Double(self.picos) * (self.per == .second ? 3600 : 1) / 1e12 }

    /// Units of the currency for one start or GB.
    fileprivate var perPiece: Double { Double(self.picos) / (self.per == .million ? 1e6 : 1) / 1e12 }
}
