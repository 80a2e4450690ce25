internal import NodeRuntime
internal import Problems

extension Problem.Kind {
    static let unknownTaskType = Self(
        "unknown-task-type",
        .notFound,
        "The node does not run this type of task"
    )
    static let unknownTask = Self("unknown-task", .notFound, "The node does not know this task")
    static let staleToken = Self("stale-token", .conflict, "A newer attempt at this task was seen")
    static let draining = Self("draining", .unavailable, "The node accepts no more tasks")
}

extension Problem {
    /// Every refusal has its answer here; a new one does not compile until it has.
    init(_ refusal: TaskRefusal) {
        switch refusal {
        case .unknownType(let name, let known):
            let hint = nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
            self.init(
                .unknownTaskType,
                "unknown task type '\(name.prefix(60))'; \(hint)this node runs \(known.joined(separator: ", "))",
                field: "type",
                allowed: known
            )
        case .badPayload(let fault): self.init(fault)
        case .unusablePayload(let fault):
            self.init(.unprocessable, "\(fault)", field: fault.field, allowed: fault.choices)
        case .stale(let seen):
            self.init(.staleToken, "an attempt with the token \(seen) was seen", field: "token")
        case .full(let seconds):
            self.init(
                .full,
                "all slots and the queue are full; try again in \(seconds) s",
                retryAfterSeconds: seconds
            )
        case .draining:
            self.init(.draining, "the node is finishing its tasks and accepts no more")
        }
    }
}
