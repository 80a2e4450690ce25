import Placement
import Replay
import Statistics
import Testing

/// What was measured in the test judges and never reaches a decision.
struct ScrambledOutcomesTests {
    /// Random runs of five jobs on the three boxes, some failed; the outcomes from one generator, everything else from
    /// another.
    private func rows(_ inputs: UInt64, outcomes: UInt64) -> [Tiny.Row] {
        var input = SeededGenerator(seed: inputs)
        var outcome = SeededGenerator(seed: outcomes)
        return (0..<60).map { _ in
            let job = ["a", "b", "c", "d", "e"][input.index(below: 5)]
            let box = ["x", "y", "z"][input.index(below: 3)]
            return Tiny.Row(job, box, 0.1 + 10 * outcome.uniform(), ok: outcome.uniform() > 0.2)
        }
    }

    private func choices(_ plan: ReplayPlan, round: UInt64, outcomes: UInt64) throws -> [String] {
        let files = ReplayFiles(
            training: [try Tiny.file("train.csv", self.rows(round, outcomes: round))],
            test: [try Tiny.file("test.csv", self.rows(1000 + round, outcomes: outcomes), from: 1000)]
        )
        let answer = try Tiny.answer(plan, files: files)
        return try #require(answer.details).map {
            "\($0.workload) \($0.candidates.map(\.target)) \($0.chosen) \($0.basis) \($0.confidence ?? -1) \($0.at)"
        }
    }

    @Test(arguments: [Policy.Strategy.rules, .model, .hybrid], Objective.allCases)
    func `no choice changes`(strategy: Policy.Strategy, objective: Objective) throws {
        for round in 1...10 as ClosedRange<UInt64> {
            for menu in [nil, 2] {
                let plan = try ReplayPlan(
                    objective: objective,
                    strategy: strategy,
                    menu: menu,
                    repeats: menu.map { _ in 3 },
                    seed: round,
                    verbose: true
                )
                let before = try self.choices(plan, round: round, outcomes: 5000 + round)
                let after = try self.choices(plan, round: round, outcomes: 9000 + round)
                #expect(before == after, "round \(round)")
                #expect(!before.isEmpty)
            }
        }
    }

    @Test func `probes alone let outcomes in`() throws {
        let plan = try ReplayPlan(strategy: .model, probes: 2, seed: 1, verbose: true)
        let differ = try (1...10 as ClosedRange<UInt64>).contains { round in
            try self.choices(plan, round: round, outcomes: 5000 + round)
                != self.choices(plan, round: round, outcomes: 9000 + round)
        }
        #expect(differ)
    }
}
