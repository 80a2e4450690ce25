// swift-format-ignore-file
// Written from Sources/TaskPlacement/TaskPlacement.docc/TaskPlacement.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Decisions
internal import Nodes
internal import Placement
internal import TaskDispatch
internal import TaskPlacement

private func example(fleet: FleetService, serving: DomainServing, decisions: DecisionService, submission: Submission, now: @escaping @Sendable () -> Timestamp) async throws {
    let targets = FleetTargets(fleet: fleet, serving: serving, now: now)
    let placer = TaskDecider(decisions: decisions, targets: targets)
    let choice = try await placer.place(submission, on: [.edge: KindStanding(load: 20, latencySeconds: 0.002, room: 3)])
    _ = targets
    _ = placer
    _ = choice
}
