internal import Access
internal import HTTPTypes
internal import JSON
internal import Logging
internal import MetricRegistry
internal import NodeRuntime
internal import NodeWire
internal import Nodes
internal import Placement
internal import Problems
internal import Web

/// What a node answers.
struct NodeRoutes: Sendable {
    let runner: TaskRunner
    let identity: NodeIdentity
    let registry: MetricRegistry
    let distance: EmulatedDistance
    let logger: Logger

    var routes: [Route] {
        [
            Route(.get, "/health", permission: .observe) { _ in self.health() },
            Route(.get, "/metrics", permission: .observe) { _ in self.metrics },
            Route(.post, "/drain", permission: .operate) { _ in self.drain() },
            Route(.post, "/tasks", permission: .submit, body: .json) { try self.order($0) },
            Route(.get, "/tasks/{id}", permission: .read, answersHead: false) { try self.standing($0) },
            Route(.delete, "/tasks/{id}", permission: .submit) { call in
                _ = self.runner.cancel(Self.id(call))
                return try self.standing(call)
            },
        ]
    }

    private static func id(_ call: Call) -> TaskOrder.ID { TaskOrder.ID(call.placeholders[0]) }

    private func health(_ status: HTTPResponse.Status = .ok) -> Answer {
        let health = NodeHealth(version: self.identity.version, heartbeat: self.identity.heartbeat)
        return Answer(status, body: health.json)
    }

    private var metrics: Answer {
        let text = PrometheusText.text(of: self.registry.snapshot)
        return Answer(contentType: PrometheusText.contentType, body: Array(text.utf8))
    }

    private func drain() -> Answer {
        self.logger.notice("draining")
        self.runner.drain()
        return self.health(.accepted)
    }

    private func order(_ call: Call) throws -> Answer {
        let order = try TaskOrder(json: call.body)
        let events = try self.runner.submit(order)
        self.logger.debug(
            "accepted",
            metadata: ["task.id": "\(order.task)", "task.type": "\(order.type)", "task.token": "\(order.token)"]
        )
        return Answer(contentType: "application/x-ndjson", events: EventLines(events: events, distance: self.distance))
    }

    private func standing(_ call: Call) throws -> Answer {
        let id = Self.id(call)
        guard let standing = self.runner.standing(of: id) else {
            throw Problem(
                .unknownTask,
                "there is no task '\("\(id)".prefix(128))': the node never had it, or it ended long ago"
            )
        }
        return Answer(body: TaskStanding(standing).json)
    }

    /// What a client is told of an error; `nil` for a fault of the node's own.
    static func problem(_ error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let fault as FieldFault: Problem(fault)
        case let fault as JSONFault: Problem(fault)
        case let refusal as TaskRefusal: Problem(refusal)
        default: nil
        }
    }
}

/// The events of an order, a line each. The task goes on when the connection breaks here; who wants to know asks for it.
private struct EventLines: EventSource {
    let events: AsyncStream<TimedEvent>
    let distance: EmulatedDistance

    mutating func next() async -> [UInt8]? {
        // Iterators of one stream share what has come.
        var events = self.events.makeAsyncIterator()
        guard let event = await events.next() else { return nil }
        do { try await self.distance.travel(since: event.at) } catch { return nil }
        var line = JSONWriter(reserving: 512)
        line.event(event.event)
        line.raw("\n")
        return line.bytes
    }
}

extension TaskStanding {
    fileprivate init(_ standing: TaskRunner.Standing) {
        let state: State =
            switch standing.standing {
            case .queued(let ahead): .queued(ahead: ahead)
            case .running: .running
            case .finished(let report): .finished(report)
            }
        self.init(
            task: standing.attempt.task,
            token: standing.attempt.token,
            state: state,
            progress: standing.progress
        )
    }
}
