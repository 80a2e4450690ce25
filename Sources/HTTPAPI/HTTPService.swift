package import Access
package import Decisions
package import Delivery
internal import HTTPTypes
package import Logging
package import MetricRegistry
internal import Placement
package import ProblemTable
internal import Problems
package import TaskDispatch
internal import Telemetry
package import Web

/// The HTTP API: what it does, each route asking one of the services.
package struct HTTPService: Sendable {
    /// Answers the requests.
    package let web: WebService

    /// - Parameters:
    ///   - registry: Whose metrics are shown; this service's own are added.
    ///   - health: What readiness depends on.
    ///   - pages: What browsers are answered, beside the API.
    ///   - isReadOnly: Whether everything that changes something is refused, and private values are hidden.
    ///   - classify: Recognises what is wrong in an error of the stores; `nil` for any other error.
    ///   - requestID: Makes an id for a request that brings none: printable ASCII.
    ///   - clock: Waits between events of a stream.
    ///   - nanoseconds: A clock that never goes back, to measure with.
    package init(
        decisions: DecisionService,
        delivery: ModelDelivery,
        fleet: FleetService,
        tasks: TaskService,
        registry: MetricRegistry,
        health: Health,
        pages: [ServedPage] = [],
        limits: HTTPLimits = HTTPLimits(),
        isReadOnly: Bool,
        logger: Logger,
        classify: @escaping @Sendable (any Error) -> StoreFault?,
        requestID: @escaping @Sendable () -> String,
        clock: any Clock<Duration>,
        nanoseconds: @escaping @Sendable () -> UInt64
    ) {
        let nodeRoutes = NodeRoutes(fleet, tasks, now: decisions.now)
        let healthRoutes = HealthRoutes(health)
        let routes: [[Route]] = [
            DecisionRoutes(decisions).routes,
            PredictRoute(decisions).routes,
            RunRoutes(decisions).routes,
            CostRoute(decisions).routes,
            RankRoute(decisions).routes,
            PolicyRoutes(decisions).routes,
            TargetRoutes(decisions).routes,
            ModelRoutes(decisions, delivery).routes,
            AuditRoute(decisions).routes,
            nodeRoutes.routes,
            TaskRoutes(tasks, decisions).routes,
            LiveRoute(tasks: tasks, nodes: nodeRoutes, health: healthRoutes, clock: clock).routes,
            healthRoutes.routes,
            MetricsRoutes(registry).routes,
            DescriptionRoute().routes,
        ]
        self.web = WebService(
            routes.flatMap(\.self),
            pages: pages,
            limits: limits,
            isReadOnly: isReadOnly,
            registry: registry,
            surroundings: WebService.Surroundings(
                logger: logger,
                requestID: requestID,
                nanoseconds: nanoseconds,
                problem: { Problem($0, classify: classify) }
            )
        )
    }

    /// One thing that the API does, as its description has it.
    package struct Endpoint: Sendable, Hashable {
        /// In capitals.
        package let method: String
        /// Such as `/api/v1/decisions/{id}`.
        package let template: String
        /// What somebody must be allowed to who asks for it.
        package let permission: Permission
        package let queryParameters: [String]
        /// The kinds of body that it takes; none where it takes no body.
        package let contentTypes: [String]
    }

    /// Everything that the API does, for whoever checks the description.
    package var endpoints: [Endpoint] {
        self.web.routes.map { route in
            Endpoint(
                method: route.method.rawValue,
                template: route.template,
                permission: route.permission,
                queryParameters: route.parameters,
                contentTypes: route.body.contentTypes
            )
        }
    }
}
