internal import Declarations
internal import Placement
internal import Problems

/// Reads the entries of a sandbox catalog.
struct SandboxReader {
    let origins: [String: Origin]

    static func origins(of declaration: Declaration) throws(DeclarationError) -> [String: Origin] {
        var origins: [String: Origin] = [:]
        for (name, entry) in try declaration.entries() {
            let fields = try entry.fields(allowed: ["source", "date", "dated", "reading"])
            origins[name] = Origin(
                source: try fields.required("source").text(),
                date: try fields.required("date").timestamp(),
                dated: try fields.required("dated").choice(Origin.Dated.self),
                reading: try fields.required("reading").choice(Origin.Reading.self)
            )
        }
        return origins
    }

    func sandbox(id: Target.ID, _ declaration: Declaration) throws(DeclarationError) -> Sandbox {
        let fields = try declaration.fields(
            allowed: [
                "provider", "name", "regions", "languages", "limits", "memoryPerVCPU", "gpu", "startUp", "billing",
                "note",
            ])
        let billing = try self.billing(try fields.required("billing"))
        var memoryPerVCPU: Sandbox.MemoryPerVCPU?
        if let declared = fields[optional: "memoryPerVCPU"] { memoryPerVCPU = try self.memoryPerVCPU(declared) }
        var gpu: InstanceType.GPU?
        if let declared = fields[optional: "gpu"] { gpu = try self.gpu(declared) }
        var startUp: Sandbox.StartUp?
        if let declared = fields[optional: "startUp"] { startUp = try self.startUp(declared) }
        return Sandbox(
            id: id,
            provider: Provider(
                id: Provider.ID(try fields.required("provider").text()),
                name: try fields.required("name").text()
            ),
            regions: try fields[optional: "regions"]?.texts() ?? [],
            languages: try fields[optional: "languages"]?.texts(),
            limits: try self.limits(try fields.required("limits")),
            memoryPerVCPU: memoryPerVCPU,
            gpu: gpu,
            startUp: startUp,
            basis: billing.basis,
            priceOrigins: billing.origins,
            note: try fields[optional: "note"]?.text()
        )
    }

    private func origin(_ fields: Declaration.Fields) throws(DeclarationError) -> Origin {
        let declaration = try fields.required("origin")
        let name = try declaration.text()
        guard let origin = self.origins[name] else {
            let hint = nearestName(to: name, among: self.origins.keys.sorted()).map { " (did you mean '\($0)'?)" }
            throw declaration.invalid(expected: "the name of an entry under origins" + (hint ?? ""))
        }
        return origin
    }

    private func limits(_ declaration: Declaration) throws(DeclarationError) -> Sandbox.Limits {
        let fields = try declaration.fields(allowed: ["vcpus", "memoryMB", "seconds", "origin"])
        return Sandbox.Limits(
            vcpus: try fields[optional: "vcpus"]?.number(in: 0.001...Usage.mostVCPUs),
            memoryMB: try fields[optional: "memoryMB"]?.number(in: 1...Usage.mostCapacity),
            seconds: try fields[optional: "seconds"]?.number(in: 1...Usage.longestSeconds),
            origin: try self.origin(fields)
        )
    }

    private func memoryPerVCPU(_ declaration: Declaration) throws(DeclarationError) -> Sandbox.MemoryPerVCPU {
        let fields = try declaration.fields(allowed: ["memoryMB", "origin"])
        return Sandbox.MemoryPerVCPU(
            memoryMB: try fields.required("memoryMB").number(in: 1...Usage.mostCapacity),
            origin: try self.origin(fields)
        )
    }

    private func gpu(_ declaration: Declaration) throws(DeclarationError) -> InstanceType.GPU {
        let fields = try declaration.fields(allowed: ["model", "count", "memoryGiB", "origin"])
        _ = try self.origin(fields)
        return InstanceType.GPU(
            model: try fields.required("model").text(),
            count: try fields.required("count").number(in: 0.01...1024),
            memoryGiB: try fields[optional: "memoryGiB"]?.number(in: 0.1...100_000)
        )
    }

    private func startUp(_ declaration: Declaration) throws(DeclarationError) -> Sandbox.StartUp {
        let fields = try declaration.fields(allowed: ["lowSeconds", "highSeconds", "origin"])
        let low = try fields.required("lowSeconds").number(in: 0...86_400)
        return Sandbox.StartUp(
            lowSeconds: low,
            highSeconds: try fields.required("highSeconds").number(in: low...86_400),
            origin: try self.origin(fields)
        )
    }

    private func billing(
        _ declaration: Declaration
    ) throws(DeclarationError) -> (basis: BillingBasis, origins: [Origin]) {
        let fields = try declaration.fields(
            allowed: ["currency", "startUp", "rounding", "charges", "includedEgressGB"])
        let standard = try fields.required("rounding").timeRounding()
        var charges: [BillingBasis.Charge] = []
        var origins: [Origin] = []
        for entry in try fields.required("charges").list() {
            let charge = try entry.fields(allowed: ["meter", "price", "per", "rounding", "origin"])
            charges.append(
                BillingBasis.Charge(
                    meter: try charge.required("meter").choice(Meter.self),
                    price: try charge.unitPrice(),
                    rounding: try charge[optional: "rounding"]?.timeRounding() ?? standard
                )
            )
            origins.append(try self.origin(charge))
        }
        let included = try fields[optional: "includedEgressGB"]?.number(in: 0...1e9) ?? 0
        do {
            let basis = try BillingBasis(
                currency: try fields.required("currency").currency(),
                charges: charges,
                startUp: try fields.required("startUp").choice(BillingBasis.StartUp.self),
                includedEgressBytes: Int64((included * 1e9).rounded())
            )
            return (basis, origins)
        } catch let error as BillingError {
            throw declaration.fault(.invalid(found: "charges", expected: error.description))
        } catch let error as DeclarationError {
            throw error
        } catch {
            preconditionFailure("only the two errors above are thrown here: \(error)")
        }
    }
}
