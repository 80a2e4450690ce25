// swift-format-ignore-file
// Written from Sources/JSON/JSON.docc/JSON.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import JSON

private func example(bytes: [UInt8]) async throws {
    var runs: Int64?
    var scanner = JSONScanner(bytes)
    try scanner.object { (key, scanner) throws(JSONFault) in
        if key == "runs" { runs = try scanner.wholeNumber() } else { _ = try scanner.value() }
    }
    _ = runs
    _ = scanner
}
