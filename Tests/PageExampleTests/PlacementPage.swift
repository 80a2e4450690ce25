// swift-format-ignore-file
// Written from Sources/Placement/Placement.docc/Placement.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Placement

private func example() async throws {
    let workload = Workload(key: Workload.Key("etl/large"), attributes: ["job": "etl", "size": "large"])
    let target = Target(id: Target.ID("small"), attributes: ["vcpus": 2, "usdPerHour": 0.1])
    let run = Run(
        id: Run.ID("june.csv:2"), workload: workload, target: target,
        startedAt: Timestamp(secondsSince1970: 1_780_272_000),
        outcome: Outcome(timeSeconds: 812, cost: Money(nanos: 22_555_556, currency: .usd), succeeded: true))
    let policy = Policy(strategy: .hybrid, confidenceGate: 0.7, exploration: Exploration(share: 0.02, budget: 5))
    let limits = Constraints(maxCost: 0.05, except: ["provider": ["aws"]])
    _ = workload
    _ = target
    _ = run
    _ = policy
    _ = limits
}
