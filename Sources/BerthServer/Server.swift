internal import Decisions
internal import Files
internal import HTTPAPI
package import Logging
internal import NIOPosix
internal import Nodes
internal import Persistence
package import Placement
internal import ProblemTable
internal import Registry
internal import ServiceLifecycle
internal import TaskDispatch
internal import Telemetry
internal import Web

/// Serves a ``BerthInstance`` until the process is asked to stop, and then finishes what it accepted.
package struct Server: Sendable {
    private let configuration: ServerConfiguration
    private let instance: BerthInstance
    private let version: String
    private let logger: Logger
    private let surroundings: Surroundings

    /// What a server asks its surroundings for.
    package struct Surroundings: Sendable {
        /// The wall clock, for records.
        package let now: @Sendable () -> Timestamp
        /// A clock that never goes back.
        package let nanoseconds: @Sendable () -> UInt64
        /// Makes an id for a request that brings none.
        package let requestID: @Sendable () -> String

        package init(
            now: @escaping @Sendable () -> Timestamp,
            nanoseconds: @escaping @Sendable () -> UInt64,
            requestID: @escaping @Sendable () -> String
        ) {
            self.now = now
            self.nanoseconds = nanoseconds
            self.requestID = requestID
        }
    }

    /// - Parameter version: Of the program.
    package init(
        _ configuration: ServerConfiguration,
        instance: BerthInstance,
        version: String,
        logger: Logger,
        surroundings: Surroundings
    ) {
        self.configuration = configuration
        self.instance = instance
        self.version = version
        self.logger = logger
        self.surroundings = surroundings
    }

    /// - Parameter listening: Called with the address once requests are taken.
    /// - Throws: ``ServerError`` when the address cannot be used.
    package func run(listening: @escaping @Sendable (SocketAddress) async -> Void) async throws {
        let health = Health(
            version: self.version,
            startedAt: self.surroundings.now(),
            phase: .starting,
            checks: [
                Health.Check(name: "store", consequence: .unready, problem: self.instance.storeProblem),
                Health.Check(name: "models", consequence: .degraded) { [problems = self.instance.modelProblems] in
                    problems.text
                },
                Health.Check(name: "nodes", consequence: .degraded) { [fleet = self.instance.fleet] in
                    // One that was draining has said good-bye.
                    let lost = fleet.nodes.filter { $0.status == .lost && !$0.reading.isDraining }
                        .map(\.node.id.description)
                    return lost.isEmpty ? nil : "no heartbeat from: \(lost.prefix(10).joined(separator: ", "))"
                },
            ]
        )
        let limits = HTTPLimits(
            bodyBytes: self.configuration.requestBytes,
            reportBytes: self.configuration.telemetryBytes,
            idleSeconds: Int(self.configuration.idleSeconds),
            readSeconds: Int(self.configuration.readSeconds),
            writeSeconds: Int(self.configuration.writeSeconds),
            connections: self.configuration.connections
        )
        let service = HTTPService(
            decisions: self.instance.decisions,
            delivery: self.instance.delivery,
            fleet: self.instance.fleet,
            tasks: self.instance.tasks,
            registry: self.instance.registry,
            health: health,
            pages: ServedPage.dashboard,
            limits: limits,
            isReadOnly: self.configuration.isReadOnly,
            logger: self.logger,
            classify: { StoreFault($0) },
            requestID: self.surroundings.requestID,
            clock: ContinuousClock(),
            nanoseconds: self.surroundings.nanoseconds
        )
        let loops = MultiThreadedEventLoopGroup.singleton
        let address = self.configuration.httpAddress
        let server = WebServer(
            service.web,
            limits: limits,
            host: address.host,
            port: address.port,
            logger: self.logger.forLibraries
        ) { port in
            health.enter(.running)
            await listening(SocketAddress(host: address.host, port: port))
        }
        try await RunningServices(
            services: [server] + self.background + [Stopping(health: health)],
            address: address,
            loops: loops,
            shutdownSeconds: self.configuration.shutdownSeconds,
            logger: self.logger,
            hasStarted: { health.phase != .starting }
        ).run()
    }

    private var background: [any Service] {
        let upkeep = Upkeep(
            limits: Upkeep.Limits(
                runDays: self.configuration.runDays,
                decisionDays: self.configuration.decisionDays,
                sealMinutes: self.configuration.sealMinutes
            ),
            runs: self.instance.stores.runs,
            decisions: self.instance.stores.log,
            targetTablesInForce: { [decisions = self.instance.decisions] in
                Set(decisions.domains.compactMap(\.targetTable))
            },
            tasks: self.instance.stores.tasks,
            history: self.instance.stores.history,
            longestWorkloadSeconds: { [decisions = self.instance.decisions] in
                decisions.domain($0)?.history.longestWorkloadSeconds ?? 0
            },
            now: self.surroundings.now,
            logger: self.logger
        )
        let probes = TargetProbes(
            probes: self.configuration.probes,
            decisions: self.instance.decisions,
            now: self.surroundings.now,
            logger: self.logger
        )
        let learning = WorkloadLearning(decisions: self.instance.decisions, logger: self.logger)
        let training = TrainingWork(training: self.instance.training, logger: self.logger)
        let watch = FleetWatch(
            fleet: self.instance.fleet,
            tasks: self.instance.tasks,
            targets: self.instance.fleetTargets,
            nanoseconds: self.surroundings.nanoseconds,
            logger: self.logger
        )
        let work = TaskWork(tasks: self.instance.tasks)
        let sampling = MetricSampling(
            registry: self.instance.registry,
            now: self.surroundings.now,
            nanoseconds: self.surroundings.nanoseconds
        )
        // Stops after the work, which has decisions recorded.
        let recording = DecisionRecording(decisions: self.instance.decisions)
        return [recording, upkeep, learning, training, watch, sampling, work]
            + (self.configuration.probes.isEmpty ? [] : [probes])
    }
}

/// Tells whoever asks for readiness that the service is going away; it is the first to hear of it.
private struct Stopping: Service {
    let health: Health

    func run() async throws {
        await withGracefulShutdownHandler {
            try? await gracefulShutdown()
        } onGracefulShutdown: {
            self.health.enter(.stopping)
        }
    }
}

extension StoreFault {
    /// What is wrong with the disk; `nil` for any other error.
    fileprivate init?(_ error: any Error) {
        switch error {
        case StorageError.full: self = .full
        case StorageError.disk, is FileFailure: self = .unavailable
        case DataDirectoryError.damagedFile, is ArtifactError: self = .damaged
        default: return nil
        }
    }
}

/// Why a server cannot serve.
package enum ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    case addressInUse(SocketAddress)
    case unusableAddress(SocketAddress, problem: String)

    package var description: String {
        switch self {
        case .addressInUse(let address):
            "another process serves \(address); stop it, or choose another address with --http"
        case .unusableAddress(let address, let problem): "cannot serve \(address): \(problem)"
        }
    }
}
