internal import Catalog
internal import Placement
internal import RealModule

extension SimulatedSandbox {
    /// What happens when a workload runs here once.
    ///
    /// Time is start, files, dependencies, waiting, CPU work and GPU work one after another. A run that holds less
    /// memory than it needs is killed on the way, one that exceeds its timeout (or the sandbox's) is stopped there;
    /// what a failed run took is billed all the same.
    func attempt(_ workload: SimulatedWorkload, at moment: Timestamp, _ chance: Chance) throws(BillingError) -> Outcome
    {
        let demand = workload.demand
        let request = workload.request
        let noise = Double.exp(Self.workSpread * chance.work)
        let load = 1 + self.traits.peakLoad * DailyLoad.share(at: moment, peakHour: self.traits.peakHour)
        let slowness = noise * load / self.traits.cpuSpeed
        let startUp = self.medianStartUpSeconds * Double.exp(self.traits.startUpSpread * chance.startUp)
        let arrival = request.fileBytes / self.traits.uploadBytesPerSecond
        let install = self.traits.dependencySeconds * Double(request.dependencies.count) * load
        let work =
            demand.waitSeconds * self.traits.waitFactor * noise + demand.computeSeconds(cores: request.cpu) * slowness
            + demand.gpuSeconds / self.traits.gpuSpeed * noise
        let wall = arrival + install + work
        let reserved = self.sandbox.reservedMemoryMB(vcpus: request.cpu, memoryMB: request.memoryMB)
        let limit = min(request.timeoutSeconds, self.sandbox.limits.seconds ?? .infinity)
        var taken = wall
        if reserved < demand.memoryMB {
            taken = arrival + install + work * (0.3 + 0.4 * chance.progress)
        } else if chance.failure < self.traits.failureRate {
            taken = wall * chance.progress
        }
        let isCut = taken > limit
        taken = min(taken, limit)
        let installWork = Self.installActiveShare * install
        return Outcome(
            // Whole milliseconds, as histories have them.
            timeSeconds: Double(Int64(((startUp + taken) * 1000).rounded())) / 1000,
            cost: try self.sandbox.basis.cost(
                of: Usage(
                    wallSeconds: taken,
                    activeCPU: .seconds((installWork + demand.cpuSeconds * slowness) * min(taken / wall, 1)),
                    vcpus: request.cpu,
                    memoryGiB: reserved / 1024,
                    diskGB: Self.diskGB,
                    egressBytes: (demand.egressBytes * min(taken / wall, 1)).rounded(),
                    startUpSeconds: startUp,
                    expectedRetries: 0
                )
            ),
            succeeded: !isCut && taken == wall
        )
    }

    /// Standard deviation of the logarithm of a run's work.
    private static let workSpread = 0.12
    /// The share of installing dependencies in which a core works.
    private static let installActiveShare = 0.4
    private static let diskGB = 2.0
}
