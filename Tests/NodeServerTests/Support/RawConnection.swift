import Foundation
import NIOCore
import NIOPosix

/// A connection that sends what it is told, and shows what comes back.
final class RawConnection {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    static func with<Result: Sendable>(
        _ node: RunningNode,
        _ body: (RawConnection) async throws -> Result
    ) async throws -> Result {
        let port = URL(string: node.address)?.port ?? 0
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(RawConnection(inbound, outbound))
        }
    }

    func write(_ text: String) async throws { try await self.outbound.write(ByteBuffer(string: text)) }

    /// What comes until a piece of text is there, or until the other side closes, or resets, the connection.
    func read(until end: String = "}") async throws -> String {
        var text = ""
        var inbound = self.inbound
        defer { self.inbound = inbound }
        do {
            while !text.contains(end), let piece = try await inbound.next(isolation: #isolation) {
                text += String(buffer: piece)
            }
        } catch is IOError {}
        return text
    }
}
