// swift-format-ignore-file
// Written from Sources/Expressions/Expressions.docc/Expressions.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Expressions
internal import Placement
internal import Tables

private func example(table: Table, row: [String: Value]) async throws {
    let temperature = try Expression("if(mode == 'warm', 'warm', 'cold')")
    try temperature.requireNames(among: table.columns)
    let value = try temperature.evaluate { name in row[name.text] ?? .missing }
    _ = temperature
    _ = value
}
