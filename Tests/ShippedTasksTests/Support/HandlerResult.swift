import NodeRuntime
import Nodes
import Placement

/// Runs work as a runner would, with nobody to stop it.
func result(of handler: some TaskHandler, _ payload: [String: Value] = [:]) async throws -> [String: Value] {
    let work = try handler.work(on: try handler.type.check(.record(payload)))
    guard case .record(let fields) = try await work(.idle) else { return [:] }
    return fields
}

extension Supervision {
    static var idle: Supervision { Supervision(slowdown: 1, nanoseconds: { 0 }, report: { _ in }) }
}

extension [String: Value] {
    func number(_ key: String) -> Double? { self[key]?.number }
    func text(_ key: String) -> String? { self[key]?.text }
    func list(_ key: String) -> [[String: Value]] {
        guard case .list(let elements)? = self[key] else { return [] }
        return elements.map { if case .record(let fields) = $0 { fields } else { [:] } }
    }
}
