import Placement
import Replay
import Tables
import Testing

struct LeaveOutTests {
    private func files() throws -> ReplayFiles {
        ReplayFiles(training: [try Tiny.file("train.csv", Tiny.trainingRows)])
    }

    @Test func `each value is decided by what the others taught`() throws {
        let plan = try ReplayPlan(strategy: .model, leaveOut: "job", seed: 1)
        let answer = try Tiny.answer(plan, files: self.files())
        // Without a the means of x and z are equal, of y greater: x, 1. Without b: x, 2. Without c: x and y are equal:
        // x, 1.5.
        #expect(isClose(answer.normalized.mean, 1.5))
        #expect(answer.models == ["mean-6", "mean-6", "mean-6"])
        #expect(answer.coverage?.seen == nil)
        #expect(answer.coverage?.unseen?.runs == 9)
        #expect(answer.test == nil)
        #expect(answer.leaveOut == "job")
        #expect(answer.groups.map(\.by) == Array(repeating: "job", count: 3) + Array(repeating: "workload", count: 3))
    }

    @Test func `the fixed target of a fold is learned without it`() throws {
        let plan = try ReplayPlan(strategy: .rules, leaveOut: "kind", seed: 1)
        let answer = try Tiny.answer(plan, files: self.files(), learner: nil)
        // Learned from c: z for a and b, 4 and 3. Learned from a and b: x and y tie, x for c, 1.5.
        #expect(isClose(answer.bestFixed?.mean, (4 + 3 + 1.5) / 3))
        #expect(answer.groups.filter { $0.by == "kind" }.map(\.decisions) == [2, 1])
    }

    @Test func `a workload on both sides is a known one`() throws {
        let plan = try ReplayPlan(strategy: .model, leaveOut: "price", seed: 1)
        let rows = Tiny.trainingRows + Tiny.boxes.keys.sorted().map { Tiny.Row("a", "\($0)2", 1) }
        let answer = try Tiny.answer(plan, files: ReplayFiles(training: [try Tiny.file("train.csv", rows)]))
        #expect(answer.decisions == 1, "only the price of 1 has two targets for a workload")
        #expect(answer.skipped == 8)
        #expect(answer.coverage?.seen?.runs == 4)
    }

    @Test func `a column of cells that are missing has a fold for them`() throws {
        let table = try Tiny.file("train.csv", Tiny.trainingRows)
        let more = try Tiny.file("more.csv", Tiny.testRows, from: 1000)
        let csv =
            "job,kind,box,cores,price,seconds,dollars,ok,at,team\n"
            + "a,batch,x,1,1,1,1,1,9999999,red\na,batch,y,1,1,1,1,1,9999999,red\n"
        let extended = try ReplayFile(name: "extended.csv", table: .init(csv: csv, file: "extended.csv"))
        let answer = try Tiny.answer(
            try ReplayPlan(strategy: .model, leaveOut: "team", seed: 1),
            files: ReplayFiles(training: [table, more, extended])
        )
        #expect(answer.groups.filter { $0.by == "team" }.map(\.value) == ["", "red"])
        #expect(answer.files.map(\.runs) == [9, 11, 2])
    }
}
