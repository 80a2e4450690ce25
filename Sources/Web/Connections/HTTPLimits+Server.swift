package import HummingbirdCore
internal import NIOCore

extension HTTPLimits {
    /// HTTP/1.1 connections that keep these limits; those of one server are counted together.
    package var server: HTTPServerBuilder {
        let (readSeconds, writeSeconds) = (self.readSeconds, self.writeSeconds)
        let count = ConnectionCount(limit: self.connections)
        return .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [
                    ConnectionAdmission(count, writeSeconds: writeSeconds), RequestDeadline(seconds: readSeconds),
                ],
                idleTimeout: .seconds(Int64(self.idleSeconds))
            )
        )
    }
}
