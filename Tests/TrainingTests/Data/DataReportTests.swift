import Foundation
import Placement
import Testing
import Training

struct DataReportTests {
    private func report(_ runs: [Run]) -> DataReport { DataReport(on: runs, asOf: DataHistory.asOf) }

    @Test func `without runs there is a report that says so`() {
        let report = self.report([])
        #expect(report.runs == 0)
        #expect(report.window == nil)
        #expect(report.notYet == [.anything(found: 0, needed: 10)])
        #expect(report.text == "no runs\nnot yet:\n  a model needs at least 10 runs, there are 0\n")
    }

    @Test func `counts, window, shares and medians`() {
        let runs =
            (0..<3).map { DataHistory.run($0, target: "a", provider: "p", seconds: Double($0 + 1), key: "x") }
            + [DataHistory.run(3, target: "b", provider: "q", succeeded: false, key: "y")]
        let report = self.report(runs.reversed())
        #expect(report.runs == 4)
        #expect(report.workloads == 2)
        #expect(report.failures == 1)
        #expect(report.window?.from == runs[0].startedAt)
        #expect(report.window?.days == 0.125)
        #expect(report.targets.map(\.id.description) == ["a", "b"])
        #expect(report.targets.map(\.share) == [0.75, 0.25])
        #expect(report.targets.map(\.failures) == [0, 1])
        #expect(report.targets.map(\.medianSeconds) == [2, 1])
        #expect(report.targets.map(\.medianCost) == [1e-6, 1e-6])
        #expect(report.providers.map(\.provider) == ["p", "q"])
    }

    @Test func `missing values count whether left out or empty`() {
        let runs = (0..<4).map { index in
            DataHistory.run(index, attributes: index == 0 ? ["a": 1] : index == 1 ? ["a": .missing] : ["b": "x"])
        }
        let report = self.report(runs)
        #expect(report.attributes.map(\.name) == ["a", "b"])
        #expect(report.attributes.map(\.missingShare) == [0.75, 0.5])
        #expect(report.attributes.map(\.distinctValues) == [1, 1])
    }

    @Test func `a run far from its target's others is an outlier, up and down`() {
        var runs = (0..<30).map { DataHistory.run($0, seconds: DataHistory.wobble($0)) }
        runs.append(DataHistory.run(30, seconds: 500))
        runs.append(DataHistory.run(31, seconds: 0.001))
        runs.append(DataHistory.run(32, seconds: 0))
        let outliers = self.report(runs).outliers
        #expect(outliers.count == 2)
        #expect(outliers.listed.map(\.run.description) == ["r31", "r30"])
        #expect(outliers.listed[0].score < -5)
        #expect(outliers.listed[1].score > 5)
        #expect(outliers.listed.allSatisfy { $0.quantity == .time && abs($0.median - 1.25) < 0.1 })
    }

    @Test func `equal values and few runs have no outliers, many outliers are counted and cut`() {
        #expect(self.report((0..<20).map { DataHistory.run($0, seconds: $0 == 7 ? 99 : 1) }).outliers.count == 0)
        #expect(self.report((0..<7).map { DataHistory.run($0, seconds: $0 == 6 ? 99 : 1.1) }).outliers.count == 0)
        let many = (0..<100).map { DataHistory.run($0, seconds: $0 < 30 ? 1e6 : DataHistory.wobble($0)) }
        #expect(self.report(many).outliers.count == 30)
        #expect(self.report(many).outliers.listed.count == 20)
    }

