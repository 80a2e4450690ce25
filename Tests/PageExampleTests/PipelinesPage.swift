// swift-format-ignore-file
// Written from Sources/Pipelines/Pipelines.docc/Pipelines.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Domains
internal import Pipelines
internal import Placement
internal import Registry
internal import Telemetry
internal import Training

private func example(domain: Domain, runs: any RunStore, models: any ModelStore, trees: any TreeTrainer, now: @escaping @Sendable () -> Timestamp) async throws {
    let order = TrainingOrder(
        domain: "sandbox", window: .days(30), minimumRuns: 1_000, settings: TrainingSettings(seed: 1))
    let pipeline = TrainingPipeline(domain: domain, runs: runs, models: models, trainer: trees, now: now)
    let model = try await pipeline.train(order) { print($0.step, $0.activity, $0.share) }
    print(model.record.id)
    _ = order
    _ = pipeline
    _ = model
}
