internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import UnixSignals

/// Services that run on the threads of their sockets until the process is asked to stop.
struct RunningServices: Sendable {
    /// In the order of their start; they stop in the opposite one.
    let services: [any Service]
    let address: SocketAddress
    let loops: MultiThreadedEventLoopGroup
    /// How long a stop waits for them.
    let shutdownSeconds: Double
    let logger: Logger
    /// Whether the address is listened on already.
    let hasStarted: @Sendable () -> Bool

    /// - Throws: ``ServerError`` when the address cannot be used, and what a service throws.
    func run() async throws {
        var group = ServiceGroupConfiguration(
            services: self.services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: self.logger
        )
        group.maximumGracefulShutdownDuration = .seconds(self.shutdownSeconds)
        do {
            try await withTaskExecutorPreference(LoopExecutor(self.loops)) { [group] in
                try await ServiceGroup(configuration: group).run()
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw ServerError.addressInUse(self.address)
        } catch let error as IOError where !self.hasStarted() {
            throw ServerError.unusableAddress(self.address, problem: "\(error)")
        }
    }
}

extension Logger {
    /// For libraries, which tell at `info` what is told here in our words.
    var forLibraries: Logger {
        var logger = self
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
