internal import HTTPTypes
internal import JSON
package import Logging
package import MetricRegistry
package import NodeRuntime
internal import NodeWire
package import Nodes
internal import Problems
package import Web

/// A node's HTTP: reads requests, asks the runner, writes what it says.
///
/// An emulated network distance is waited for half before a request is looked at, and half before each part of its
/// answer.
package struct NodeService: Sendable {
    /// Answers the requests.
    package let web: WebService
    /// What is taken at most; for ``web``'s server too.
    package let limits: HTTPLimits

    /// What an order has beside its payload, in bytes.
    private static let envelopeBytes = 4_096
    /// Connections beside those that orders hold, for questions.
    private static let sparedConnections = 64

    /// - Parameters:
    ///   - registry: What `/metrics` tells; the node's own figures are added to it.
    ///   - limits: The size of bodies follows from the task types, and there are connections for all that the node takes.
    ///   - requestID: Makes an id for a request that brings none.
    ///   - clock: Waits for what is emulated.
    ///   - nanoseconds: A clock that never goes back.
    package init(
        runner: TaskRunner,
        identity: NodeIdentity,
        registry: MetricRegistry,
        limits: HTTPLimits = HTTPLimits(),
        requestID: @escaping @Sendable () -> String,
        clock: any Clock<Duration>,
        nanoseconds: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) {
        let distance = EmulatedDistance(
            milliseconds: identity.node.profile.distanceMilliseconds,
            clock: clock,
            nanoseconds: nanoseconds
        )
        var limits = limits
        limits.bodyBytes = Self.envelopeBytes + (TaskType.all.map(\.payloadBytes).max() ?? 0)
        self.limits = limits
        let measures = NodeMeasures(registry, identity: identity)
        let routes = NodeRoutes(
            runner: runner,
            identity: identity,
            registry: registry,
            distance: distance,
            logger: logger
        )
        self.web = WebService(
            routes.routes,
            limits: limits,
            registry: registry,
            surroundings: WebService.Surroundings(
                logger: logger,
                requestID: requestID,
                nanoseconds: nanoseconds,
                distance: { try await distance.travel() },
                problem: { NodeRoutes.problem($0) },
                refused: { measures.refused($0, $1) }
            )
        )
    }

    /// Limits of a node of this size: every order holds a connection until its task has ended.
    package static func limits(of node: Node) -> HTTPLimits {
        var limits = HTTPLimits()
        limits.connections = max(limits.connections, node.places + Self.sparedConnections)
        return limits
    }
}
