internal import Nodes

/// The answer of `GET /health` and `POST /drain`.
struct HealthBody: Encodable {
    /// `ready` or `draining`.
    let status: String
    let version: String
    let node: Node
    let reading: NodeReading
    /// Percent.
    let load: Double
    let emulated: [EmulatedTrait]
}
