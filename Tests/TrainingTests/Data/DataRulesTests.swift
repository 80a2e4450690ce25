import Placement
import Testing
import Training

struct DataRulesTests {
    private func rules(days: Double? = nil, minimumRuns: Int = 1) -> DataRules {
        DataRules(asOf: DataHistory.asOf, days: days, minimumRuns: minimumRuns)
    }

    @Test func `runs come out in order, exact duplicates once`() throws {
        let runs = (0..<4).map { DataHistory.run($0) }
        let result = try self.rules().apply(to: runs.reversed() + [runs[2], runs[2]])
        #expect(result.runs == runs)
        #expect(result.leftOut == DataRules.LeftOut(duplicates: 2))
    }

    @Test func `the age window counts from the newest run, its first moment included`() throws {
        let runs = [0.0, 24, 47.9, 48, 72].enumerated().map { DataHistory.run($0.offset, hours: $0.element) }
        let result = try self.rules(days: 1).apply(to: runs)
        #expect(result.runs.map(\.id.description) == ["r3", "r4"])
        #expect(result.leftOut.tooOld == 3)
        #expect(try self.rules(days: 1e9).apply(to: runs).runs.count == 5)
    }

    @Test func `what cannot be true is refused by id`() throws {
        let late = DataHistory.run(4, hours: 400 * 24 + 1)
        let runs = [
            DataHistory.run(0), DataHistory.run(1, seconds: -1), DataHistory.run(2, seconds: .nan),
            DataHistory.run(3, cost: -5), late,
            DataHistory.run(5, attributes: ["memoryMB": .number(.infinity)]),
            DataHistory.run(0, seconds: 2), DataHistory.run(6, seconds: .infinity),
        ]
        let error = #expect(throws: DataRulesError.self) { try self.rules().apply(to: runs) }
        #expect(
            error?.description == """
                7 runs cannot be true; remove or correct them:
                  r1: its time is -1.0 s
                  r2: its time is nan s
                  r3: its cost is -5e-09 USD
                  r4: it starts at 2027-02-05T01:00:00Z, after 2027-02-05T00:00:00Z
                  r5: its workload's memoryMB is inf
                  r6: its time is inf s
                  r0: another run has the same id but different content
                """
        )
    }

    @Test func `only the first impossible runs are told`() {
        let runs = (0..<25).map { DataHistory.run($0, seconds: -1) }
        let error = #expect(throws: DataRulesError.self) { try self.rules().apply(to: runs) }
        #expect(error?.description.hasSuffix("  and 5 more") == true)
        let one = #expect(throws: DataRulesError.self) { try self.rules().apply(to: [runs[0]]) }
        #expect(one?.description.hasPrefix("1 run cannot be true") == true)
    }

    @Test func `too few runs say how many are needed and where more are`() {
        let runs = [0.0, 24, 48].enumerated().map { DataHistory.run($0.offset, hours: $0.element) }
        let old = #expect(throws: DataRulesError.self) { try self.rules(days: 1, minimumRuns: 3).apply(to: runs) }
        #expect(old == .tooFew(found: 2, needed: 3, days: 1, leftOut: DataRules.LeftOut(tooOld: 1)))
        #expect(
            old?.description
                == "found 2 runs in the last 1 days, needed 3; 1 are older: take more days, or ask for fewer with "
                + "--min-data-points"
        )
        let few = #expect(throws: DataRulesError.self) { try self.rules(minimumRuns: 10).apply(to: runs) }
        #expect(
            few?.description == "found 3 runs, needed 10; import more, or ask for fewer with --min-data-points"
        )
        #expect(throws: DataRulesError.self) { try self.rules(days: 7).apply(to: []) }
    }
}
