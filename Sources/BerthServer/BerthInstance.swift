package import Decisions
package import Delivery
package import Logging
package import MetricRegistry
package import Pipelines
package import Placement
package import TaskDispatch
internal import TaskPlacement
package import Training

/// Everything that one process serves, on one data directory.
package struct BerthInstance: Sendable {
    /// Decides, records and observes.
    package let decisions: DecisionService
    /// Lets registered models serve.
    package let delivery: ModelDelivery
    package let training: TrainingService
    /// The nodes that have told of themselves.
    package let fleet: FleetService
    /// Tasks on their way.
    package let tasks: TaskService
    /// Every metric of the service.
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
        let declared = try DeclaredDomains(configuration)
        let stores = try await ServiceStores(configuration.dataDirectory, now: now)
        let fleet = FleetService(now: now)
        let domains = try await declared.served(from: stores, fleet: fleet, now: now)
        try configuration.probes.check(against: domains)
        let registry = MetricRegistry()
        let decisions = DecisionService(
            domains: domains,
            log: stores.log,
            control: stores.control,
            runs: stores.runs,
            measures: ServiceMeasures(registry),
            newestID: try await stores.log.newestID(),
            settings: configuration.decisions,
            now: now
        )
        let tasks = try await ServedTasks(
            fleet: fleet,
            decisions: decisions,
            store: stores.tasks,
            capacity: configuration.openTasks,
            registry: registry,
            surroundings: TaskService.Surroundings(
                now: now,
                clock: ContinuousClock(),
                makeID: { TaskRecord.ID(makeTaskID()) },
                report: { logger.error("\($0)") }
            )
        )
        self.stores = stores
        self.registry = registry
        self.decisions = decisions
        self.delivery = ModelDelivery(models: stores.models, lineups: stores.control, decisions: decisions)
        self.training = TrainingService(
            domains: domains.map(\.domain),
            runs: stores.runs,
            models: stores.models,
            journal: stores.trainings,
            trainer: trainer,
            now: now
        )
        self.fleet = fleet
        self.fleetTargets = tasks.targets
        self.tasks = tasks.service
        self.gauges = ServiceGauges(registry, decisions: decisions, now: now)
        registry.beforeReading(self.gauges.refresh)
        self.modelProblems = try await Self.resume(self.delivery, domains, logger)
    }

    /// Puts the models to work that served last, and tells of those that cannot.
    private static func resume(
        _ delivery: ModelDelivery,
        _ servings: [DomainServing],
        _ logger: Logger
    ) async throws -> ModelProblems {
        let problems = try await delivery.resume()
        for problem in problems {
            logger.error(
                "a model cannot serve; the previous one or the rules decide",
                metadata: ["model": "\(problem.model)", "problem": "\(problem.problem)"]
            )
        }
        return ModelProblems(problems, domains: servings)
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
}
