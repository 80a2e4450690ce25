import Placement
import Replay
import Testing

struct OnlineTests {
    /// In training x was best; by the test y is, by far.
    private static let changed = [Tiny.Row("a", "x", 8), Tiny.Row("a", "y", 1), Tiny.Row("a", "z", 9)]

    private func answer(
        _ rows: [Tiny.Row],
        from minute: Int = 1000,
        every minutes: Int = 5,
        strategy: Policy.Strategy = .model
    ) throws -> ReplayAnswer {
        try Tiny.answer(
            try ReplayPlan(strategy: strategy, online: true, seed: 3, verbose: true),
            files: ReplayFiles(
                training: [try Tiny.file("train.csv", Tiny.trainingRows)],
                test: [try Tiny.file("test.csv", rows, from: minute, every: minutes)]
            )
        )
    }

    @Test func `regret falls as outcomes come in`() throws {
        let answer = try self.answer((0..<20).flatMap { _ in Self.changed })
        let online = try #require(answer.online)
        #expect(answer.decisions == 60)
        #expect(online.checkpoints.map(\.decisions) == (1...20).map { 3 * $0 })
        let first = try #require(online.checkpoints.first)
        let last = try #require(online.checkpoints.last)
        #expect(first.recentRegret > 0)
        #expect(last.recentRegret == 0)
        #expect(last.regret < first.regret)
        #expect(isClose(last.regret, answer.normalized.mean - 1))
        #expect(last.rulesRegret == 0, "the rules choose y throughout")
        #expect(online.learnedRuns == 59, "all but that of the last decision")
        #expect(online.trainings == 0)
        let chosen = try #require(answer.details).map(\.chosen.description)
        #expect(chosen.first == "x")
        #expect(chosen.last == "y")
    }

    @Test func `what is still running teaches nothing`() throws {
        // A run takes at least ten seconds and arrivals are in the same second.
        let answer = try self.answer((0..<20).flatMap { _ in Self.changed }, every: 0)
        #expect(answer.online?.learnedRuns == 0)
        #expect(try #require(answer.details).allSatisfy { $0.chosen.description == "x" })
    }

    @Test func `the model is trained anew after two hundred runs`() throws {
        let answer = try self.answer((0..<140).flatMap { _ in Self.changed })
        #expect(answer.decisions == 420)
        #expect(answer.online?.trainings == 2)
        #expect(answer.models == ["mean-9", "mean-209", "mean-409"])
    }

    @Test func `arrivals before the end of the training are put off`() throws {
        let later = try self.answer(Self.changed)
        let earlier = try self.answer(Self.changed, from: 0)
        #expect(later.online?.shiftedSeconds == 0)
        #expect(try #require(earlier.online).shiftedSeconds > 0)
        #expect(earlier.notes.contains("arrivals shifted to come after the training"))
        #expect(earlier.details?.map(\.chosen) == later.details?.map(\.chosen))
    }

    @Test func `a workload with one target does not arrive`() throws {
        let answer = try self.answer(Self.changed + [Tiny.Row("d", "x", 1)], strategy: .rules)
        #expect(answer.decisions == 3)
        #expect(answer.skipped == 1)
        #expect(answer.models.isEmpty)
        #expect(answer.online?.checkpoints.map(\.decisions) == [1, 2, 3])
    }
}
