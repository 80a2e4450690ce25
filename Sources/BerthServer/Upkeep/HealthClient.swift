internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Resilience

/// Asks others for their health.
final class HealthClient: Sendable {
    private let client: HTTPClient

    /// The most of an answer that is read, so that its connection can be used again.
    private static let bodyBytes = 64 << 10

    private let clock: any Clock<Duration>

    /// - Parameter clock: Measures how long an answer may take.
    init(clock: any Clock<Duration> = ContinuousClock()) {
        self.clock = clock
        var configuration = HTTPClient.Configuration()
        // Whoever refuses a connection is not well, now.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        self.client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        // Nothing waits for it: what is open then belongs to nobody.
        self.client.shutdown { _ in }
    }

    struct Late: Error {}

    /// - Parameter closes: Whether to ask over a connection of its own, so that none that was closed meanwhile is met.
    /// - Returns: The answer's status.
    /// - Throws: ``Late`` where there is no whole answer in time, and the client's errors.
    func status(of url: String, timeoutSeconds: Double, closes: Bool = false) async throws -> Int {
        let end = try await race(against: .seconds(timeoutSeconds), on: self.clock) {
            var request = HTTPClientRequest(url: url)
            if closes { request.headers.add(name: "Connection", value: "close") }
            let response = try await self.client.execute(request, deadline: .distantFuture)
            _ = try? await response.body.collect(upTo: Self.bodyBytes)
            return Int(response.status.code)
        }
        switch end {
        case .done(let status): return status
        case .late: throw Late()
        case .calledOff: throw CancellationError()
        }
    }
}
