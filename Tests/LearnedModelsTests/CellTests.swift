import BerthTesting
import Domains
import Engine
import Foundation
import LearnedModels
import Placement
import RealModule
import Testing

@Suite struct CellTests {
    private func runs(_ seconds: [Double], costs: [Double]? = nil, failed: Set<Int> = []) -> [Run] {
        seconds.enumerated().map { index, time in
            Small.run(
                "\(index)",
                on: 0,
                seconds: time,
                cost: costs?[index] ?? 1,
                succeeded: !failed.contains(index),
                minute: index
            )
        }
    }

    @Test func `nothing is known without a run, or with failures alone`() {
        #expect(Cell([Run](), failures: .counted) == nil)
        #expect(Cell(self.runs([1, 2], failed: [0, 1]), failures: .retried) == nil)
    }

    @Test func `one run is its own time and cost`() throws {
        let cell = try #require(Cell(self.runs([8], costs: [0.5]), failures: .retried) { _ in 4 })
        #expect(cell.runs == 1 && cell.effectiveRuns == 1 && cell.successRate == 1)
        #expect(cell.logTime == Double.log(8) && cell.logCost == Double.log(0.5))
        #expect(cell.logCostPerPrice == Double.log(0.125))
        #expect(cell.timeVariance == 0 && cell.logValueVariance(.costTime) == 0)
    }

    /// Weights 2^(−age / 30) from the newest: of 5 equal steps the upper half of the weight begins at the third.
    @Test func `time is the median of the runs, newer ones counting more`() throws {
        #expect(try #require(Cell(self.runs([5, 1, 4, 2, 3]), failures: .retried)).logTime == Double.log(3))
        // 60 old runs of 1 s and 40 new ones of 9 s: the new ones weigh more than half.
        let turned = [Double](repeating: 1, count: 60) + [Double](repeating: 9, count: 40)
        let cell = try #require(Cell(self.runs(turned), failures: .retried))
        #expect(cell.logTime == Double.log(9))
        #expect(cell.effectiveRuns < 100)
        let weights = turned.indices.map { Double.exp2(-Double(99 - $0) / 30) }
        let total = weights.reduce(0, +)
        #expect(isClose(cell.effectiveRuns, total * total / weights.reduce(0) { $0 + $1 * $1 }))
        // The other way round the old half is outweighed.
        #expect(try #require(Cell(self.runs(turned.reversed()), failures: .retried)).logTime == Double.log(1))
    }

    @Test func `one mispriced run hardly moves the mean cost`() throws {
        var costs = [Double](repeating: 1, count: 200)
        costs[100] = 1000
        let clipped = try #require(
            Cell(self.runs([Double](repeating: 1, count: 200), costs: costs), failures: .retried)
        )
        #expect(abs(clipped.logCost) < 0.01)
        let free = try #require(Cell(self.runs([1], costs: [0]), failures: .retried))
        #expect(isClose(free.logCost, Double.log(1e-12)))
    }

    @Test func `a failure is retried, or counts for what it cost, as the domain says`() throws {
        let runs = self.runs([2, 100, 2, 100], costs: [1, 7, 1, 7], failed: [1, 3])
        let retried = try #require(Cell(runs, failures: .retried))
        #expect(retried.runs == 2 && retried.successRate == 0.5)
        #expect(retried.logTime == Double.log(2) && isClose(retried.logCost, 0))
        // Expected until the first success: twice the cost and twice the time.
        #expect(isClose(retried.logValue(.cost), Double.log(2)))
        #expect(isClose(retried.logValue(.time), Double.log(4)))
        #expect(isClose(retried.logValue(.costTime), Double.log(8)))
        let counted = try #require(Cell(runs, failures: .counted))
        #expect(counted.runs == 4 && counted.successRate == 1)
        #expect(counted.logTime == Double.log(100))
    }

    @Test func `the estimate of a value is less sure than a mean of as many runs, and unknown below three`() throws {
        let runs = self.runs([1, 2, 4, 8], costs: [1, 2, 4, 8])
        #expect(try #require(Cell(runs[..<2], failures: .retried)).logValueVariance(.time) == 0)
        let cell = try #require(Cell(runs, failures: .retried))
        #expect(isClose(cell.logValueVariance(.time), cell.timeVariance * .pi / 2 / cell.effectiveRuns))
        #expect(isClose(cell.logValueVariance(.cost), cell.costVariance / cell.effectiveRuns))
        #expect(
            isClose(
                cell.logValueVariance(.costTime),
                cell.logValueVariance(.time) + cell.logValueVariance(.cost)
            )
        )
    }

    @Test func `a newer cell counts by its runs, and outweighs an old one in time`() throws {
        let old = try #require(Cell(self.runs([Double](repeating: 1, count: 10)), failures: .retried))
        let newer = try #require(Cell(self.runs([Double](repeating: 4, count: 10)), failures: .retried))
        let merged = old.merged(with: newer)
        #expect(merged.runs == 20)
        let kept = old.effectiveRuns * Double.exp2(-10.0 / 30)
        #expect(isClose(merged.effectiveRuns, kept + newer.effectiveRuns))
        #expect(isClose(merged.logTime, newer.effectiveRuns / merged.effectiveRuns * Double.log(4)))
        let many = try #require(Cell(self.runs([Double](repeating: 4, count: 300)), failures: .retried))
        #expect(old.merged(with: many).logTime > 0.99 * Double.log(4))
    }

    /// Ten successes, then one success in ten: success is a share of attempts, so the new ones weigh as ten.
    @Test func `merged success rates count by attempts`() throws {
        let old = try #require(Cell(self.runs([Double](repeating: 1, count: 10)), failures: .retried))
        let ten = self.runs([Double](repeating: 1, count: 10), failed: Set(0..<9))
        let newer = try #require(Cell(ten, failures: .retried))
        #expect(newer.successRate == 0.1)
        let kept = old.effectiveRuns * Double.exp2(-1.0 / 30)
        #expect(isClose(old.merged(with: newer).successRate, (kept + 1) / (kept + 10)))
    }
}

