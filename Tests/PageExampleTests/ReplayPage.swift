// swift-format-ignore-file
// Written from Sources/Replay/Replay.docc/Replay.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Domains
internal import Engine
internal import Placement
internal import Replay
internal import Tables
internal import Training

private func example(domain: Domain, trainer: any ModelLearner, july: Table, august: Table, report: (String, Double) -> Void) async throws {
    let plan = try ReplayPlan(objective: .cost, strategy: .hybrid, seed: 1)
    let replay = HistoryReplay(plan, domain: domain, learner: trainer)
    let files = ReplayFiles(
        training: [ReplayFile(name: "july.csv", table: july)], test: [ReplayFile(name: "august.csv", table: august)])
    let answer = try replay.run(files) { step, share in report(step, share) }
    print(ReplayReport.text(answer))  // or answer.json()
    _ = plan
    _ = replay
    _ = files
    _ = answer
}
