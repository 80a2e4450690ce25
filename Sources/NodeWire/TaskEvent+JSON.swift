internal import JSON
internal import Nodes
internal import Placement

extension TaskEvent {
    /// Reads one line of a node's answer; fields that are not known are passed over, since a node may be newer.
    ///
    /// - Throws: ``JSONFault``, ``FieldFault``.
    init(json line: [UInt8]) throws {
        let fields = try EventFields(try JSONScanner.value(of: line), at: "event")
        switch try fields.text("event") {
        case "started": self = .started
        case "progress":
            self = .progress(
                TaskProgress(
                    share: try fields.number("share"),
                    message: try fields.text("message"),
                    figures: try fields.optionalRecord("figures")?.numbers() ?? [:]
                )
            )
        case "finished": self = .finished(try TaskReport(try EventFields(fields["report"], at: "report")))
        case let other: throw FieldFault(field: "event", found: other, allowed: "started, progress or finished")
        }
    }
}

extension TaskReport {
    fileprivate init(_ fields: EventFields) throws(FieldFault) {
        guard let token = Int64(exactly: try fields.number("token")) else {
            throw fields.fault("token", "a whole number")
        }
        guard let status = Status(rawValue: try fields.text("status")) else {
            throw fields.fault("status", Status.allCases.map(\.rawValue).joined(separator: ", "))
        }
        var emulated: [EmulatedTrait] = []
        if case .list(let names) = fields["emulated"] {
            emulated = names.compactMap { $0.text.flatMap(EmulatedTrait.init) }
        }
        self.init(
            task: TaskOrder.ID(try fields.text("task")),
            token: token,
            status: status,
            result: fields["result"],
            error: fields["error"].isMissing ? nil : try fields.text("error"),
            executionSeconds: try fields.seconds("executionSeconds"),
            queuedSeconds: try fields.seconds("queuedSeconds"),
            emulated: emulated
        )
    }
}

/// An object in a node's answer.
private struct EventFields {
    private let values: [String: Value]
    private let path: String

    init(_ value: Value, at path: String) throws(FieldFault) {
        guard case .record(let values) = value else {
            throw FieldFault(field: path, found: value.kind, allowed: "an object")
        }
        self.values = values
        self.path = path
    }

    subscript(field: String) -> Value { self.values[field] ?? .missing }

    func fault(_ field: String, _ allowed: String) -> FieldFault {
        FieldFault(field: "\(self.path).\(field)", found: self[field].text ?? self[field].kind, allowed: allowed)
    }

    func text(_ field: String) throws(FieldFault) -> String {
        guard case .text(let text) = self[field] else { throw self.fault(field, "a text") }
        return text
    }

    func number(_ field: String) throws(FieldFault) -> Double {
        guard case .number(let number) = self[field] else { throw self.fault(field, "a number") }
        return number
    }

    func seconds(_ field: String) throws(FieldFault) -> Double {
        let seconds = try self.number(field)
        guard seconds >= 0 else { throw self.fault(field, "a number from 0") }
        return seconds
    }

    func optionalRecord(_ field: String) throws(FieldFault) -> EventFields? {
        self[field].isMissing ? nil : try EventFields(self[field], at: "\(self.path).\(field)")
    }

    func numbers() throws(FieldFault) -> [String: Double] {
        var numbers: [String: Double] = [:]
        for name in self.values.keys { numbers[name] = try self.number(name) }
        return numbers
    }
}
