internal import Nodes
package import Problems

/// Why a node does not take an order.
package enum TaskRefusal: Error, Sendable, Hashable {
    /// - Parameter known: The types that the node runs.
    case unknownType(String, known: [String])
    /// The payload is not what the task type declares.
    case badPayload(FieldFault)
    /// The payload has the declared shape, and still nothing can be done with it.
    case unusablePayload(FieldFault)
    /// A newer attempt at the same task was seen.
    case stale(seen: Int64)
    /// Slots and queue are taken.
    case full(retryAfterSeconds: Int)
    case draining
}
