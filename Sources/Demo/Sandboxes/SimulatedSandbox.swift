internal import Catalog
internal import Placement

/// A sandbox of the catalog and how it behaves in the simulation, at one time.
struct SimulatedSandbox: Sendable {
    let sandbox: Sandbox
    let traits: SandboxTraits
    let priced: PricedTarget

    init(_ sandbox: Sandbox, traits: SandboxTraits) throws(BillingError) {
        self.sandbox = sandbox
        self.traits = traits
        self.priced = try sandbox.target(pricedBy: .busyPair)
    }

    var id: Target.ID { self.sandbox.id }

    /// Whether what is published of the sandbox allows the request; unknown limits are none.
    func accepts(_ request: SimulatedWorkload.Request) -> Bool {
        let limits = self.sandbox.limits
        return request.memoryMB <= limits.memoryMB ?? .infinity
            && request.cpu <= limits.vcpus ?? .infinity
            && request.timeoutSeconds <= limits.seconds ?? .infinity
            && (!request.gpu || self.sandbox.gpu != nil)
            && self.sandbox.languages?.contains(request.language) ?? true
    }

    var medianStartUpSeconds: Double { self.sandbox.startUp?.middleSeconds ?? self.traits.startUpSeconds }
}
