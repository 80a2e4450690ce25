// swift-format-ignore-file
// Written from Sources/Demo/Demo.docc/Demo.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Catalog
internal import Demo
internal import Engine
internal import Placement
internal import Statistics

private func example() async throws {
    let start = Timestamp(secondsSince1970: 1_780_272_000)
    let simulator = try SandboxSimulator(
        seed: 7, catalog: .builtIn(), driftAt: start.advanced(bySeconds: 14 * 86_400))
    let past = try simulator.history(count: 20_000, startingAt: start, days: 28)
    let csv = try SandboxHistoryCSV.bytes(of: past.map(\.run))
    let best = try simulator.bestKnown(for: past[0].workload, at: start, objective: .costTime)
    _ = start
    _ = simulator
    _ = past
    _ = csv
    _ = best
}
