package import Catalog
package import Placement
internal import Statistics

extension SandboxSimulator {
    /// Distinct workloads, each family as often as it comes.
    ///
    /// - Parameter count: 0 or more.
    package func workloads(count: Int) -> [SimulatedWorkload] {
        var generator = SeededGenerator(seed: self.seed, stream: "workloads")
        return (0..<count).map { Self.workload(named: "job-\($0)", using: &generator) }
    }

    /// A simulated past: `count` runs over `days` days, more of them in working hours, in the order in which they
    /// started.
    ///
    /// Two runs in three repeat one of `count / 100` (at least 20) known workloads, a few of them far more often than
    /// the others; the rest is code that comes only once. Seven runs in ten went where `PastPolicy` says, the others
    /// anywhere that allows them.
    ///
    /// - Parameters:
    ///   - count: 0 or more.
    ///   - start: Nothing starts before it.
    ///   - days: 1 or more.
    package func history(count: Int, startingAt start: Timestamp, days: Int) throws(BillingError) -> [SimulatedRun] {
        precondition(count >= 0 && days >= 1, "a past has 0 or more runs on at least one day")
        var generator = SeededGenerator(seed: self.seed, stream: "history")
        let recurring = self.workloads(count: max(20, count / 100))
        var runs: [SimulatedRun] = []
        runs.reserveCapacity(count)
        for (index, moment) in Arrivals(startingAt: start, days: days).moments(count: count, using: &generator)
            .enumerated()
        {
            let workload = Self.comingWorkload(index, recurring: recurring, using: &generator)
            let sandboxes = self.sandboxes(at: moment).filter { $0.accepts(workload.request) }
            guard let sandbox = PastPolicy.choice(for: workload, at: moment, among: sandboxes, using: &generator) else {
                continue
            }
            let outcome = try sandbox.attempt(workload, at: moment, Chance(using: &generator))
            let number = String(index + 1)
            let run = Run(
                id: Run.ID("simulated-" + String(repeating: "0", count: max(0, 7 - number.count)) + number),
                workload: workload.workload,
                target: sandbox.priced.target,
                startedAt: moment,
                outcome: outcome
            )
            runs.append(SimulatedRun(run: run, workload: workload))
        }
        return runs
    }

    private static let repeatedShare = 2.0 / 3

    /// One of the recurring workloads, or one that comes only once.
    static func comingWorkload(
        _ index: Int,
        recurring: [SimulatedWorkload],
        using generator: inout SeededGenerator
    ) -> SimulatedWorkload {
        generator.uniform() < Self.repeatedShare
            ? recurring[Self.popular(below: recurring.count, using: &generator)]
            : Self.workload(named: "once-\(index)", using: &generator)
    }

    private static func workload(named name: String, using generator: inout SeededGenerator) -> SimulatedWorkload {
        var place = generator.uniform() * WorkloadFamily.known.reduce(0) { $0 + $1.share }
        var family = WorkloadFamily.known[0]
        for candidate in WorkloadFamily.known {
            family = candidate
            place -= candidate.share
            if place < 0 { break }
        }
        return family.workload(named: "\(family.name)-\(name)", using: &generator)
    }

    /// An index of which low ones are drawn more often: half of the draws fall on the first quarter.
    private static func popular(below count: Int, using generator: inout SeededGenerator) -> Int {
        let place = generator.uniform()
        return min(Int(place * place * Double(count)), count - 1)
    }
}
