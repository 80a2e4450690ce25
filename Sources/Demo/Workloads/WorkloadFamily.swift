/// A kind of short run, from which workloads are drawn. All figures are invented, at a plausible scale.
struct WorkloadFamily: Sendable {
    /// Bounds between which a figure is drawn, evenly in its logarithm.
    typealias Range = ClosedRange<Double>

    let name: String
    let language: String
    /// How often it comes, against the other families.
    let share: Double
    /// CPU seconds at the family's middling size with one step.
    let cpuSeconds: Range
    let parallelShare: Double
    let waitSeconds: Range
    var gpuSeconds: Range = 0...0
    let memoryMB: Range
    var egressMB: Range = 0...0
    let cpu: [Double]
    let dependencies: [String]
    /// How many of `dependencies` a workload has at least.
    var leastDependencies = 0
    var environment: [String] = []
    var files: ClosedRange<Int> = 0...0
    var fileMB: Range = 0...0
    /// How often the template's repeated line stands in the code; each further one adds a quarter of the work.
    var steps: ClosedRange<Int> = 1...6
    let code: CodeTemplate

    var needsGPU: Bool { self.gpuSeconds.upperBound > 0 }
}
