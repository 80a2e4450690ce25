// swift-format-ignore-file
// Written from Sources/LearnedModels/LearnedModels.docc/LearnedModels.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Domains
internal import Engine
internal import Features
internal import LearnedModels
internal import Placement

private func example(bytes: [UInt8], domain: Domain, targets: [Target], runs: [Run]) async throws {
    let artifact = try ModelArtifact(reading: bytes)
    let model = try LearnedModel(artifact, domain: domain)
    let snapshot = ServingSnapshot(
        domain: domain, targets: targets, model: model, policy: domain.policy, history: RunStatistics(runs))
    _ = artifact
    _ = model
    _ = snapshot
}
