import Domains
import Engine
import Foundation
import Placement
import Replay
import Synchronization
import Tables
import Testing
import Training

/// The measured data beside the package: `../shared`, or the folder that BERTH_SHARED names.
private enum SharedData {
    static let folder =
        (ProcessInfo.processInfo.environment["BERTH_SHARED"].map { URL(filePath: $0) }
        ?? PackageRoot.url.deletingLastPathComponent().appending(path: "shared")).appending(path: "data")

    /// False where the folder is absent, so that tests skip visibly; on CI they run, and fail.
    static let isExpected =
        ProcessInfo.processInfo.environment["CI"] == "true" || FileManager.default.fileExists(atPath: folder.path())

    static func lines(_ path: String) throws -> [Substring] {
        try String(contentsOf: self.folder.appending(path: path), encoding: .utf8).split(separator: "\n")
    }

    static func file(_ name: String, _ lines: [Substring]) throws -> ReplayFile {
        ReplayFile(name: name, table: try Table(csv: Array((lines.joined(separator: "\n") + "\n").utf8), file: name))
    }
}

/// Training on measured histories, judged on runs it has not seen: the bounds are what the project promises.
///
/// The benchmark of instances takes minutes without optimisation and is measured by `Scripts`, not here.
@Suite(.enabled(if: SharedData.isExpected, "the folder ../shared/data is not there"))
struct SharedHistoryTests {
    private static func domain(_ name: String) throws -> Domain {
        let file = PackageRoot.url.appending(path: "domains/\(name).yaml")
        return try Domain(yaml: String(contentsOf: file, encoding: .utf8), file: "\(name).yaml")
    }

    private func replay(_ plan: ReplayPlan, _ name: String, _ files: ReplayFiles) throws -> ReplayAnswer {
        let domain = try Self.domain(name)
        let learner = ModelTrainer(
            domain: domain,
            trainer: try Learning.trees(),
            settings: TrainingSettings(seed: 1),
            version: "replay"
        )
        return try HistoryReplay(plan, domain: domain, learner: learner).run(files)
    }

    // MARK: Serverless functions

    /// The calls of each cell (function, language, provider, memory, temperature) in the order of time, of which the
    /// newest `share` are the test; every `step`-th row of a part is kept.
    private static func serverless(
        newest share: Double,
        trainingStep: Int,
        testStep: Int
    ) throws -> (training: ReplayFile, test: ReplayFile) {
        let lines = try SharedData.lines("sebs_serverless/invocations.csv")
        let names = lines[0].split(separator: ",").map(String.init)
        func column(_ name: String) throws -> Int { try #require(names.firstIndex(of: name)) }
        let cell = try ["provider", "function", "language", "memory_mb"].map(column)
        let (mode, start) = (try column("mode"), try column("started_at"))
        var cells: [String: [(start: Substring, line: Substring)]] = [:]
        for line in lines.dropFirst() {
            let values = line.split(separator: ",", omittingEmptySubsequences: false)
            guard values[mode] != "sequential" else { continue }
            let key = cell.map { String(values[$0]) } + [values[mode] == "warm" ? "warm" : "cold"]
            cells[key.joined(separator: "/"), default: []].append((values[start], line))
        }
        var training = [lines[0]]
        var test = [lines[0]]
        for (_, rows) in cells.sorted(by: { $0.key < $1.key }) {
            let ordered = rows.sorted { ($0.start, $0.line) < ($1.start, $1.line) }.map(\.line)
            let split = Int((Double(ordered.count) * (1 - share)).rounded())
            training += stride(from: 0, to: split, by: trainingStep).map { ordered[$0] }
            test += stride(from: split, to: ordered.count, by: testStep).map { ordered[$0] }
        }
        return (try SharedData.file("training.csv", training), try SharedData.file("test.csv", test))
    }

    @Test func `serverless: later calls go where they cost and take at most 5 % more than the best`() throws {
        // Every fourth row to learn from, all rows to judge by.
        let files = try Self.serverless(newest: 0.3, trainingStep: 4, testStep: 1)
        let answer = try self.replay(
            try ReplayPlan(objective: .costTime, strategy: .model, seed: 1),
            "serverless",
            ReplayFiles(training: [files.training], test: [files.test])
        )
        #expect(answer.decisions == 8)
        #expect(answer.normalized.geometricMean <= 1.05)
        #expect(answer.normalized.geometricMean < answer.random.geometricMean)
    }

    @Test func `serverless: calls of a function left out cost and take at most 25 % more than the best`() throws {
        // Every eighth row of a cell.
        let files = try Self.serverless(newest: 0, trainingStep: 8, testStep: 1)
        let answer = try self.replay(
            try ReplayPlan(objective: .costTime, strategy: .model, leaveOut: "function", seed: 1),
            "serverless",
            ReplayFiles(training: [files.training])
        )
        #expect(answer.normalized.geometricMean <= 1.25)
    }

    // MARK: Batch jobs on clusters

    @Test func `cluster: an application left out is placed well, and better after probes`() throws {
        let file = try SharedData.file("runs.csv", try SharedData.lines("scout/runs.csv"))
        let domain = try Self.domain("cluster")
        let learner = RememberingLearner(
            learner: ModelTrainer(
                domain: domain,
                trainer: try Learning.trees(),
                settings: TrainingSettings(seed: 1),
                version: "replay"
            )
        )
        func mean(probes: Int) throws -> (ours: Double, bestSimple: Double?) {
            let plan = try ReplayPlan(objective: .cost, strategy: .model, leaveOut: "app", probes: probes, seed: 1)
            let answer = try HistoryReplay(plan, domain: domain, learner: learner).run(ReplayFiles(training: [file]))
            return (answer.normalized.mean, answer.bestSimple?.mean)
        }
        let unprobed = try mean(probes: 0)
        #expect(unprobed.ours <= 1.05 * (try #require(unprobed.bestSimple)))
        #expect(try mean(probes: 3).ours <= 1.30)
        #expect(try mean(probes: 6).ours <= 1.15)
    }
}

/// Learns from the same runs once.
private final class RememberingLearner: ModelLearner {
    private let learner: any ModelLearner
    private let models = Mutex<[[Run.ID]: any AdaptivePredictor]>([:])

    init(learner: any ModelLearner) { self.learner = learner }

    func learn(from runs: [Run], progress: (String, Double) -> Void) throws -> any AdaptivePredictor {
        let ids = runs.map(\.id)
        if let known = self.models.withLock({ $0[ids] }) { return known }
        let model = try self.learner.learn(from: runs, progress: progress)
        self.models.withLock { $0[ids] = model }
        return model
    }
}
