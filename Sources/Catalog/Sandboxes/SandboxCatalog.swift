package import Declarations
package import Placement

/// The sandbox products that Berth knows, read from a declaration.
package struct SandboxCatalog: Sendable, Hashable {
    /// By id.
    package let sandboxes: [Sandbox]

    /// The catalog that ships inside the program: the text of `catalogs/sandbox.yaml`.
    package static func builtIn() throws(DeclarationError) -> SandboxCatalog {
        try SandboxCatalog(Declaration(yaml: Self.builtInText, file: "built-in sandbox catalog"))
    }

    /// Reads a file of the layout of `catalogs/sandbox.yaml`.
    package init(_ declaration: Declaration) throws(DeclarationError) {
        let fields = try declaration.fields(allowed: ["format", "version", "origins", "sandboxes"])
        guard try fields.required("format").text() == Self.format else {
            throw try fields.required("format").invalid(expected: Self.format)
        }
        _ = try fields.required("version").wholeNumber(in: 1...1)
        let reader = SandboxReader(origins: try SandboxReader.origins(of: try fields.required("origins")))
        var sandboxes: [Sandbox] = []
        for (id, entry) in try fields.required("sandboxes").entries() {
            sandboxes.append(try reader.sandbox(id: Target.ID(id), entry))
        }
        self.sandboxes = sandboxes.sorted { $0.id < $1.id }
    }

    package static let format = "berth-sandboxes"

    package subscript(id: Target.ID) -> Sandbox? { self.sandboxes.first { $0.id == id } }

    /// The sandboxes as places to decide about.
    ///
    /// Attributes: `provider`, `name`, `region`, `regions`, `languages`, `maxVCPU`, `maxMemoryMB`, `maxSeconds`, `gpu`,
    /// `gpuModel`, `gpuCount`, `gpuMemoryGiB`, `startupSeconds` (the middle of the published range), `pricePerHour` (of
    /// the shape), `priceCurrency`, `priceDate` (the oldest), `priceReading` (`vendor`, or `thirdParty` as soon as one
    /// price is). What is unknown is absent.
    package func targets(pricedBy shape: ReferenceShape) throws(BillingError) -> [PricedTarget] {
        let hour = try shape.hour()
        var targets: [PricedTarget] = []
        for sandbox in self.sandboxes { targets.append(try sandbox.target(hour: hour)) }
        return targets
    }
}

extension Sandbox {
    fileprivate func target(hour: Usage) throws(BillingError) -> PricedTarget {
        let perHour = try self.basis.cost(of: hour)
        let isVendors = self.priceOrigins.allSatisfy { $0.reading == .vendor }
        var attributes: [String: Value] = [
            "provider": .text(self.provider.id.description), "name": .text(self.provider.name),
            "gpu": .flag(self.gpu != nil), "pricePerHour": .number(perHour.units),
            "priceCurrency": .text(perHour.currency.code),
            "priceReading": .text((isVendors ? Origin.Reading.vendor : .thirdParty).rawValue),
        ]
        attributes["region"] = self.regions.first.map { .text($0) }
        attributes["regions"] = self.regions.isEmpty ? nil : .list(self.regions.map { .text($0) })
        attributes["languages"] = self.languages.map { .list($0.map { .text($0) }) }
        attributes["maxVCPU"] = self.limits.vcpus.map { .number($0) }
        attributes["maxMemoryMB"] = self.limits.memoryMB.map { .number($0) }
        attributes["maxSeconds"] = self.limits.seconds.map { .number($0) }
        attributes["gpuModel"] = self.gpu?.model.map { .text($0) }
        attributes["gpuCount"] = self.gpu.map { .number($0.count) }
        attributes["gpuMemoryGiB"] = self.gpu?.memoryGiB.map { .number($0) }
        attributes["startupSeconds"] = self.startUp.map { .number($0.middleSeconds) }
        attributes["priceDate"] = self.pricedSince.map { .text($0.description) }
        return PricedTarget(
            target: Target(id: self.id, attributes: attributes),
            basis: self.basis,
            scope: Discount.Scope(provider: self.provider.id, family: nil, region: self.regions.first),
            conversion: nil,
            origins: self.priceOrigins
        )
    }
}
