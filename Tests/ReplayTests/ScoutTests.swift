import Domains
import Foundation
import Placement
import Replay
import Tables
import Testing

/// The measured data beside the package: `../shared`, or the folder that BERTH_SHARED names.
private enum SharedData {
    static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let data =
        (ProcessInfo.processInfo.environment["BERTH_SHARED"].map { URL(fileURLWithPath: $0) }
        ?? packageRoot.deletingLastPathComponent().appending(path: "shared")).appending(path: "data")

    /// False where the folder is absent, so that tests skip visibly; on CI they run, and fail.
    static let isExpected =
        ProcessInfo.processInfo.environment["CI"] == "true" || FileManager.default.fileExists(atPath: data.path)
}

@Suite(.enabled(if: SharedData.isExpected, "the folder ../shared/data is not there"))
struct ScoutTests {
    private func replay(_ plan: ReplayPlan, learner: MeanLearner? = nil) throws -> ReplayAnswer {
        let file = SharedData.packageRoot.appending(path: "domains/cluster.yaml")
        var yaml = try String(contentsOf: file, encoding: .utf8)
        for section in [
            "failures: counted\n", "features:\n  price: {from: target.usd_per_hour}\n",
            "hourlyPrice: target.usd_per_hour\n",
        ]
        where !yaml.contains("\n\(section.prefix { $0 != ":" }):") {
            yaml += section
        }
        let bytes = try Data(contentsOf: SharedData.data.appending(path: "scout/runs.csv"))
        let table = try Table(csv: [UInt8](bytes), file: "runs.csv")
        return try HistoryReplay(plan, domain: try Domain(yaml: yaml, file: "cluster.yaml"), learner: learner)
            .run(ReplayFiles(training: [ReplayFile(name: "runs.csv", table: table)]))
    }

    @Test func `the simple policies, an application left out at a time`() throws {
        let answer = try self.replay(
            try ReplayPlan(objective: .cost, strategy: .rules, leaveOut: "app", seed: 1)
        )
        #expect(answer.decisions == 12)
        #expect(answer.skipped == 0)
        let cheapest = try #require(answer.cheapestHourly)
        #expect(abs(cheapest.mean - 2.26) < 0.01, "the four smallest machines, c4.large before m4.large by name")
        #expect(answer.random.mean > cheapest.mean)
        #expect(answer.groups.filter { $0.by == "workload" }.count == 12)
        #expect(Set(answer.groups.filter { $0.by == "app" }.map(\.value)).count == answer.groups.count - 12)
    }

    @Test func `means of targets, an application left out at a time`() throws {
        let answer = try self.replay(
            try ReplayPlan(objective: .cost, strategy: .model, leaveOut: "app", seed: 1),
            learner: MeanLearner()
        )
        #expect(answer.coverage?.unseen?.runs == 12 * 69)
        #expect(answer.normalized.mean < answer.random.mean)
    }
}
