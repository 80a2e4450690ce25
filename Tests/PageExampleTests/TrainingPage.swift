// swift-format-ignore-file
// Written from Sources/Training/Training.docc/Training.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Domains
internal import LearnedModels
internal import Placement
internal import Training

private func example(runs: [Run], domain: Domain, now: Timestamp, treeTrainer: any TreeTrainer, report: (String, Double) -> Void) async throws {
    let rules = DataRules(asOf: now, days: 30, minimumRuns: 100)
    let usable = try rules.apply(to: runs).runs
    print(DataReport(on: usable, asOf: now).text)

    var settings = TrainingSettings(seed: 1)
    try settings.boosting.set("rounds", to: "400")
    let trainer = ModelTrainer(domain: domain, trainer: treeTrainer, settings: settings, version: "v1.0.0")
    let result = try trainer.train(usable) { activity, share in report(activity, share) }
    let model = try LearnedModel(result.artifact, domain: domain)
    _ = rules
    _ = usable
    _ = settings
    _ = trainer
    _ = result
    _ = model
}
