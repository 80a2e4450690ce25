import Placement
import RealModule
import Replay
import Testing

/// Numbers worked out by hand from `Tiny`.
struct HandComputedTests {
    private func answer() throws -> ReplayAnswer {
        try Tiny.answer(try ReplayPlan(objective: .cost, strategy: .model, seed: 1))
    }

    @Test func `chosen over best, of the model and of every simple policy`() throws {
        let answer = try self.answer()
        // The model takes x, y, z for a, b, c: 2 ÷ 1, 2 ÷ 2, 2 ÷ 2.
        #expect(answer.decisions == 3)
        #expect(answer.skipped == 1)
        #expect(isClose(answer.normalized.mean, 4 / 3))
        #expect(isClose(answer.normalized.geometricMean, Double.pow(2, 1.0 / 3)))
        #expect(answer.normalized.median == 1)
        #expect(isClose(answer.normalized.p90, 1.8))
        #expect(answer.normalized.worst == 2)
        #expect(isClose(answer.normalized.exactShare, 2 / 3))
        // a: 2, 1, 4; b: 2, 1, 4; c: 1.5, 3, 1.
        #expect(isClose(answer.random.mean, (7.0 / 3 + 7.0 / 3 + 5.5 / 3) / 3))
        #expect(isClose(answer.random.geometricMean, Double.pow(8 * 8 * 4.5, 1.0 / 9)))
        #expect(isClose(answer.random.exactShare, 1.0 / 3))
        // x has the least mean in training, (1 + 2 + 1.5) ÷ 3.
        #expect(isClose(answer.bestFixed?.mean, 5.5 / 3))
        #expect(isClose(answer.cheapestHourly?.mean, 3))
        #expect(isClose(answer.rules?.mean, 5.0 / 3))
        // Left out one at a time in training: fixed 1, 2, 1.5; cheapest 4, 3, 1; rules 2, 1, 3.5.
        #expect(answer.bestSimple == answer.bestFixed)
    }

    @Test func `saving in percent, by decision and of the total`() throws {
        let answer = try self.answer()
        #expect(isClose(answer.saving.random, 100 * (1 - 4 / 6.5)))
        #expect(isClose(answer.saving.bestFixed, 100 * (1 - 4 / 5.5)))
        #expect(isClose(answer.saving.cheapestHourly, 100 * (1 - 4.0 / 9)))
        #expect(isClose(answer.saving.rules, 20))
        #expect(isClose(answer.savingOfTotal.rules, 100 * (1 - 6.0 / 9)))
        #expect(isClose(answer.savingOfTotal.random, 100 * (1 - 6 / (7.0 / 3 + 14.0 / 3 + 11.0 / 3))))
    }

    @Test func `predictions against what was measured`() throws {
        let answer = try self.answer()
        // Two of ten test runs lie outside: 3 for a on x, predicted 1, and 8 for b on z, predicted 3.
        #expect(answer.coverage?.runs == 10)
        #expect(isClose(answer.coverage?.cost, 0.8))
        #expect(isClose(answer.coverage?.time, 0.8))
        #expect(answer.coverage?.seen?.runs == 10)
        #expect(answer.coverage?.unseen == nil)
        #expect(answer.accuracy.cells == 9)
        let error = (0.5 + 1 + 0 + 0.5 + 0.5 + 5.0 / 8 + 0 + 1.0 / 6 + 0) / 9
        #expect(isClose(answer.accuracy.costMAPE, error))
        #expect(isClose(answer.accuracy.timeMAPE, error))
        #expect(answer.accuracy.selectionAccuracy == answer.normalized.exactShare)
        #expect(isClose(answer.confidence?.meanActual, 2 / 3))
        #expect(isClose(answer.confidence?.mean, 0.9))
        // One decision a bin: |0.9 − 0|, |0.9 − 1|, |0.9 − 1|.
        #expect(isClose(answer.confidence?.calibrationError, 1.1 / 3))
    }

    @Test func `the other objectives`() throws {
        let time = try Tiny.answer(try ReplayPlan(objective: .time, strategy: .model, seed: 1))
        #expect(isClose(time.normalized.mean, 4 / 3), "times are ten times the costs")
        let both = try Tiny.answer(try ReplayPlan(objective: .costTime, strategy: .model, seed: 1))
        #expect(isClose(both.normalized.mean, (4 + 1 + 1) / 3))
        #expect(both.objective == .costTime)
    }

    @Test func `groups are workloads where there are few`() throws {
        let groups = try self.answer().groups
        #expect(groups.map(\.value) == ["a", "b", "c"])
        #expect(groups.map(\.by) == ["workload", "workload", "workload"])
        #expect(groups.map(\.normalized.mean) == [2, 1, 1])
        #expect(groups.map { $0.rules?.mean } == [1, 1, 3])
    }

    @Test func `counts, windows and lineage`() throws {
        let answer = try self.answer()
        #expect(answer.files.map(\.file) == ["train.csv", "test.csv"])
        #expect(answer.files.map(\.rows) == [9, 12])
        #expect(answer.files.map(\.filtered) == [0, 1])
        #expect(answer.files.map(\.runs) == [9, 11])
        #expect(answer.models == ["mean-9"])
        #expect(answer.training.runs == 9)
        #expect(answer.training.targets == 3)
        #expect(answer.test?.workloads == 4)
        #expect(answer.strategy.model == 3)
        #expect(answer.seed == 1)
        #expect(
            answer.notes == [
                "few decisions: n = 3", "workloads skipped, fewer than two targets to choose from: 1 (d)",
            ]
        )
    }
}
