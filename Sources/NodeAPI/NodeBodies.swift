internal import NodeRuntime
internal import Nodes
internal import Placement

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

/// The answer of `GET /tasks/{id}` and `DELETE /tasks/{id}`.
struct TaskBody: Encodable {
    let task: TaskOrder.ID
    let token: Int64
    /// `queued`, `running` or `finished`.
    let status: String
    /// Tasks that wait before it.
    let ahead: Int?
    let progress: TaskProgress?
    let report: TaskReport?

    init(_ standing: TaskRunner.Standing) {
        self.task = standing.attempt.task
        self.token = standing.attempt.token
        self.progress = standing.progress
        switch standing.standing {
        case .queued(let ahead): (self.status, self.ahead, self.report) = ("queued", ahead, nil)
        case .running: (self.status, self.ahead, self.report) = ("running", nil, nil)
        case .finished(let report): (self.status, self.ahead, self.report) = ("finished", nil, report)
        }
    }
}
