internal import JSON
package import Nodes
internal import Placement
internal import Problems

/// The orchestrator's answer to a heartbeat.
package struct HeartbeatReceipt: Sendable, Hashable {
    /// Whose heartbeat was taken.
    package let node: Node.ID
    /// What the node counts as, such as `ready`.
    package let status: String
    /// How often it is to be told.
    package let heartbeatSeconds: Double

    package init(node: Node.ID, status: String, heartbeatSeconds: Double) {
        self.node = node
        self.status = status
        self.heartbeatSeconds = heartbeatSeconds
    }

    /// - Throws: ``JSONFault``, ``FieldFault``.
    package init(json bytes: [UInt8]) throws {
        let answer = try JSONObject(try JSONScanner.value(of: bytes), allowed: nil)
        self.init(
            node: Node.ID(try answer.text("node")),
            status: try answer.text("status"),
            heartbeatSeconds: try answer.number("heartbeatSeconds", 0...Double.infinity, unit: "s")
        )
    }

    /// The body of the answer.
    package var json: [UInt8] {
        var writer = JSONWriter(reserving: 128)
        writer.beginObject()
        writer.key("node")
        writer.text(self.node.description)
        writer.key("status")
        writer.text(self.status)
        writer.key("heartbeatSeconds")
        writer.number(self.heartbeatSeconds)
        writer.endObject()
        return writer.bytes
    }
}