@Suite struct CellTableTests {
    private static let jobs = ["one", "two"].map { Small.workload($0) }

    private func table(failures: Domain.Failures = .retried) -> CellTable {
        CellTable(
            [
                Small.run("3", of: Self.jobs[0], on: 1, seconds: 3, minute: 3),
                Small.run("1", of: Self.jobs[0], on: 0, seconds: 1, minute: 1),
                Small.run("2", of: Self.jobs[0], on: 0, seconds: 2, minute: 2),
                Small.run("4", of: Self.jobs[1], on: 0, seconds: 9, succeeded: false, minute: 4),
            ],
            failures: failures
        )
    }

    @Test func `it holds a cell a pair, and knows no workload that failed always`() {
        let table = self.table()
        #expect(table.workloads == [Self.jobs[0].key])
        #expect(table.row(of: Self.jobs[0].key).map(\.target.description) == ["a", "b"])
        #expect(table[Self.jobs[0].key, Target.ID("a")]?.runs == 2)
        #expect(table[Self.jobs[0].key, Target.ID("c")] == nil)
        #expect(table.knows(Self.jobs[0].key) && !table.knows(Self.jobs[1].key))
        #expect(table.row(of: Self.jobs[1].key).isEmpty)
        #expect(self.table(failures: .counted).workloads == Self.jobs.map(\.key))
    }

    @Test func `the order of training runs does not matter`() {
        let runs = (0..<40).map { Small.run("\($0)", on: 0, seconds: Double(1 + $0 % 7), minute: $0 / 2) }
        let forward = CellTable(runs, failures: .retried)
        #expect(CellTable(runs.reversed(), failures: .retried).stored == forward.stored)
    }

    @Test func `what is stored makes the same table`() {
        let table = self.table()
        #expect(CellTable(stored: table.stored, failures: .retried).stored == table.stored)
    }

    @Test func `runs since training bring a cell up to date, one at a time or all at once`() throws {
        let later = (0..<5).map { Small.run("n\($0)", of: Self.jobs[0], on: 0, seconds: 8, minute: 10 + $0) }
        var atOnce = self.table()
        atOnce.add(later)
        var singly = self.table()
        for run in later { singly.add([run]) }
        let cell = try #require(atOnce[Self.jobs[0].key, Target.ID("a")])
        #expect(cell == singly[Self.jobs[0].key, Target.ID("a")])
        let newer = try #require(Cell(later, failures: .retried))
        #expect(cell == self.table()[Self.jobs[0].key, Target.ID("a")]?.merged(with: newer))
        #expect(atOnce.stored == self.table().stored)
        atOnce.add([Small.run("x", of: Self.jobs[1], on: 2, seconds: 5, minute: 20)])
        #expect(atOnce[Self.jobs[1].key, Target.ID("c")]?.runs == 1)
    }

    @Test func `failures since training lower the success of a known pair before any new success`() throws {
        var table = self.table()
        let failures = (0..<6).map {
            Small.run("f\($0)", of: Self.jobs[0], on: 0, seconds: 1, succeeded: false, minute: 10 + $0)
        }
        table.add(failures)
        let cell = try #require(table[Self.jobs[0].key, Target.ID("a")])
        let before = try #require(self.table()[Self.jobs[0].key, Target.ID("a")])
        #expect(isClose(cell.successRate, before.effectiveRuns / (before.effectiveRuns + 6)))
        #expect(cell.logTime == before.logTime && cell.runs == before.runs)
    }

    @Test func `a pair that has only failed has run all the same`() {
        var table = self.table()
        #expect(!table.hasRun(Self.jobs[0].key, on: Target.ID("c")))
        table.add([Small.run("f", of: Self.jobs[0], on: 2, seconds: 1, succeeded: false, minute: 10)])
        #expect(table.hasRun(Self.jobs[0].key, on: Target.ID("c")))
        #expect(table.hasRun(Self.jobs[0].key, on: Target.ID("a")))
        #expect(table[Self.jobs[0].key, Target.ID("c")] == nil)
    }
}