    @Test func `impossible values, repeated ids, copies, currencies and the future are found`() {
        let runs = [
            DataHistory.run(0, seconds: -1), DataHistory.run(1, seconds: .nan), DataHistory.run(2, cost: -1),
            DataHistory.run(3), DataHistory.run(3, id: "copy"), DataHistory.run(3, seconds: 9),
            DataHistory.run(4, hours: 500 * 24), DataHistory.run(5, currency: .eur),
        ]
        let findings = self.report(runs).findings
        #expect(
            findings.prefix(5) == [
                .impossibleValues(runs: 3), .futureStarts(runs: 1), .severalCurrencies([.eur, .usd]),
                .repeatedIDs(runs: 1), .copies(runs: 1),
            ]
        )
    }

    @Test func `an attribute that never changes is found, one that is missing at times is not constant`() {
        let runs = (0..<3).map { index in
            DataHistory.run(index, provider: "p", attributes: ["a": 1, "b": index == 0 ? .missing : 1])
        }
        #expect(
            self.report(runs).findings == [
                .constantAttribute(owner: .workload, name: "a"),
                .constantAttribute(owner: .target, name: "provider"),
            ]
        )
        #expect(self.report([runs[0]]).findings == [])
    }

    @Test func `many runs at one moment are found, a few are not`() {
        let many = (0..<40).map { DataHistory.run($0, hours: $0 < 10 ? 0 : Double($0), cost: Int64($0)) }
        #expect(self.report(many).findings == [.sameStart(at: many[0].startedAt, runs: 10)])
        let few = (0..<40).map { DataHistory.run($0, hours: $0 < 9 ? 0 : Double($0), cost: Int64($0)) }
        #expect(self.report(few).findings == [])
        let all = self.report((0..<40).map { DataHistory.run($0, hours: 0, cost: Int64($0)) })
        #expect(all.findings == [.sameStart(at: many[0].startedAt, runs: 40)])
        #expect(all.notYet.contains(.change))
    }

    @Test func `a long silence is a gap`() {
        let runs = (0..<100).map { DataHistory.run($0, hours: Double($0) + ($0 < 50 ? 0 : 60)) }
        #expect(self.report(runs).findings == [.gap(from: runs[49].startedAt, to: runs[50].startedAt)])
        let even = (0..<5).map { DataHistory.run($0) }
        #expect(self.report(even).findings == [])
    }

    @Test func `a target that fails or slows down in the last quarter is found, steady ones are not`() {
        let runs = (0..<200).flatMap { index -> [Run] in
            let late = index >= 150
            return [
                DataHistory.run(index, target: "steady", seconds: DataHistory.wobble(index)),
                DataHistory.run(
                    index,
                    id: "f\(index)",
                    target: "failing",
                    seconds: DataHistory.wobble(index),
                    succeeded: late ? index % 2 == 0 : index % 20 != 0
                ),
                DataHistory.run(
                    index,
                    id: "s\(index)",
                    target: "slow",
                    seconds: DataHistory.wobble(index) * (late ? 2 : 1)
                ),
            ]
        }
        let findings = self.report(runs).findings
        #expect(findings.count == 2)
        guard case .failuresShifted(let failing, let before, let lately) = findings[0],
            case .timeShifted(let slow, let fast, let slower) = findings[1]
        else {
            Issue.record("\(findings)")
            return
        }
        #expect(failing == Target.ID("failing"))
        #expect(abs(before - 0.05) < 0.02)
        #expect(abs(lately - 0.5) < 0.02)
        #expect(slow == Target.ID("slow"))
        #expect(abs(slower / fast - 2) < 0.05)
    }

    @Test func `runs that favour a target, a provider or a place for a category are named`() {
        let runs =
            (0..<170).map { index in
                DataHistory.run(
                    index,
                    target: "a",
                    provider: "p",
                    attributes: ["language": index < 20 ? "go" : "python", "id": .text("\(index)"), "n": 1]
                )
            }
            + (170..<200).map { index in
                DataHistory.run(
                    index,
                    target: "b",
                    provider: "q",
                    attributes: ["language": index < 175 ? "rust" : "python", "id": .text("\(index)"), "n": 1]
                )
            } + [DataHistory.run(200, target: "c", provider: "q")]
        let share: Double = 170 / 201
        let expected: [DataReport.Bias] = [
            .dominantTarget(Target.ID("a"), share: share),
            .dominantProvider("p", share: share),
            .thinTargets([Target.ID("c")], count: 1),
            .boundCategory(attribute: "language", category: "go", target: Target.ID("a"), runs: 20),
        ]
        #expect(self.report(runs).biases == expected)
    }

    @Test func `what cannot be learned yet`() {
        let few = self.report((0..<9).map { DataHistory.run($0, succeeded: false) })
        #expect(
            few.notYet == [
                .anything(found: 9, needed: 10), .choice(onlyTarget: Target.ID("e2b")), .successes, .otherWorkloads,
                .ownIntervals(targets: 1),
            ]
        )
        #expect(few.biases == [])
        let enough = (0..<60).map { index in
            DataHistory.run(
                index,
                target: index % 2 == 0 ? "a" : "b",
                succeeded: index % 9 != 0,
                key: "w\(index % 3)"
            )
        }
        #expect(self.report(enough).notYet == [])
        #expect(self.report(enough.filter(\.outcome.succeeded)).notYet.first == .failures)
    }

    @Test func `the report survives JSON`() throws {
        let report = self.report(Self.oddHistory)
        let json = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(DataReport.self, from: json) == report)
    }

    /// A history with something to say in every section.
    private static var oddHistory: [Run] {
        let wobble = DataHistory.wobble
        return (0..<200).map { index in
            let late = index >= 150
            return DataHistory.run(
                index,
                target: "e2b",
                provider: "e2b",
                hours: Double(index) + (index < 100 ? 0 : 60),
                seconds: index == 20 ? 900 : wobble(index) * (late ? 2 : 1),
                cost: 1000 + Int64(index % 13),
                succeeded: !late || index % 2 == 0,
                key: "w\(index % 4)",
                attributes: ["language": "python", "memoryMB": index % 3 == 0 ? .missing : .number(Double(index % 5))]
            )
        }
            + (0..<12).map { index in
                DataHistory.run(
                    index,
                    id: "g\(index)",
                    target: "modal",
                    provider: "modal",
                    hours: 0,
                    seconds: wobble(index),
                    key: "go",
                    attributes: ["language": "go"]
                )
            }
            + [
                DataHistory.run(3, id: "copy", target: "modal", hours: 7, key: "w"),
                DataHistory.run(3, id: "copy2", target: "modal", hours: 7, key: "w"),
                DataHistory.run(3, id: "r3", target: "daytona", seconds: -1, currency: .eur),
                DataHistory.run(3, id: "late", target: "daytona", hours: 401 * 24),
            ]
    }

    @Test(arguments: ["data-report", "data-report-small"])
    func `the text for a person`(name: String) throws {
        let runs =
            name == "data-report" ? Self.oddHistory : (0..<5).map { DataHistory.run($0, hours: 0, succeeded: false) }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Snapshots/\(name).txt")
        let text = self.report(runs).text
        if ProcessInfo.processInfo.environment["BERTH_REWRITE"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self), "run once with BERTH_REWRITE=1")
    }

    @Test func `long lists in the text are cut`() {
        let runs = (0..<60).map { DataHistory.run($0, target: "t\($0)", provider: "p") }
        let text = self.report(runs).text
        #expect(text.contains("  and 40 more\n"))
        #expect(text.contains("targets with fewer than 30 runs: 60, namely t0, t1, t10"))
        #expect(text.contains("t26 and 40 more"))
    }
}
