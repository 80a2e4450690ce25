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

private func example(body: [UInt8]) async throws {
    let value = try JSONScanner.value(of: body)
    let order = try JSONObject(value, allowed: ["type", "timeoutSeconds"])
    let type = try order.text("type", characters: 1...100)
    let seconds = try order.optionalNumber("timeoutSeconds", 0...86_400, unit: "s")
    _ = value
    _ = order
    _ = type
    _ = seconds
}
