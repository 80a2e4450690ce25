internal import Foundation
internal import JSON
package import Logging
package import Placement

/// Writes each log message as one JSON object a line.
package struct JSONLogHandler: LogHandler {
    /// Messages below it are not written.
    package var logLevel: Logger.Level
    /// Goes along with every message.
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let now: @Sendable () -> Timestamp
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameter write: Gets a whole line with its end.
    package init(
        label: String,
        level: Logger.Level,
        now: @escaping @Sendable () -> Timestamp,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.label = label
        self.logLevel = level
        self.now = now
        self.write = write
    }

    /// One piece of what goes along with every message.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    /// Writes the message in one piece, so that lines of several threads do not mix.
    package func log(event: LogEvent) {
        var line = JSONWriter()
        line.raw(#"{"at":"#)
        line.text(self.now().description)
        line.raw(#","level":"#)
        line.text(event.level.rawValue)
        line.raw(#","logger":"#)
        line.text(self.label)
        line.raw(#","message":"#)
        line.text(event.message.description)
        let facts = self.metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
            line.raw(",")
            line.text(key)
            line.raw(":")
            line.text("\(value)")
        }
        if let error = event.error {
            line.raw(#","error":"#)
            line.text("\(error)")
        }
        line.raw("}\n")
        self.write(line.bytes)
    }
}
