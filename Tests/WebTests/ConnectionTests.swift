import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Web

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
