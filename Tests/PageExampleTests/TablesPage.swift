// swift-format-ignore-file
// Written from Sources/Tables/Tables.docc/Tables.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Placement
internal import Tables

private func example() async throws {
    let july = try Table(csv: "provider,client_ms\naws,12.5\ngcp,\n", file: "july.csv")
    let august = try Table(csv: "client_ms,provider,region\n9,aws,us-east-1\n", file: "august.csv")
    let runs = Table.concatenating([july, august])
    let time = try runs.requiredPosition(of: "client_ms")
    for row in 0..<runs.rowCount where runs.value(row: row, column: time).isMissing {
        print("\(runs.file(ofRow: row)):\(runs.line(ofRow: row)) has no time")
    }
    _ = july
    _ = august
    _ = runs
    _ = time
}
