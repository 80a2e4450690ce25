package import Decisions
package import Delivery
internal import Domains
package import Logging
package import MetricRegistry
internal import NodeAPI
package import Pipelines
package import Placement
internal import Problems
package import TaskDispatch
internal import TaskPlacement
internal import Telemetry
package import Training

/// Everything that one process serves, on one data directory.
package struct BerthInstance: Sendable {
    package let decisions: DecisionService
    package let delivery: ModelDelivery
    package let training: TrainingService
    package let fleet: FleetService
    package let tasks: TaskService
    package let registry: MetricRegistry
    let stores: ServiceStores
    let gauges: ServiceGauges
    /// `nil` where the domain of tasks is not served; each task then goes to the least loaded node.
    let fleetTargets: FleetTargets?
    let modelProblems: ModelProblems

    /// Opens the data directory and brings the domains into service.
    ///
    /// - Parameters:
    ///   - makeTaskID: Makes a name that no task had before.
    ///   - trainer: Finds the library that trains, when something is to be trained.
    ///   - now: The clock.
    /// - Throws: ``ConfigurationFaults``, and what the data directory is refused for.
    package init(
        _ configuration: ServerConfiguration,
        logger: Logger,
        makeTaskID: @escaping @Sendable () -> String,
        trainer: @escaping @Sendable () throws -> any TreeTrainer,
        now: @escaping @Sendable () -> Timestamp
    ) async throws {
        let domains = try DomainFolder(configuration.domainsFolder).domains()
        let catalog = try CatalogTargets(discountsFile: configuration.discountsFile)
        let stores = try ServiceStores(configuration.dataDirectory, now: now)
        let policies = try await stores.control.policies()
        let operators = try await stores.control.targetStates()
        let spent = try await stores.log.explorationSpent()
        let settings = configuration.decisions
        var servings: [DomainServing] = []
        for domain in domains {
            let history = LiveHistory(domain: domain, store: stores.history, capacity: settings.historyCapacity)
            try await history.load(at: now())
            let listed = try catalog.targets(of: domain, at: now())
            let targets = if let listed { listed } else { try await stores.runs.targets(of: domain.name) }
            servings.append(
                DomainServing(
                    domain: domain,
                    targets: targets,
                    policy: policies[domain.name] ?? domain.policy,
                    history: history,
                    availability: Availability(
                        operators: operators[domain.name] ?? [:],
                        failureLimit: settings.failureLimit,
                        pauseSeconds: settings.pauseSeconds
                    ),
                    explorationSpent: spent[domain.name] ?? 0,
                    settings: settings
                )
            )
        }
        try Self.check(configuration.probes, against: servings)
        let registry = MetricRegistry()
        self.decisions = DecisionService(
            domains: servings,
            log: stores.log,
            control: stores.control,
            runs: stores.runs,
            measures: ServiceMeasures(registry),
            newestID: try await stores.log.newestID(),
            settings: settings,
            now: now
        )
        self.delivery = ModelDelivery(models: stores.models, decisions: self.decisions)
        self.training = TrainingService(
            domains: domains,
            runs: stores.runs,
            models: stores.models,
            journal: stores.trainings,
            trainer: trainer,
            now: now
        )
        self.registry = registry
        let fleet = FleetService(now: now)
        let fleetTargets = self.decisions.domain(TaskDomain.name).map {
            FleetTargets(fleet: fleet, serving: $0, now: now)
        }
        let decisions = self.decisions
        let tasks = TaskService(
            store: stores.tasks,
            fleet: fleet,
            placer: fleetTargets.map { TaskDecider(decisions: decisions, targets: $0) },
            link: NodeClient(),
            measures: TaskMeasures(registry),
            open: try await stores.tasks.open(),
            capacity: configuration.openTasks,
            surroundings: TaskService.Surroundings(
                now: now,
                clock: ContinuousClock(),
                makeID: { TaskRecord.ID(makeTaskID()) },
                report: { logger.error("\($0)") }
            )
        )
        registry.beforeReading(TaskGauges(registry, tasks: tasks, fleet: fleet).refresh)
        let nodes = FleetGauges(registry, fleet: fleet, ordered: { tasks.ordered(on: $0) }, now: now)
        registry.beforeReading(nodes.refresh)
        self.fleet = fleet
        self.fleetTargets = fleetTargets
        self.tasks = tasks
        self.stores = stores
        self.gauges = ServiceGauges(registry, decisions: self.decisions, now: now)
        registry.beforeReading(self.gauges.refresh)
        let problems = try await self.delivery.resume()
        self.modelProblems = ModelProblems(problems, domains: servings)
        for problem in problems {
            logger.error(
                "a model cannot serve; the one before or the rules decide",
                metadata: ["model": "\(problem.model)", "problem": "\(problem.problem)"]
            )
        }
    }

    /// Why the store cannot be used; `nil` when it can.
    @Sendable func storeProblem() async -> String? {
        do {
            _ = try await self.stores.log.newestID()
            return self.decisions.recordProblem
        } catch {
            return "\(error)"
        }
    }

    private static func check(
        _ probes: [ProbeSettings],
        against servings: [DomainServing]
    ) throws(ConfigurationFaults) {
        let names = servings.map(\.domain.name)
        var faults: [String] = []
        for probe in probes {
            guard let serving = servings.first(where: { $0.domain.name == probe.domain }) else {
                faults.append(probe.unknownDomain(among: names))
                continue
            }
            let targets = serving.targets.map(\.id.description)
            if !targets.contains(probe.target) {
                let hint = nearestName(to: probe.target, among: targets).map { "; did you mean '\($0)'?" } ?? ""
                faults.append("probes: the domain '\(probe.domain)' has no target '\(probe.target)'\(hint)")
            }
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
    }
}
