internal import AsyncHTTPClient
package import Logging
internal import MetricRegistry
internal import NIOPosix
internal import NodeLink
internal import NodeRuntime
internal import NodeServer
internal import Nodes
package import Placement
internal import ServiceLifecycle
internal import ShippedTasks
package import Web

/// Runs a node until the process is asked to stop, and then finishes what it accepted.
package struct NodeInstance: Sendable {
    private let configuration: NodeConfiguration
    private let version: String
    private let limits: HTTPLimits?
    private let requestID: @Sendable () -> String
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let nanoseconds: @Sendable () -> UInt64

    /// - Parameters:
    ///   - version: Of the program.
    ///   - limits: Of connections and requests; `nil` for those of a node of this size.
    ///   - requestID: Makes an id for a request that brings none.
    ///   - nanoseconds: A clock that never goes back.
    package init(
        _ configuration: NodeConfiguration,
        version: String,
        limits: HTTPLimits? = nil,
        logger: Logger,
        requestID: @escaping @Sendable () -> String,
        now: @escaping @Sendable () -> Timestamp,
        nanoseconds: @escaping @Sendable () -> UInt64
    ) {
        self.configuration = configuration
        self.version = version
        self.limits = limits
        self.requestID = requestID
        self.logger = logger
        self.now = now
        self.nanoseconds = nanoseconds
    }

    /// - Parameter listening: Called with the node's address once orders are taken.
    /// - Throws: ``ConfigurationFaults``, and ``ServerError`` when the address cannot be used.
    package func run(listening: @escaping @Sendable (String) async -> Void) async throws {
        try self.configuration.check()
        let configuration = self.configuration
        let registry = MetricRegistry()
        let (runner, identity) = try self.parts(registry)
        let (started, start) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let loops = MultiThreadedEventLoopGroup.singleton
        let clock = ContinuousClock()
        let service = NodeService(
            runner: runner,
            identity: identity,
            registry: registry,
            limits: self.limits ?? NodeService.limits(of: identity.node),
            requestID: self.requestID,
            clock: clock,
            nanoseconds: self.nanoseconds,
            logger: self.logger
        )
        let server = WebServer(
            service.web,
            limits: service.limits,
            host: configuration.address.host,
            port: configuration.address.port,
            logger: self.logger.forLibraries
        ) { port in
            identity.become(configuration.node(listeningOn: port, taskTypes: runner.taskTypes))
            start.yield()
            await listening(identity.node.address)
        }
        // They stop in the opposite order: the work first, which may take a while, then the beats that say so.
        var services: [any Service] = [server]
        if let join = configuration.join {
            let client = HeartbeatClient(client: HTTPClient.shared, join: join)
            let heartbeats = Heartbeats(
                beat: { identity.heartbeat },
                clock: clock,
                logger: self.logger,
                send: { await client.send($0) }
            )
            services.append(Beating(heartbeats: heartbeats, started: started))
        }
        services.append(Working(runner: runner, logger: self.logger))
        try await RunningServices(
            services: services,
            address: configuration.address,
            loops: loops,
            shutdownSeconds: configuration.drainSeconds,
            logger: self.logger.forLibraries,
            hasStarted: { identity.node.address != Self.nowhere }
        ).run()
    }

    /// Stands for an address until the node listens.
    private static let nowhere = "http://127.0.0.1:0"

    private func parts(_ registry: MetricRegistry) throws -> (TaskRunner, NodeIdentity) {
        let configuration = self.configuration
        let handlers = try ShippedHandlers.all(allowedPrograms: configuration.allowedPrograms)
        let node = Node(
            id: Node.ID(configuration.name ?? configuration.kind.rawValue),
            kind: configuration.kind,
            address: Self.nowhere,
            taskTypes: handlers.map(\.type.name),
            slots: configuration.slots,
            queueLimit: configuration.queueLimit,
            profile: configuration.profile
        )
        let runner = TaskRunner(
            limits: TaskBook.Limits(slots: configuration.slots, queue: configuration.queueLimit),
            handlers: handlers,
            profile: configuration.profile,
            emulated: node.emulated,
            surroundings: TaskRunner.Surroundings(clock: ContinuousClock(), nanoseconds: self.nanoseconds),
            measures: RunnerMeasures(registry, taskTypes: handlers.map(\.type.name))
        )
        let identity = NodeIdentity(
            node: node,
            runner: runner,
            meter: MachineMeter(),
            version: self.version,
            now: self.now
        )
        return (runner, identity)
    }
}

/// Works until it is asked to stop, then takes nothing further and finishes what it has.
private struct Working: Service {
    let runner: TaskRunner
    let logger: Logger

    func run() async throws {
        await withGracefulShutdownHandler {
            await self.runner.run()
        } onGracefulShutdown: {
            self.logger.notice("draining")
            self.runner.drain()
        }
        // A node that was drained over HTTP stays, and says so, until it is stopped.
        try await gracefulShutdown()
    }
}

/// Beats from when the node listens until it stops, and then says goodbye.
private struct Beating: Service {
    let heartbeats: Heartbeats
    let started: AsyncStream<Void>

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.started { break }
            await self.heartbeats.run()
        }
        await self.heartbeats.sayGoodbye()
    }
}
