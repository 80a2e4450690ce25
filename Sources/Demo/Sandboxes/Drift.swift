internal import Catalog
package import Placement

/// What changes half-way through the simulated past; as invented as the traits it changes.
package struct Drift: Sendable, Hashable {
    /// The sandbox whose cores become slower.
    package let slower: Target.ID
    /// Its speed times this.
    package let speedFactor: Double
    /// The sandbox that becomes cheaper and faster.
    package let cheaper: Target.ID
    /// Its prices times this.
    package let priceFactor: Double
    /// Its speed times this.
    package let cheaperSpeedFactor: Double

    /// The one that `berth demo` has.
    package static let simulated = Drift(
        slower: Target.ID("daytona"),
        speedFactor: 0.7,
        cheaper: Target.ID("gcp-cloud-run-functions"),
        priceFactor: 0.7,
        cheaperSpeedFactor: 1.25
    )

    /// The sandbox after the drift.
    func applied(to sandbox: Sandbox, _ traits: SandboxTraits) throws(BillingError) -> SimulatedSandbox {
        var traits = traits
        switch sandbox.id {
        case self.slower:
            traits.cpuSpeed *= self.speedFactor
            return try SimulatedSandbox(sandbox, traits: traits)
        case self.cheaper:
            traits.cpuSpeed *= self.cheaperSpeedFactor
            return try SimulatedSandbox(try sandbox.repriced(by: self.priceFactor), traits: traits)
        default: return try SimulatedSandbox(sandbox, traits: traits)
        }
    }
}
