// swift-format-ignore-file
// Written from Sources/LightGBMTrainer/LightGBMTrainer.docc/LightGBMTrainer.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import LightGBMTrainer
internal import Training

private func example(workingDirectory: String, home: String, library path: String?, earlier: TreeDataset, later: TreeDataset) async throws {
    let places = LightGBMPlaces.usual(workingDirectory: workingDirectory, home: home)
    let library = try LightGBMLibrary(configuredPath: path, places: places)
    let trainer = LightGBMTrainer(library: library)

    var parameters = BoostingParameters(objective: .l2, rounds: 300, seed: 7)
    parameters.earlyStoppingRounds = 20
    let job = try TreeTrainingJob(training: earlier, validation: later, parameters: parameters)
    let trees = try trainer.train(job)
    _ = places
    _ = library
    _ = trainer
    _ = parameters
    _ = job
    _ = trees
}
