import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import NIOPosix
import Testing

@testable import HTTPAPI

/// How connections are kept and cut.
struct RequestDeadlineTests {
    private static let head = HTTPRequestPart.head(
        HTTPRequest(method: .post, scheme: "http", authority: "berth", path: "/api/predict")
    )
    private static let chunk = HTTPRequestPart.body(ByteBuffer(string: "{"))

    private func channel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: RequestDeadline(seconds: 10))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    @Test func `a request that trickles in is cut off, however busy`() throws {
        let channel = try self.channel()
        try channel.writeInbound(Self.head)
        for _ in 0..<19 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            if channel.isActive { try channel.writeInbound(Self.chunk) }
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func `requests that come in whole are never cut off`() throws {
        let channel = try self.channel()
        for _ in 0..<50 {
            try channel.writeInbound(Self.head)
            channel.embeddedEventLoop.advanceTime(by: .seconds(3))
            try channel.writeInbound(HTTPRequestPart.end(nil))
        }
        #expect(channel.isActive)
        _ = try channel.finish()
    }

    @Test func `who asks before he sends a body is told to go on`() throws {
        let channel = try self.channel()
        var request = HTTPRequest(method: .post, scheme: "http", authority: "berth", path: "/api/predict")
        request.headerFields[.expect] = "100-continue"
        try channel.writeInbound(HTTPRequestPart.head(request))
        let answer = try channel.readOutbound(as: HTTPResponsePart.self)
        #expect(answer == .head(HTTPResponse(status: .continue)))
        _ = try channel.finish()
    }
}

/// Who is let in.
struct ConnectionAdmissionTests {
    private func channel(_ count: ConnectionCount) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: ConnectionAdmission(count, writeSeconds: 10))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        channel.embeddedEventLoop.run()
        return channel
    }

    @Test func `one connection too many is answered 503 and closed; who leaves makes room`() throws {
        let count = ConnectionCount(limit: 2)
        let (first, second) = (try self.channel(count), try self.channel(count))
        #expect(first.isActive && second.isActive)
        #expect(throws: (any Error).self) {
            try first.pipeline.syncOperations.handler(type: ConnectionAdmission.self)
        }
        for _ in 0..<3 {
            let third = try self.channel(count)
            guard case .head(let head) = try third.readOutbound(as: HTTPResponsePart.self) else {
                Issue.record("a connection too many was let in")
                return
            }
            #expect(head.status == .serviceUnavailable && head.headerFields[.retryAfter] == "1")
            #expect(!third.isActive)
        }
        _ = try first.finish()
        let fourth = try self.channel(count)
        #expect(fourth.isActive)
        #expect(try fourth.readOutbound(as: HTTPResponsePart.self) == nil)
        _ = (try second.finish(), try fourth.finish())
    }
}

/// The API over real sockets of this machine.
struct SocketTests {
    /// Serves on a free port until `work` is done.
    private static func serving<Result: Sendable>(
        _ limits: HTTPLimits,
        _ work: (Int) async throws -> Result
    ) async throws -> Result {
        let service = try await TestService(limits: limits)
        let listening = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: service.http,
            server: limits.server,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { listening.continuation.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
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
