package import Placement
internal import Statistics

extension TaskSimulator {
    /// A run of each task on each kind that may take it, ascending by start.
    ///
    /// - Parameters:
    ///   - start: When the first task comes in.
    ///   - secondsBetween: From one task to the next.
    package func runs(
        of tasks: [SimulatedTask],
        startingAt start: Timestamp,
        secondsBetween: Double
    ) -> [Run] {
        var generator = SeededGenerator(seed: self.seed, stream: "history")
        return tasks.enumerated().flatMap { number, task in
            zip(task.offers, self.outcomes(of: task, using: &generator)).map { offer, outcome in
                Run(
                    id: Run.ID("simulated/\(number)/\(offer.kind.name)"),
                    workload: task.workload,
                    target: offer.target,
                    startedAt: start.advanced(bySeconds: Double(number) * secondsBetween),
                    outcome: Outcome(
                        timeSeconds: outcome.timeSeconds,
                        cost: Money(outcome.cost, currency: .usd) ?? Money(nanos: 0, currency: .usd),
                        succeeded: outcome.succeeded
                    )
                )
            }
        }
    }
}
