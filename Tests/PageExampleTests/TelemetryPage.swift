// swift-format-ignore-file
// Written from Sources/Telemetry/Telemetry.docc/Telemetry.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Domains
internal import Placement
internal import Telemetry

private func example(domain: Domain, targets: [Target], store: any RunStore, bytes: [UInt8]) async throws {
    let reader = RunReader(domain: domain, targets: targets, specFields: nil, badRuns: .refuse)
    let read = try reader.read(bytes, file: "runs.ndjson")
    let result = try await store.append(read.reports, to: domain.name)
    _ = reader
    _ = read
    _ = result
}

private func example(drift: any ObservationConsumer, runs: any ObservationLog, cursors: any ObservationCursors, feed: ObservationFeed, measures: ConsumerMeasures) async throws {
    let reader = ObservationReader(
        drift, log: runs, cursors: cursors, feed: feed, measures: measures, clock: ContinuousClock())
    try await reader.run()   // until the task is cancelled
    _ = reader
}
