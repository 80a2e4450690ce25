/// What the API takes at most.
package struct HTTPLimits: Sendable, Hashable {
    /// Bytes of a body that is no report of runs.
    package var bodyBytes: Int
    /// Bytes of a body with reports of runs.
    package var reportBytes: Int
    /// Seconds for which a connection may be idle between requests or within one.
    package var idleSeconds: Int
    /// Seconds within which a request must have come in whole.
    package var readSeconds: Int
    /// Seconds for which a client may take nothing of an answer that waits for it.
    package var writeSeconds: Int
    /// Connections at once.
    package var connections: Int

    package init(
        bodyBytes: Int = 1 << 20,
        reportBytes: Int = 64 << 20,
        idleSeconds: Int = 60,
        readSeconds: Int = 30,
        writeSeconds: Int = 30,
        connections: Int = 800
    ) {
        self.bodyBytes = bodyBytes
        self.reportBytes = reportBytes
        self.idleSeconds = idleSeconds
        self.readSeconds = readSeconds
        self.writeSeconds = writeSeconds
        self.connections = connections
    }
}
