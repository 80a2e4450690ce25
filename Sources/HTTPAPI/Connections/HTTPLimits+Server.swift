package import HummingbirdCore
internal import NIOCore

extension HTTPLimits {
    /// HTTP/1.1 connections that keep these limits.
    package var server: HTTPServerBuilder {
        let readSeconds = self.readSeconds
        return .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [RequestDeadline(seconds: readSeconds)],
                idleTimeout: .seconds(Int64(self.idleSeconds))
            )
        )
    }
}
