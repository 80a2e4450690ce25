internal import Hummingbird
internal import NIOCore

/// What an answer goes on telling, a piece at a time: the next is made when the one before was taken.
package protocol EventSource: Sendable {
    /// - Returns: `nil` when there is nothing further to tell.
    mutating func next() async -> [UInt8]?
}

extension EventSource {
    var body: ResponseBody {
        ResponseBody { [source = self] writer in
            var source = source
            while let bytes = await source.next() { try await writer.write(ByteBuffer(bytes: bytes)) }
            try await writer.finish(nil)
        }
    }
}

/// Bytes of Server-Sent Events.
///
/// - SeeAlso: WHATWG HTML, §9.2, "Server-sent events".
package enum ServerSentEvents {
    /// - Parameter data: On one line.
    package static func event(_ name: String, _ data: [UInt8]) -> [UInt8] {
        Array("event: \(name)\ndata: ".utf8) + data + Array("\n\n".utf8)
    }

    /// A comment, by which a reader knows that the connection lives.
    package static let alive = Array(": alive\n\n".utf8)
}
