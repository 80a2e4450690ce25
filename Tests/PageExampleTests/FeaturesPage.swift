// swift-format-ignore-file
// Written from Sources/Features/Features.docc/Features.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Declarations
internal import Expressions
internal import Features
internal import Placement

private func example(domainFile: Declaration.Fields, runs: [Run], workload: Workload, targets: [Target], moment: Timestamp) async throws {
    let program = try FeatureProgram(try domainFile.required("features"), privatePaths: ["workload.code"])
    let frozen = try FrozenProgram(program, examples: runs.map { ($0.workload, $0.target) })
    let history = RunStatistics(runs)
    let matrix = try frozen.matrix(workload: workload, targets: targets, at: moment, history: history)
    let row = matrix[..<frozen.columnNames.count]  // of the first target; NaN is missing
    let hash = try frozen.hash()  // on every model and every decision
    _ = program
    _ = frozen
    _ = history
    _ = matrix
    _ = row
    _ = hash
}
