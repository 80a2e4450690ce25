package import Placement

/// A sandbox product: what it can hold, how fast it starts, how it bills. Unknown is `nil`.
package struct Sandbox: Sendable, Hashable {
    /// What one sandbox can have at most.
    package struct Limits: Sendable, Hashable {
        package let vcpus: Double?
        package let memoryMB: Double?
        package let seconds: Double?
        package let origin: Origin
    }

    /// The published median time to the first instruction, as a range because readings give one.
    package struct StartUp: Sendable, Hashable {
        package let lowSeconds: Double
        package let highSeconds: Double
        package let origin: Origin

        /// The middle of the range.
        package var middleSeconds: Double { (self.lowSeconds + self.highSeconds) / 2 }
    }

    package let id: Target.ID
    package let provider: Provider
    /// The first one is where the price holds; empty when the source names none.
    package let regions: [String]
    /// `nil` where any language runs, or nothing is said.
    package let languages: [String]?
    package let limits: Limits
    /// `nil` for a sandbox without GPU.
    package let gpu: InstanceType.GPU?
    package let startUp: StartUp?
    package let basis: BillingBasis
    /// Of the charges, in their order.
    package let priceOrigins: [Origin]
    package let note: String?

    /// The oldest date among its prices.
    package var pricedSince: Timestamp? { self.priceOrigins.compactMap(\.date).min() }
}
