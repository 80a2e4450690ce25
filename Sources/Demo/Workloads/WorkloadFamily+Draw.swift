internal import Placement
internal import RealModule
internal import Statistics

extension WorkloadFamily {
    /// Draws one workload of the family.
    ///
    /// - Parameter name: Stands in its code, so that workloads of different names are never the same.
    func workload(named name: String, using generator: inout SeededGenerator) -> SimulatedWorkload {
        let steps = self.steps.lowerBound + generator.index(below: self.steps.count)
        // How large this workload is for its kind; what it computes, holds, reads and sends grow with it.
        let scale = generator.uniform()
        func figure(_ range: Range, spread: Double) -> Double {
            guard range.upperBound > 0 else { return 0 }
            let place = min(max(scale + spread * (generator.uniform() - 0.5), 0), 1)
            return range.lowerBound * Double.pow(range.upperBound / range.lowerBound, place)
        }
        let work = 0.75 + 0.25 * Double(steps)
        let demand = Demand(
            cpuSeconds: figure(self.cpuSeconds, spread: 0.3) * work,
            parallelShare: self.parallelShare,
            waitSeconds: figure(self.waitSeconds, spread: 0.3) * work,
            gpuSeconds: figure(self.gpuSeconds, spread: 0.3),
            memoryMB: figure(self.memoryMB, spread: 0.3),
            egressBytes: (figure(self.egressMB, spread: 0.4) * 1e6).rounded()
        )
        let fileCount = self.files.lowerBound + generator.index(below: self.files.count)
        let files = (0..<fileCount).map { index in
            let bytes = (figure(self.fileMB, spread: 0.2) * 1e6).rounded()
            return Value.record(["path": .text("input/\(index).dat"), "bytes": .number(bytes)])
        }
        let dependencies = self.dependencies.prefix(
            self.leastDependencies + generator.index(below: self.dependencies.count - self.leastDependencies + 1)
        )
        let variables = self.environment.prefix(generator.index(below: self.environment.count + 1))
        let request = self.request(
            for: demand,
            dependencies: Array(dependencies),
            fileBytes: files.reduce(0) { $0 + ($1[path: ["bytes"]].number ?? 0) },
            using: &generator
        )
        let size = Int(1000 * Double.pow(200, scale))
        return SimulatedWorkload(
            family: self.name,
            code: self.code.filled(size: size, name: name, steps: steps),
            request: request,
            environment: Array(variables),
            files: files,
            demand: demand
        )
    }

    /// What somebody asks for who knows the demand roughly: memory with some room, a timeout well above the time that
    /// is expected; and now and then too little of either.
    private func request(
        for demand: Demand,
        dependencies: [String],
        fileBytes: Double,
        using generator: inout SeededGenerator
    ) -> SimulatedWorkload.Request {
        let cpu = self.cpu[generator.index(below: self.cpu.count)]
        let isMemoryShort = generator.uniform() < Self.shortMemoryShare
        let memory = isMemoryShort ? demand.memoryMB - 512 : demand.memoryMB * (1.15 + 0.6 * generator.uniform())
        let memoryMB = max(512, (memory / 512).rounded(.up) * 512)
        let expected =
            demand.computeSeconds(cores: cpu) + demand.waitSeconds + demand.gpuSeconds
            + 0.3 * Double(dependencies.count) + fileBytes / 50e6 + 2
        let room = generator.uniform() < Self.shortTimeoutShare ? 1.1 : 3 + 3 * generator.uniform()
        let timeout = Self.timeouts.first { $0 >= expected * room } ?? Self.longestTimeout
        return SimulatedWorkload.Request(
            language: self.language,
            cpu: cpu,
            memoryMB: memoryMB,
            gpu: self.needsGPU,
            timeoutSeconds: timeout,
            dependencies: dependencies,
            fileBytes: fileBytes
        )
    }

    /// Shares of workloads that ask for too little; invented.
    private static let shortMemoryShare = 0.03
    private static let shortTimeoutShare = 0.03
    private static let longestTimeout = 3600.0
    private static let timeouts: [Double] = [10, 20, 30, 60, 120, 180, 300, 600, 900, 1800, 3600]
}
