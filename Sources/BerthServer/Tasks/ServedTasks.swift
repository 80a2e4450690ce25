internal import Decisions
internal import MetricRegistry
internal import NodeLink
internal import TaskDispatch
internal import TaskPlacement

/// Tasks, the nodes that run them, and what decides which node does.
struct ServedTasks {
    /// `nil` where the domain of tasks is not served; each task then goes to the least loaded node.
    let targets: FleetTargets?
    let service: TaskService

    /// Takes up the tasks that had not ended when the service last ran.
    ///
    /// - Parameter capacity: The most tasks that may be open.
    init(
        fleet: FleetService,
        decisions: DecisionService,
        store: any TaskStore,
        capacity: Int,
        registry: MetricRegistry,
        surroundings: TaskService.Surroundings
    ) async throws {
        let targets = decisions.domain(TaskDomain.name).map {
            FleetTargets(fleet: fleet, serving: $0, now: surroundings.now)
        }
        let service = TaskService(
            store: store,
            fleet: fleet,
            placer: targets.map { TaskDecider(decisions: decisions, targets: $0) },
            link: NodeClient(),
            measures: TaskMeasures(registry),
            open: try await store.open(),
            capacity: capacity,
            surroundings: surroundings
        )
        self.targets = targets
        self.service = service
        registry.beforeReading(TaskGauges(registry, tasks: service, fleet: fleet).refresh)
        let nodes = FleetGauges(registry, fleet: fleet, ordered: { service.ordered(on: $0) }, now: surroundings.now)
        registry.beforeReading(nodes.refresh)
    }
}
