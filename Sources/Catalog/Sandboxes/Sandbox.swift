package import Placement

/// A sandbox product: what it can hold, how fast it starts, how it bills. Unknown is `nil`.
package struct Sandbox: Sendable, Hashable {
    /// What one sandbox can have at most.
    package struct Limits: Sendable, Hashable {
        /// Virtual CPUs.
        package let vcpus: Double?
        /// Memory in MB (2²⁰ bytes).
        package let memoryMB: Double?
        /// The longest life of a sandbox, in seconds.
        package let seconds: Double?
        /// Where the limits are stated.
        package let origin: Origin
    }

    /// Memory that comes with each virtual CPU where the two are sold together.
    package struct MemoryPerVCPU: Sendable, Hashable {
        /// MB (2²⁰ bytes) for each virtual CPU.
        package let memoryMB: Double
        /// Where the ratio is stated.
        package let origin: Origin
    }

    /// The published median time to the first instruction, as a range because readings give one.
    package struct StartUp: Sendable, Hashable {
        /// The lowest reading, in seconds.
        package let lowSeconds: Double
        /// The highest reading, in seconds; equal to the lowest where there is one.
        package let highSeconds: Double
        /// Where the readings come from.
        package let origin: Origin

        /// The middle of the range.
        package var middleSeconds: Double { (self.lowSeconds + self.highSeconds) / 2 }
    }

    /// Unique in the catalog; the id of the target that it becomes.
    package let id: Target.ID
    /// Who sells it.
    package let provider: Provider
    /// The first one is where the price holds; empty when the source names none.
    package let regions: [String]
    /// `nil` where any language runs, or nothing is said.
    package let languages: [String]?
    /// What one sandbox can have at most.
    package let limits: Limits
    /// `nil` where virtual CPUs and memory are chosen apart.
    package let memoryPerVCPU: MemoryPerVCPU?
    /// `nil` for a sandbox without GPU.
    package let gpu: InstanceType.GPU?
    /// `nil` where nobody has published one.
    package let startUp: StartUp?
    /// The list price.
    package let basis: BillingBasis
    /// Of the charges, in their order.
    package let priceOrigins: [Origin]
    /// What the figures do not say, in words; `nil` where there is nothing to add.
    package let note: String?

    /// The memory, in MB (2²⁰ bytes), that must be reserved to get these virtual CPUs and at least this memory.
    package func reservedMemoryMB(vcpus: Double, memoryMB: Double) -> Double {
        max(memoryMB, (self.memoryPerVCPU?.memoryMB ?? 0) * vcpus)
    }

    /// The same sandbox at every price times `share`, to ask what a change of prices would mean.
    ///
    /// - Parameter share: Above 0 and at most 100; 0.75 takes a quarter off.
    package func repriced(by share: Double) throws(BillingError) -> Sandbox {
        precondition(share > 0 && share <= 100, "a share above 0 and at most 100")
        let basis = try self.basis.replacing { charge throws(BillingError) in
            let picos = (Double(charge.price.picos) * share).rounded()
            guard picos < 9.2e18, let price = UnitPrice(picos: Int64(picos), per: charge.price.per) else {
                throw BillingError.overflow(self.basis.currency)
            }
            return BillingBasis.Charge(meter: charge.meter, price: price, rounding: charge.rounding)
        }
        return self.billed(by: basis)
    }

    /// The same sandbox under a user's own terms, as they hold at a time.
    package func applying(_ discounts: [Discount], at time: Timestamp) throws(BillingError) -> Sandbox {
        let scope = Discount.Scope(provider: self.provider.id, family: nil, region: self.regions.first)
        guard let discount = Discount.applicable(to: scope, at: time, among: discounts) else { return self }
        return self.billed(by: try self.basis.applying(discount))
    }

    private func billed(by basis: BillingBasis) -> Sandbox {
        Sandbox(
            id: self.id,
            provider: self.provider,
            regions: self.regions,
            languages: self.languages,
            limits: self.limits,
            memoryPerVCPU: self.memoryPerVCPU,
            gpu: self.gpu,
            startUp: self.startUp,
            basis: basis,
            priceOrigins: self.priceOrigins,
            note: self.note
        )
    }

    /// The oldest date among its prices.
    package var pricedSince: Timestamp? { self.priceOrigins.compactMap(\.date).min() }
}
