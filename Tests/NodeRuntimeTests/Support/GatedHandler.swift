import NodeRuntime
import Nodes
import Placement
import Problems

/// Work that goes on until it is let go, and says when it begins and ends.
final class GatedHandler: TaskHandler {
    let kind = TaskKind(
        name: "gated",
        title: "Gated",
        summary: "Waits.",
        isIdempotent: true,
        payloadBytes: 1_024,
        fields: [PayloadField("name", .text(bytes: 0...100), .defaults(to: ""), "Repeated in the answer.")],
        example: .record([:])
    )

    /// Names of payloads whose work has begun.
    let begun: AsyncStream<String>
    /// Names of payloads whose work was stopped.
    let stopped: AsyncStream<String>
    private let begin: AsyncStream<String>.Continuation
    private let stop: AsyncStream<String>.Continuation
    private let gate: AsyncStream<Void>
    private let open: AsyncStream<Void>.Continuation

    init() {
        (self.begun, self.begin) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .unbounded)
        (self.stopped, self.stop) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .unbounded)
        (self.gate, self.open) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .unbounded)
    }

    /// Lets one piece of work end; all of them when `forGood`.
    func letGo(forGood: Bool = false) {
        self.open.yield()
        if forGood { self.open.finish() }
    }

    func work(on payload: Payload) throws(FieldFault) -> TaskWork {
        let name = payload.text("name")
        if name == "unusable" { throw FieldFault(field: "payload.name", found: "'unusable'", allowed: "another") }
        return { supervision in
            self.begin.yield(name)
            supervision.progress(0.5, "half of \(name)")
            for await _ in self.gate { break }
            do {
                try supervision.check()
            } catch {
                self.stop.yield(name)
                throw error
            }
            if name == "failing" { throw TaskFailure("it had to fail", result: .text("rest")) }
            return .text(name)
        }
    }
}

func order(
    _ task: String,
    token: Int64 = 1,
    type: String = "gated",
    _ payload: [String: Value] = [:],
    timeoutSeconds: Double = 60
) -> TaskOrder {
    TaskOrder(
        task: TaskOrder.ID(task),
        token: token,
        type: type,
        payload: .record(payload),
        timeoutSeconds: timeoutSeconds
    )
}

/// Runs work as a runner would, with nobody to stop it.
func result(of handler: some TaskHandler, _ payload: [String: Value] = [:]) async throws -> [String: Value] {
    let work = try handler.work(on: try handler.kind.check(.record(payload)))
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
