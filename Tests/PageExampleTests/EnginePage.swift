// swift-format-ignore-file
// Written from Sources/Engine/Engine.docc/Engine.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Domains
internal import Engine
internal import Features
internal import Placement

private func example(domain: Domain, targets: [Target], model: any Predictor, runs: [Run], moment: Timestamp) async throws {
    let snapshot = ServingSnapshot(
        domain: domain, targets: targets, model: model, policy: domain.policy, history: RunStatistics(runs))
    var state = EngineState(seed: 1)
    let request = DecisionRequest(
        id: Decision.ID("d-1"), at: moment, workload: try domain.workload(["job": "etl", "size": "large"]))
    let decision = try Engine.decide(request, with: snapshot, state: &state)
    for sentence in Explanation(decision, model: model).sentences { print(sentence) }
    _ = snapshot
    _ = state
    _ = request
    _ = decision
}
