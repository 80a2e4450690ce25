// swift-format-ignore-file
// Written from Sources/Forest/Forest.docc/Forest.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Forest

private func example(text: String) async throws {
    let forest = try Forest(parsing: text)
    var costs = [Double](repeating: 0, count: 2 * forest.outputCount)
    try forest.predict(rows: [1, .nan, 3.5, 2, 0.5, 7], count: 2, into: &costs)

    let shares = try forest.contributions(rows: [1, .nan, 3.5], count: 1)
    for (name, share) in zip(forest.featureNames, shares) {
        print(name, share)
    }
    _ = forest
    _ = costs
    _ = shares
}
