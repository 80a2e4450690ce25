// swift-format-ignore-file
// Written from Sources/Statistics/Statistics.docc/Statistics.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Statistics

private func example(errors: [Double], stated: [Double], happened: [Double], outcomes: [Bool]) async throws {
    var generator = SeededGenerator(seed: 7, stream: "menus")
    let menu = generator.sample(Array(0..<100), count: 40)

    let median = Summaries.median([1.2, 0.9, 4.0])
    let radius = Conformal.radius(scores: errors, coverage: 0.9)  // nil with fewer than 9
    let curve = IsotonicRegression(inputs: stated, outputs: happened)
    let error = Calibration.expectedError(probabilities: stated.map(curve.value(at:)), outcomes: outcomes)
    let ndcg = RankingMetrics.ndcg(labels: [3, 0, 1], scores: [0.2, 0.9, 0.1], depth: 5)
    _ = generator
    _ = menu
    _ = median
    _ = radius
    _ = curve
    _ = error
    _ = ndcg
}
