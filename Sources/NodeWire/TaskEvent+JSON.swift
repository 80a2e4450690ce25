package import JSON
package import Nodes
internal import Placement
internal import Problems

/// The lines of the answer to an order, one event each. Fields that are not known are passed over, since a node may be
/// newer than its orchestrator.
extension TaskEvent {
    private enum Word: String, CaseIterable { case started, progress, finished }

    /// Reads one line.
    ///
    /// - Throws: ``JSONFault``, ``FieldFault``.
    package init(json line: [UInt8]) throws {
        let event = try JSONObject(try JSONScanner.value(of: line), at: "event", allowed: nil)
        switch try event.word("event", of: Word.self) {
        case .started: self = .started
        case .progress: self = .progress(try TaskProgress(event))
        case .finished: self = .finished(try TaskReport(try event.object("report", allowed: nil)))
        }
    }
}

extension TaskProgress {
    init(_ object: JSONObject) throws(FieldFault) {
        var figures: [String: Double] = [:]
        if let given = try object.optionalObject("figures", allowed: nil) {
            for name in given.names { figures[name] = try given.number(name, -Double.infinity...Double.infinity) }
        }
        self.init(
            share: try object.number("share", -Double.infinity...Double.infinity),
            message: try object.text("message"),
            figures: figures
        )
    }
}

extension TaskReport {
    init(_ object: JSONObject) throws(FieldFault) {
        var emulated: [EmulatedTrait] = []
        if case .list(let names) = object["emulated"] {
            emulated = names.compactMap { $0.text.flatMap(EmulatedTrait.init) }
        }
        self.init(
            task: TaskOrder.ID(try object.text("task")),
            token: try object.wholeNumber("token", TaskOrder.tokens),
            status: try object.word("status", of: Status.self),
            result: object["result"],
            error: try object.optionalText("error"),
            executionSeconds: try object.number("executionSeconds", 0...Double.infinity, unit: "s"),
            queuedSeconds: try object.number("queuedSeconds", 0...Double.infinity, unit: "s"),
            emulated: emulated
        )
    }
}

extension JSONWriter {
    /// One line without its end, which `TaskEvent` reads back.
    package mutating func event(_ event: TaskEvent) {
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

    mutating func fields(of progress: TaskProgress) {
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

    mutating func report(_ report: TaskReport) {
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
