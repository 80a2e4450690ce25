// swift-format-ignore-file
// Written from Sources/ShippedTasks/ShippedTasks.docc/ShippedTasks.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import NodeRuntime
internal import Nodes
internal import ShippedTasks

private func example(limits: TaskBook.Limits, surroundings: TaskRunner.Surroundings, measures: RunnerMeasures) async throws {
    let handlers = try ShippedHandlers.all(allowedPrograms: ["/usr/bin/env"])
    let runner = TaskRunner(
        limits: limits, handlers: handlers, profile: .measured, emulated: [], surroundings: surroundings,
        measures: measures)
    _ = handlers
    _ = runner
}
