import Placement
import Replay
import Testing

struct ProbeTests {
    private func answer(_ probes: Int, rows: [Tiny.Row] = Tiny.trainingRows) throws -> ReplayAnswer {
        try Tiny.answer(
            try ReplayPlan(strategy: .model, leaveOut: "job", probes: probes, seed: 1, verbose: true),
            files: ReplayFiles(training: [try Tiny.file("train.csv", rows)])
        )
    }

    @Test func `the best of the tried targets is chosen, and the trials are charged`() throws {
        let answer = try self.answer(2)
        // Tried: x and z for a and b, x and y for c; x is the best of them each time.
        #expect(isClose(answer.normalized.mean, 1.5))
        #expect(answer.probes?.count == 6)
        #expect(isClose(answer.probes?.cost, (1 + 4) + (2 + 3) + (3 + 7)))
        #expect(isClose(answer.probes?.meanCostToBest, (5.0 / 1 + 5.0 / 1 + 10.0 / 2) / 3))
        // The rules choose y: 2, 1, 7 against 1, 2, 3, so that a round saves 4.
        #expect(isClose(answer.probes?.breakEvenRuns, 20.0 / 4))
        #expect(answer.strategy.measured == 3)
        #expect(answer.accuracy.cells == 3, "what was tried is no prediction")
        let tried = try #require(answer.details).map { $0.candidates.filter(\.wasTried).map(\.target.description) }
        #expect(tried == [["x", "z"], ["x", "z"], ["x", "y"]])
    }

    @Test func `after failed trials the model decides, knowing them`() throws {
        let rows = Tiny.trainingRows.map { row in
            row.job == "b" && row.box == "x" ? Tiny.Row("b", "x", 50, ok: false) : row
        }
        let answer = try self.answer(1, rows: rows)
        let detail = try #require(answer.details?.first { $0.workload.description == "b" })
        #expect(detail.candidates.filter(\.wasTried).map(\.target.description) == ["x"])
        #expect(detail.basis == .model)
        #expect(detail.chosen.description == "z")
        #expect(answer.strategy.measured == 2)
    }

    @Test func `no probes, no charge`() throws {
        #expect(try self.answer(0).probes == nil)
    }
}
