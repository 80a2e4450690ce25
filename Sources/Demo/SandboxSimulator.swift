package import Catalog
package import Placement
package import Statistics

/// Simulated sandbox providers and their past: a pure function of its seed, catalog and dates.
///
/// Limits, start-up medians and billing are the catalog's, published ones; everything else (speeds, failures, load,
/// workloads, the drift) is invented and documented as such in `SandboxTraits`, `WorkloadFamily` and ``Drift``. What
/// comes out says *simulated* in its run ids, and in a column of its CSV.
package struct SandboxSimulator: Sendable {
    /// Of every draw: the same seed, catalog and dates give the same past.
    package let seed: UInt64
    /// What changes at the drift's date.
    package let drift: Drift
    /// From then on sandboxes behave as after the drift.
    package let driftAt: Timestamp
    private let before: [SimulatedSandbox]
    private let after: [SimulatedSandbox]
    private let chances: [Chance]

    /// - Parameters:
    ///   - catalog: Its sandboxes; one that the traits do not know is nominal.
    ///   - driftAt: When ``Drift/simulated`` happens; the middle of the history is the usual moment.
    package init(seed: UInt64, catalog: SandboxCatalog, driftAt: Timestamp) throws(BillingError) {
        self.seed = seed
        self.drift = .simulated
        self.driftAt = driftAt
        var before: [SimulatedSandbox] = []
        var after: [SimulatedSandbox] = []
        for sandbox in catalog.sandboxes {
            let traits = SandboxTraits.known[sandbox.id.description] ?? SandboxTraits()
            before.append(try SimulatedSandbox(sandbox, traits: traits))
            after.append(try self.drift.applied(to: sandbox, traits))
        }
        self.before = before
        self.after = after
        var generator = SeededGenerator(seed: seed, stream: "truth")
        self.chances = (0..<Self.truthDraws / 2).flatMap { _ in
            let chance = Chance(using: &generator)
            return [chance, chance.mirrored]
        }
    }

    /// How many attempts an expected value is the mean of, half of them mirrored.
    private static let truthDraws = 32

    /// The sandboxes and their prices at a moment, by id.
    package func targets(at moment: Timestamp) -> [PricedTarget] { self.sandboxes(at: moment).map(\.priced) }

    func sandboxes(at moment: Timestamp) -> [SimulatedSandbox] { moment < self.driftAt ? self.before : self.after }

    /// Runs a workload once.
    ///
    /// - Parameters:
    ///   - target: A sandbox of the catalog, whether or not its limits allow the workload.
    ///   - generator: Source of the draws; the same state gives the same outcome.
    /// - Returns: `nil` for a target that the catalog lacks.
    package func attempt(
        _ workload: SimulatedWorkload,
        on target: Target.ID,
        at moment: Timestamp,
        using generator: inout SeededGenerator
    ) throws(BillingError) -> Outcome? {
        guard let sandbox = self.sandboxes(at: moment).first(where: { $0.id == target }) else { return nil }
        return try sandbox.attempt(workload, at: moment, Chance(using: &generator))
    }

    /// What to expect of a workload on a sandbox at a moment: the mean of 32 fixed attempts, the same for every sandbox.
    ///
    /// - Returns: `nil` for a target that the catalog lacks, or whose limits do not allow the workload.
    package func truth(
        of workload: SimulatedWorkload,
        on target: Target.ID,
        at moment: Timestamp
    ) throws(BillingError) -> Truth? {
        guard let sandbox = self.sandboxes(at: moment).first(where: { $0.id == target }),
            sandbox.accepts(workload.request)
        else { return nil }
        var time = 0.0
        var cost = 0.0
        var success = 0.0
        let failureRate = sandbox.traits.failureRate
        for chance in self.chances {
            for (fails, weight) in [(true, failureRate), (false, 1 - failureRate)] {
                let outcome = try sandbox.attempt(workload, at: moment, chance.failing(fails))
                time += weight * outcome.timeSeconds
                cost += weight * outcome.cost.units
                success += outcome.succeeded ? weight : 0
            }
        }
        let count = Double(self.chances.count)
        return Truth(timeSeconds: time / count, cost: cost / count, successProbability: min(success / count, 1))
    }

    /// The sandbox that is best to choose, with what to expect of it.
    ///
    /// - Returns: `nil` when the workload succeeds nowhere.
    package func bestKnown(
        for workload: SimulatedWorkload,
        at moment: Timestamp,
        objective: Objective
    ) throws(BillingError) -> (target: Target.ID, truth: Truth)? {
        var best: (target: Target.ID, truth: Truth)?
        for sandbox in self.sandboxes(at: moment) {
            guard let truth = try self.truth(of: workload, on: sandbox.id, at: moment), truth.successProbability > 0
            else {
                continue
            }
            if truth.value(objective) < best?.truth.value(objective) ?? .infinity { best = (sandbox.id, truth) }
        }
        return best
    }
}
