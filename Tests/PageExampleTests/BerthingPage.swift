// swift-format-ignore-file
// Written from Sources/Berthing/Berthing.docc/Berthing.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Berthing
internal import Foundation

private func example() async throws {
    let domain = try Domain(yaml: String(contentsOfFile: "domains/sandbox.yaml", encoding: .utf8))
    let targets = try domain.catalogTargets(at: .now)
    var decider = Decider(domain: domain, targets: targets, seed: 1, record: { print($0.id) })
    let decision = try decider.decide(
        Request(id: "d-1", at: .now, workload: ["language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512])
    )
    print(decision.target?.id ?? "none", decision.explanation)
    _ = domain
    _ = targets
    _ = decider
    _ = decision
}
