/// What a provider counts.
package enum Meter: String, Sendable, Hashable, Codable, CaseIterable {
    /// Seconds that the run exists, whatever it holds.
    case wallTime
    /// Seconds in which a core works, summed over cores; waiting costs nothing.
    case activeCPUTime
    /// Reserved virtual CPUs × seconds.
    case vcpuTime
    /// Reserved GiB of memory (2³⁰ bytes) × seconds.
    case memoryTime
    /// Reserved GB of disk (10⁹ bytes) × seconds.
    case diskTime
    /// Starts, invocations, creations.
    case start
    /// GB (10⁹ bytes) sent to the internet beyond what is included.
    case egress
}
