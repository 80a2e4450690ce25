// swift-format-ignore-file
// Written from Sources/Declarations/Declarations.docc/Declarations.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Declarations
internal import Placement

private func example(text: String) async throws {
    let declaration = try Declaration(yaml: text, file: "jobs.yaml")
    let fields = try declaration.fields(allowed: ["domain", "tolerance", "objective"])
    let name = try fields.required("domain").text()
    let tolerance = try fields[optional: "tolerance"]?.number(in: 0.001...1) ?? 0.05
    let objective = try fields[optional: "objective"]?.choice(Objective.self) ?? .cost
    // jobs.yaml:3: unknown key 'tolerence'; did you mean 'tolerance'? allowed: domain, tolerance, objective
    _ = declaration
    _ = fields
    _ = name
    _ = tolerance
    _ = objective
}
