internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

/// How many connections there are.
final class ConnectionCount: Sendable {
    private let limit: Int
    private let count = Atomic(0)

    init(limit: Int) { self.limit = limit }

    /// Counts one more, if there is room.
    func enter() -> Bool {
        guard self.count.add(1, ordering: .relaxed).newValue > self.limit else { return true }
        self.leave()
        return false
    }

    func leave() { self.count.subtract(1, ordering: .relaxed) }
}

/// Lets a connection in where there is room; answers 503 at once and closes it where there is none.
///
/// Each connection takes a file and some memory, and a process may open so many only. Who is let in is watched for
/// reading its answers; the handler then leaves the pipeline, so that requests do not pass it.
///
/// - SeeAlso: RFC 9110, §15.6.4 (503) and §10.2.3 (`Retry-After`).
final class ConnectionAdmission: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private let count: ConnectionCount
    private let writeSeconds: Int

    init(_ count: ConnectionCount, writeSeconds: Int) {
        self.count = count
        self.writeSeconds = writeSeconds
    }

    func channelActive(context: ChannelHandlerContext) {
        guard self.count.enter() else { return self.refuse(context) }
        let (channel, count) = (context.channel, self.count)
        channel.closeFuture.whenComplete { _ in count.leave() }
        StalledAnswers.watch(channel, seconds: self.writeSeconds)
        context.fireChannelActive()
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    /// Nobody behind hears of a connection that is refused.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    private func refuse(_ context: ChannelHandlerContext) {
        let fields: HTTPFields = [.retryAfter: "1", .connection: "close", .contentLength: "0"]
        let head = HTTPResponse(status: .serviceUnavailable, headerFields: fields)
        context.write(self.wrapOutboundOut(.head(head)), promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(self.wrapOutboundOut(.end(nil))).whenComplete { _ in
            bound.value.close(promise: nil)
        }
    }
}

@available(*, unavailable)
extension ConnectionAdmission: Sendable {}
