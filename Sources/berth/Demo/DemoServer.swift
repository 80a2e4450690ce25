internal import BerthServer
internal import Foundation
internal import Logging
internal import Placement

/// The service under the demo's clock, for as long as the show lasts or until Ctrl-C.
struct DemoServer {
    let settings: ServerConfiguration
    let instance: BerthInstance
    let clock: SimulatedClock
    let logger: Logger

    /// - Parameter show: Runs once the service listens; the service stops when it returns.
    func run(_ show: @escaping @Sendable (SocketAddress) async throws -> Void) async throws {
        let server = Server(
            self.settings,
            instance: self.instance,
            version: Berth.version,
            logger: self.logger,
            surroundings: Server.Surroundings(
                now: self.clock.now,
                nanoseconds: { DispatchTime.now().uptimeNanoseconds },
                requestID: RequestIDs(seed: .random(in: .min ... .max)).next
            )
        )
        let (addresses, listening) = AsyncStream.makeStream(of: SocketAddress.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { listening.finish() }
                try await server.run { address in
                    listening.yield(address)
                    listening.finish()
                }
            }
            group.addTask {
                for await address in addresses { try await show(address) }
            }
            // Whichever ends first ends the other.
            try await group.next()
            group.cancelAll()
        }
    }
}
