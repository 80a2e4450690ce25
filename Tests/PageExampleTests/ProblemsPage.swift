// swift-format-ignore-file
// Written from Sources/Problems/Problems.docc/Problems.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Problems

private func example() async throws {
    let meant = nearestName(to: "provder", among: ["region", "provider"])  // "provider"
    _ = meant
}
