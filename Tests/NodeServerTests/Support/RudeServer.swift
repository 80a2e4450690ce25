import NIOCore
import NIOPosix

/// A server that answers whatever it is asked with the same bytes, in pieces.
struct RudeServer: Sendable {
    enum Manners: Sendable {
        /// Says its piece and closes the connection.
        case closes
        /// Says its piece and then nothing more.
        case staysSilent
        /// Closes before it has been asked.
        case closesAtOnce
    }

    /// Such as `http://127.0.0.1:41234`.
    let address: String

    /// Runs a server beside a test.
    static func with(
        _ pieces: [String],
        _ manners: Manners,
        _ body: @Sendable (RudeServer) async throws -> Void
    ) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Rudeness(pieces, manners))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(RudeServer(address: "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"))
        } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }

    /// The head of an answer whose body ends with the connection.
    static func head(_ status: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n"
    }
}

private final class Rudeness: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let pieces: [String]
    private let manners: RudeServer.Manners
    private var hasAnswered = false

    init(_ pieces: [String], _ manners: RudeServer.Manners) {
        self.pieces = pieces
        self.manners = manners
    }

    func channelActive(context: ChannelHandlerContext) {
        if self.manners == .closesAtOnce { context.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.hasAnswered else { return }
        self.hasAnswered = true
        for piece in self.pieces {
            context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: piece)), promise: nil)
        }
        // Closed altogether with the rest of the request unread, the connection would be reset, and the answer lost.
        if self.manners == .closes { context.close(mode: .output, promise: nil) }
    }
}
