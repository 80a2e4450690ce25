internal import Decisions
internal import HTTPAPI
internal import Hummingbird
package import Logging
package import Placement
internal import ServiceLifecycle

/// Serves a ``BerthInstance`` until the process is asked to stop, and then finishes what it accepted.
package struct Server: Sendable {
    private let configuration: ServerConfiguration
    private let instance: BerthInstance
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let requestID: @Sendable () -> String

    /// - Parameter requestID: Makes an id for a request that brings none.
    package init(
        _ configuration: ServerConfiguration,
        instance: BerthInstance,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        requestID: @escaping @Sendable () -> String
    ) {
        self.configuration = configuration
        self.instance = instance
        self.logger = logger
        self.now = now
        self.requestID = requestID
    }
}
