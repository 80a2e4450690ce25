package import Placement

/// A run of the simulated past, with the workload as the simulator knows it.
package struct SimulatedRun: Sendable, Hashable {
    /// As a history would hold it.
    package let run: Run
    /// What ran, with the demand that no history tells.
    package let workload: SimulatedWorkload
}
