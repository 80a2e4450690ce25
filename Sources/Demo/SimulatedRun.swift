package import Placement

/// A run of the simulated past, with the workload as the simulator knows it.
package struct SimulatedRun: Sendable, Hashable {
    package let run: Run
    package let workload: SimulatedWorkload
}
