internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Closes a connection whose request does not come in whole in time, and says when a body may be sent.
///
/// A client that sends a byte now and then is never idle; without a deadline it would keep its connection for ever.
/// One timer a connection looks at it now and then, since a timer a request would cost more than the request.
///
/// - SeeAlso: RFC 9110, §10.1.1, on `Expect: 100-continue`.
final class RequestDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private let limit: TimeAmount
    /// When the head of the request that is being read came in.
    private var since: NIODeadline?
    private var timer: Scheduled<Void>?

    /// - Parameter seconds: From a request's head to its end.
    init(seconds: Int) { self.limit = .seconds(Int64(seconds)) }

    func handlerAdded(context: ChannelHandlerContext) { self.watch(context) }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.timer?.cancel()
        self.timer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.since = context.eventLoop.now
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                let go = HTTPResponsePart.head(HTTPResponse(status: .continue))
                context.writeAndFlush(self.wrapOutboundOut(go), promise: nil)
            }
        case .body: break
        case .end: self.since = nil
        }
        context.fireChannelRead(data)
    }

    private func watch(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        self.timer = context.eventLoop.scheduleTask(in: self.limit) {
            let (handler, context) = bound.value
            if let since = handler.since, context.eventLoop.now - since >= handler.limit {
                context.close(promise: nil)
            } else {
                handler.watch(context)
            }
        }
    }
}

@available(*, unavailable)
extension RequestDeadline: Sendable {}
