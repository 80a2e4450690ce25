// swift-format-ignore-file
// Written from Sources/Domains/Domains.docc/Domains.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Domains
internal import Features
internal import Placement
internal import RunMapping
internal import Tables

private func example(text: String, table: Table) async throws {
    let domain = try Domain(yaml: text, file: "jobs.yaml")
    let workload = try domain.workload(["job": "etl", "size": "large"])  // under the key of its past runs
    print(try domain.objective(of: workload), domain.program.features.count, domain.rules.map(\.name))
    if let mapping = domain.history {
        print(try mapping.runs(from: table, sides: [:], badRows: .refuse).runs.count)
    }
    let cheapest = domain.pursuing(.cost)
    _ = domain
    _ = workload
    _ = cheapest
}
