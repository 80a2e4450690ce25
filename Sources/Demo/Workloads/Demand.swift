/// What a simulated workload really needs; nobody but the simulator sees it.
package struct Demand: Sendable, Hashable {
    /// Seconds of work of one core of speed 1.
    package let cpuSeconds: Double
    /// The part of `cpuSeconds` that several cores can share, 0 to 1.
    package let parallelShare: Double
    /// Seconds in which the run waits for the network at nominal latency, without working.
    package let waitSeconds: Double
    /// Seconds of work of one T4; 0 without GPU work.
    package let gpuSeconds: Double
    /// Below this the run is killed.
    package let memoryMB: Double
    /// Bytes sent to the internet.
    package let egressBytes: Double

    /// Seconds that the cores' work takes on `cores` cores of speed 1.
    ///
    /// - SeeAlso: G. M. Amdahl, "Validity of the single processor approach to achieving large scale computing
    ///   capabilities", AFIPS 1967.
    func computeSeconds(cores: Double) -> Double {
        self.cpuSeconds * ((1 - self.parallelShare) + self.parallelShare / max(cores, 0.001))
    }
}
