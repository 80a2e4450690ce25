// swift-format-ignore-file
// Written from Sources/MultiTask/MultiTask.docc/MultiTask.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import MultiTask

private func example(arms: [Arm], families: [String], logValues: [[Double]]) async throws {
    let grid = TaskGrid(arms: arms, rows: logValues, groups: families)  // NaN where nothing was measured
    let prior = MultiTaskPrior(grid)
    let queried = arms.indices.map { QueriedArm(index: $0, arm: arms[$0]) }

    let first = ProbePlan.next(prior, arms: queried, observations: [])
    let seen = [ArmObservation(arm: queried[3], logValue: 2.5, variance: 0)]
    let posterior = MultiTaskPosterior(prior, observations: seen, arms: queried)
    let best = posterior.logExpectations.indices.min { posterior.logExpectations[$0] < posterior.logExpectations[$1] }
    _ = grid
    _ = prior
    _ = queried
    _ = first
    _ = seen
    _ = posterior
    _ = best
}
