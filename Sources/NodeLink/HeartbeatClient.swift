package import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NodeWire
package import Nodes

/// Sends heartbeats over HTTP.
package struct HeartbeatClient: Sendable {
    private let client: HTTPClient
    private let url: String

    /// How long an answer is waited for: longer than an emulated distance, shorter than what counts as lost.
    private static let timeout = TimeAmount.seconds(3)
    /// Bytes of an answer that are read.
    private static let answerBytes = 64 << 10

    /// - Parameter join: The orchestrator's address, such as `http://127.0.0.1:8080`.
    package init(client: HTTPClient, join: String) {
        self.client = client
        self.url = (join.hasSuffix("/") ? String(join.dropLast()) : join) + "/api/v1/nodes"
    }

    package func send(_ heartbeat: NodeHeartbeat) async -> Heartbeats.Answer {
        do {
            var request = HTTPClientRequest(url: self.url)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: heartbeat.json))
            let response = try await self.client.execute(request, timeout: Self.timeout)
            let text = String(buffer: try await response.body.collect(upTo: Self.answerBytes))
            guard (200..<300).contains(response.status.code) else {
                return .refused(status: Int(response.status.code), reason: String(text.prefix(500)))
            }
            return .taken
        } catch {
            return .unreachable(reason: "\(error)")
        }
    }
}
