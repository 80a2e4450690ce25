internal import JSON
internal import NodeRuntime
internal import Nodes
internal import Placement

/// What travels between dispatcher and node; `TaskOrder` and `TaskEvent` read it again.
extension JSONWriter {
    mutating func order(_ order: TaskOrder) {
        self.beginObject()
        self.key("payload")
        self.value(order.payload)
        self.key("task")
        self.text(order.task.description)
        self.key("timeoutSeconds")
        self.number(order.timeoutSeconds)
        self.key("token")
        self.wholeNumber(order.token)
        self.key("type")
        self.text(order.type)
        self.endObject()
    }

    mutating func event(_ event: TaskEvent) {
        self.beginObject()
        self.key("event")
        switch event {
        case .started: self.text("started")
        case .progress(let progress):
            self.text("progress")
            self.fields(of: progress)
        case .finished(let report):
            self.text("finished")
            self.key("report")
            self.report(report)
        }
        self.endObject()
    }

    /// The answer of `GET /tasks/{id}` and `DELETE /tasks/{id}`.
    mutating func standing(_ standing: TaskRunner.Standing) {
        self.beginObject()
        if case .queued(let ahead) = standing.standing {
            self.key("ahead")
            self.wholeNumber(Int64(ahead))
        }
        if let progress = standing.progress {
            self.key("progress")
            self.beginObject()
            self.fields(of: progress)
            self.endObject()
        }
        if case .finished(let report) = standing.standing {
            self.key("report")
            self.report(report)
        }
        self.key("status")
        switch standing.standing {
        case .queued: self.text("queued")
        case .running: self.text("running")
        case .finished: self.text("finished")
        }
        self.key("task")
        self.text(standing.attempt.task.description)
        self.key("token")
        self.wholeNumber(standing.attempt.token)
        self.endObject()
    }

    private mutating func fields(of progress: TaskProgress) {
        let figures = progress.figures.filter(\.value.isFinite)
        if !figures.isEmpty {
            self.key("figures")
            self.object(figures.mapValues { .number($0) })
        }
        self.key("message")
        self.text(progress.message)
        self.key("share")
        self.number(progress.share)
    }

    private mutating func report(_ report: TaskReport) {
        self.beginObject()
        if !report.emulated.isEmpty {
            self.key("emulated")
            self.texts(report.emulated.map(\.rawValue))
        }
        if let error = report.error {
            self.key("error")
            self.text(error)
        }
        self.key("executionSeconds")
        self.number(report.executionSeconds)
        self.key("queuedSeconds")
        self.number(report.queuedSeconds)
        if !report.result.isMissing {
            self.key("result")
            self.value(report.result.writable)
        }
        self.key("status")
        self.text(report.status.rawValue)
        self.key("task")
        self.text(report.task.description)
        self.key("token")
        self.wholeNumber(report.token)
        self.endObject()
    }
}

extension Value {
    /// JSON has no infinite numbers, and a result that holds one is still worth its other fields.
    fileprivate var writable: Value {
        switch self {
        case .number(let number) where !number.isFinite:
            .text(number.isNaN ? "nan" : number < 0 ? "-infinity" : "infinity")
        case .record(let fields): .record(fields.mapValues(\.writable))
        case .list(let elements): .list(elements.map(\.writable))
        case .missing, .flag, .number, .text: self
        }
    }
}
