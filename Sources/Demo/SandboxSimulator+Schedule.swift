package import Placement
internal import Statistics

/// A simulated workload and when it comes.
package struct SimulatedArrival: Sendable, Hashable {
    /// When it comes.
    package let at: Timestamp
    /// What comes, and what it will really need.
    package let workload: SimulatedWorkload

    /// Any moment goes with any workload; schedules are in order of time.
    package init(at moment: Timestamp, workload: SimulatedWorkload) {
        self.at = moment
        self.workload = workload
    }
}

extension SandboxSimulator {
    /// Workloads as they come, for somebody else to place: the same mix of repeated and new ones as in a past, more in
    /// working hours.
    ///
    /// - Parameters:
    ///   - count: 0 or more.
    ///   - start: Nothing comes before it.
    ///   - days: 1 or more.
    package func schedule(count: Int, startingAt start: Timestamp, days: Int) -> [SimulatedArrival] {
        precondition(count >= 0 && days >= 1, "a schedule has 0 or more workloads on at least one day")
        var generator = SeededGenerator(seed: self.seed, stream: "schedule")
        let recurring = self.workloads(count: max(20, count / 100))
        let moments = Arrivals(startingAt: start, days: days).moments(count: count, using: &generator)
        return moments.enumerated().map { index, moment in
            SimulatedArrival(
                at: moment,
                workload: Self.comingWorkload(index, recurring: recurring, using: &generator)
            )
        }
    }
}
