internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Asks somebody else for his health.
enum HealthRequest {
    /// The most of an answer that is read, so that its connection can be used again.
    private static let bodyBytes = 1 << 20

    /// - Returns: The answer's status.
    /// - Throws: ``Late`` where there is none in time, and the client's errors.
    static func status(of url: String, timeoutSeconds: Double) async throws -> Int {
        let deadline = NIODeadline.now() + .nanoseconds(Int64(timeoutSeconds * 1e9))
        do {
            let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), deadline: deadline)
            _ = try? await response.body.collect(upTo: Self.bodyBytes)
            return Int(response.status.code)
        } catch let error as HTTPClientError where Self.lateness.contains(error) {
            throw Late()
        }
    }

    struct Late: Error {}

    private static let lateness: [HTTPClientError] = [.deadlineExceeded, .connectTimeout, .readTimeout]
}
