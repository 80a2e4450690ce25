internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle

/// A service on an address, with its limits kept for each connection.
package struct WebServer: Service {
    private let service: WebService
    private let limits: HTTPLimits
    private let host: String
    private let port: Int
    private let logger: Logger
    private let listening: @Sendable (Int) async -> Void

    /// Connections that may wait to be accepted.
    private static let backlog = 1024

    /// - Parameters:
    ///   - port: 0 for one that the system chooses.
    ///   - logger: Of the library.
    ///   - listening: Called with the port once requests are taken.
    package init(
        _ service: WebService,
        limits: HTTPLimits,
        host: String,
        port: Int,
        logger: Logger,
        listening: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        self.service = service
        self.limits = limits
        self.host = host
        self.port = port
        self.logger = logger
        self.listening = listening
    }

    /// - Throws: `IOError` when the address cannot be used.
    package func run() async throws {
        let (port, listening) = (self.port, self.listening)
        try await Application(
            responder: self.service,
            server: self.limits.server,
            configuration: ApplicationConfiguration(
                address: .hostname(self.host, port: port),
                serverName: nil,
                backlog: Self.backlog
            ),
            onServerRunning: { channel in await listening(channel.localAddress?.port ?? port) },
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
            logger: self.logger
        ).run()
    }
}
