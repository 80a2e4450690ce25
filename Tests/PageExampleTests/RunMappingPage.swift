// swift-format-ignore-file
// Written from Sources/RunMapping/RunMapping.docc/RunMapping.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Declarations
internal import RunMapping
internal import Tables

private func example(domain: Declaration.Fields, july: [UInt8], august: [UInt8], prices: Table) async throws {
    let mapping = try RunFileMapping(try domain.required("history"))
    let table = Table.concatenating([try Table(csv: july, file: "july.csv"), try Table(csv: august, file: "august.csv")])
    let history = try mapping.runs(from: table, sides: ["prices": prices], badRows: .refuse)
    print("\(history.runs.count) runs of \(history.counts.rows) rows")
    let applications = try history.values(ofColumn: "app")  // one for each run, to leave out one at a time
    _ = mapping
    _ = table
    _ = history
    _ = applications
}
