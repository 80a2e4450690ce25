internal import JSON
package import Nodes
internal import Problems

/// The answer of a node's `GET /health` and `POST /drain`.
package struct NodeHealth: Sendable, Hashable {
    /// Of the program.
    package let version: String
    /// Who the node is, and how busy.
    package let heartbeat: NodeHeartbeat

    package init(version: String, heartbeat: NodeHeartbeat) {
        self.version = version
        self.heartbeat = heartbeat
    }

    /// - Throws: ``JSONFault``, ``FieldFault``.
    package init(json bytes: [UInt8]) throws {
        let answer = try JSONObject(try JSONScanner.value(of: bytes), allowed: nil)
        self.init(
            version: try answer.text("version"),
            heartbeat: NodeHeartbeat(
                node: try Node(try answer.object("node", allowed: nil)),
                reading: try NodeReading(try answer.object("reading", allowed: nil))
            )
        )
    }

    /// Beside what is read back, what follows from it: the traits that are pretended, the load in percent, and whether
    /// the node is `ready` or `draining`.
    package var json: [UInt8] {
        let (node, reading) = (self.heartbeat.node, self.heartbeat.reading)
        var writer = JSONWriter(reserving: 1024)
        writer.beginObject()
        writer.key("emulated")
        writer.texts(node.emulated.map(\.rawValue))
        writer.key("load")
        writer.number(self.heartbeat.load)
        writer.key("node")
        writer.node(node)
        writer.key("reading")
        writer.reading(reading)
        writer.key("status")
        writer.text(reading.isDraining ? "draining" : "ready")
        writer.key("version")
        writer.text(self.version)
        writer.endObject()
        return writer.bytes
    }
}
