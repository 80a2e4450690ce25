// swift-format-ignore-file
// Written from Sources/Problems/Problems.docc/Problems.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Problems

private func example() async throws {
    let meant = nearestName(to: "provder", among: ["region", "provider"])  // "provider"
    let problem = Problem(FieldFault("share", .missing(expected: "a number from 0 to 1")))
    let detail = problem.detail  // "share is missing; a number from 0 to 1 is needed"
    _ = meant
    _ = problem
    _ = detail
}
