import HTTPAPI
import Logging
import NIOCore
import NIOPosix
import Testing
import Web

/// The API over real sockets of this machine.
struct SocketTests {
    /// Serves on a free port until `work` is done.
    private static func serving<Result: Sendable>(
        _ limits: HTTPLimits,
        _ work: (Int) async throws -> Result
    ) async throws -> Result {
        let service = try await TestService(limits: limits)
        let listening = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(
            service.http.web,
            limits: limits,
            host: "127.0.0.1",
            port: 0,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { listening.continuation.yield($0) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            let port = try #require(await listening.stream.first { _ in true })
            let result = try await work(port)
            group.cancelAll()
            return result
        }
    }

    /// Sends bytes on one connection, and gives back what came until `count` answers are whole.
    private static func exchange(_ pieces: [String], answers count: Int, limits: HTTPLimits) async throws -> String {
        try await Self.serving(limits) { try await Self.exchange(pieces, answers: count, port: $0) }
    }

    private static func exchange(_ pieces: [String], answers count: Int, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            for piece in pieces { try await outbound.write(ByteBuffer(string: piece)) }
            var text = ""
            for try await buffer in inbound {
                text += String(buffer: buffer)
                if text.ranges(of: "\"requestId\"").count + text.ranges(of: "\"recorded\"").count >= count { break }
            }
            return text
        }
    }

    private static func post(_ body: String, length: Int? = nil, headers: String = "") -> String {
        "POST /api/predict HTTP/1.1\r\nHost: berth\r\nContent-Type: application/json\r\n\(headers)"
            + "Content-Length: \(length ?? body.utf8.count)\r\n\r\n\(body)"
    }

    private static let body = #"{"spec": {"language": "python"}}"#

    @Test func `a connection answers one request after the other, bad ones too`() async throws {
        let text = try await Self.exchange(
            [Self.post(Self.body), Self.post("{"), Self.post(Self.body)],
            answers: 3,
            limits: HTTPLimits()
        )
        #expect(text.ranges(of: "HTTP/1.1 200 OK").count == 2)
        #expect(text.ranges(of: "HTTP/1.1 400 Bad Request").count == 1)
    }

    @Test func `a body of ten megabytes is refused, and the connection goes on`() async throws {
        let large = String(repeating: " ", count: 10_000_000)
        let text = try await Self.exchange([Self.post(large), Self.post(Self.body)], answers: 2, limits: HTTPLimits())
        #expect(text.hasPrefix("HTTP/1.1 413"))
        #expect(text.contains("HTTP/1.1 200 OK"))
    }

    @Test func `a body in chunks is bounded as well`() async throws {
        let chunk = "8000\r\n" + String(repeating: " ", count: 0x8000) + "\r\n"
        let head = "POST /api/predict HTTP/1.1\r\nHost: berth\r\nTransfer-Encoding: chunked\r\n\r\n"
        let pieces = [head] + [String](repeating: chunk, count: 40) + ["0\r\n\r\n"]
        let text = try await Self.exchange(pieces, answers: 1, limits: HTTPLimits())
        #expect(text.hasPrefix("HTTP/1.1 413"))
    }

    @Test func `one connection too many is answered 503, and the others go on`() async throws {
        try await Self.serving(HTTPLimits(connections: 1)) { port in
            let first = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            try await first.executeThenClose { inbound, outbound in
                var answers = inbound.makeAsyncIterator()
                try await outbound.write(ByteBuffer(string: Self.post(Self.body)))
                #expect(try await answers.next().map { String(buffer: $0) }?.hasPrefix("HTTP/1.1 200") == true)
                let refused = try await Self.exchange([], answers: 1, port: port)
                #expect(refused.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"), "\(refused)")
                #expect(refused.lowercased().contains("retry-after: 1\r\n"))
                try await outbound.write(ByteBuffer(string: Self.post(Self.body)))
                #expect(try await answers.next() != nil)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a client that reads no answers is cut off`() async throws {
        let get = "GET /openapi.yaml HTTP/1.1\r\nHost: berth\r\n\r\n"
        try await Self.serving(HTTPLimits(writeSeconds: 1)) { port in
            let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.autoRead, value: false)
                .connect(host: "127.0.0.1", port: port).get()
            // Far more than the system holds on the way.
            client.writeAndFlush(ByteBuffer(string: String(repeating: get, count: 5000)), promise: nil)
            try await client.closeFuture.get()
        }
    }

    @Test func `a client that does not finish its request is cut off`() async throws {
        // Long enough for a busy machine to send the beginning.
        let limits = HTTPLimits(idleSeconds: 10, readSeconds: 4)
        let text = try await Self.exchange([Self.post("{", length: 100)], answers: 1, limits: limits)
        #expect(text == "")
    }
}
