import NodeRuntime
import Nodes
import Placement
import Problems

/// Work that goes on until it is let go, and says when it begins and ends.
final class GatedHandler: TaskHandler {
    let type = TaskType(
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
