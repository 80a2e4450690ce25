import Placement
import Replay
import Synchronization
import Testing

struct HistoryReplayTests {
    @Test func `runs without a start time follow one another from file to file`() throws {
        let domain = try Tiny.domain { $0.replacing("  at: at", with: "") }
        let files = ReplayFiles(
            training: [
                try Tiny.file("one.csv", Array(Tiny.trainingRows.prefix(4))),
                try Tiny.file("two.csv", Array(Tiny.trainingRows.dropFirst(4))),
            ],
            test: [try Tiny.file("test.csv", Tiny.testRows)]
        )
        let answer = try Tiny.answer(
            try ReplayPlan(strategy: .model, seed: 1, verbose: true),
            files: files,
            domain: domain
        )
        // 25 dollars are 250 seconds.
        #expect(answer.training.from == Timestamp(microseconds: 0))
        #expect(answer.training.to == Timestamp(microseconds: 250_000_000))
        #expect(answer.test?.from == answer.training.to)
        #expect(answer.details?.first?.at == Timestamp(microseconds: 250_000_001))
        #expect(!answer.notes.contains { $0.contains("split") })
    }

    @Test func `a split that is not one in time is said to be none`() throws {
        let files = ReplayFiles(
            training: [try Tiny.file("train.csv", Tiny.trainingRows)],
            test: [try Tiny.file("test.csv", Tiny.testRows)]
        )
        let answer = try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1), files: files)
        #expect(
            answer.notes.contains("test runs start before the last training run ended; the split is not by time")
        )
    }

    @Test func `many workloads are grouped by their attributes`() throws {
        let jobs = (0..<25).map { "job\($0)" } + ["a", "c"]
        let rows = jobs.flatMap { [Tiny.Row($0, "x", 1), Tiny.Row($0, "y", 2)] }
        let files = ReplayFiles(
            training: [try Tiny.file("train.csv", Tiny.trainingRows)],
            test: [try Tiny.file("test.csv", rows, from: 1000)]
        )
        let answer = try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1), files: files)
        #expect(
            answer.groups.map { "\($0.by) \($0.value) \($0.decisions)" } == [
                "kind batch 1", "kind other 25", "kind query 1",
            ]
        )
    }

    @Test func `of many training workloads some are left out together`() throws {
        // Without prices and rules the first box by name is the rules' choice; y is best for all.
        let jobs = (0..<40).map { "job\($0)" }
        let rows = jobs.flatMap { [Tiny.Row($0, "x", 2), Tiny.Row($0, "y", 1)] } + [Tiny.Row("once", "x", 1)]
        let files = ReplayFiles(
            training: [try Tiny.file("train.csv", rows)],
            test: [try Tiny.file("test.csv", rows, from: 1000)]
        )
        let domain = try Tiny.domain {
            $0.replacing("hourlyPrice: target.price\n", with: "").replacing("-target.cores", with: "target.name")
        }
        let answer = try Tiny.answer(
            try ReplayPlan(strategy: .rules, seed: 1),
            files: files,
            learner: nil,
            domain: domain
        )
        #expect(answer.rules?.mean == 2)
        #expect(answer.bestSimple?.mean == 1)
        #expect(answer.decisions == 40)
    }

    @Test func `every decision is told with its explanation`() throws {
        let answer = try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1, verbose: true))
        let detail = try #require(answer.details?.first)
        #expect(detail.explanation == ["3 candidates, model"])
        #expect(detail.chosen.description == "x")
        #expect(detail.best.description == "y")
        #expect(detail.candidates[0].measured.cost == 2)
        #expect(isClose(detail.candidates[0].predicted?.cost.value, 1))
        #expect(try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1)).details == nil)
    }

    @Test func `progress rises to one`() throws {
        let steps = Mutex<[(String, Double)]>([])
        let replay = HistoryReplay(
            try ReplayPlan(strategy: .model, leaveOut: "job", seed: 1),
            domain: try Tiny.domain(),
            learner: MeanLearner()
        )
        _ = try replay.run(ReplayFiles(training: [try Tiny.file("train.csv", Tiny.trainingRows)])) { step, share in
            steps.withLock { $0.append((step, share)) }
        }
        let shares = steps.withLock { $0.map(\.1) }
        #expect(shares == shares.sorted())
        #expect(shares.last == 1)
        #expect(steps.withLock { $0.contains { $0.0 == "without b: learning: taking means" } })
    }

    @Test func `a cancelled replay stops`() async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try Tiny.answer(try ReplayPlan(strategy: .model, seed: 1))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
