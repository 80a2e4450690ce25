internal import JSON
internal import Placement
internal import Problems

/// What has been read of a ``RunRecord``. Unknown members are passed over.
struct RunParts {
    private var id: String?
    private var startedAt: String?
    private var timeSeconds: Double?
    private var nanos: Int64?
    private var currency: String?
    private var succeeded: Bool?
    private var target = Named()
    private var workload = Named()
    private var decision: String?
    private var error: String?
    private var metrics: [String: Value] = [:]

    private struct Named {
        var name: String?
        var attributes: [String: Value]?
    }

    mutating func read(_ scanner: inout JSONScanner) throws(JSONFault) {
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case "run": try self.readRun(&scanner)
            case "decisionId": self.decision = try scanner.text()
            case "error": self.error = try scanner.text()
            case "metrics": self.metrics = try Self.record(&scanner) ?? [:]
            default: _ = try scanner.value()
            }
        }
    }

    private mutating func readRun(_ scanner: inout JSONScanner) throws(JSONFault) {
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case "id": self.id = try scanner.text()
            case "outcome": try self.readOutcome(&scanner)
            case "startedAt": self.startedAt = try scanner.text()
            case "target": self.target = try Self.named("id", &scanner)
            case "workload": self.workload = try Self.named("key", &scanner)
            default: _ = try scanner.value()
            }
        }
    }

    private mutating func readOutcome(_ scanner: inout JSONScanner) throws(JSONFault) {
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case "succeeded": self.succeeded = try scanner.flag()
            case "timeSeconds": self.timeSeconds = try scanner.number()
            case "cost":
                try scanner.object { (key, scanner) throws(JSONFault) in
                    switch key {
                    case "nanos": self.nanos = try scanner.wholeNumber()
                    case "currency": self.currency = try scanner.text()
                    default: _ = try scanner.value()
                    }
                }
            default: _ = try scanner.value()
            }
        }
    }

    private static func named(_ nameKey: String, _ scanner: inout JSONScanner) throws(JSONFault) -> Named {
        var named = Named()
        try scanner.object { (key, scanner) throws(JSONFault) in
            switch key {
            case nameKey: named.name = try scanner.text()
            case "attributes": named.attributes = try Self.record(&scanner)
            default: _ = try scanner.value()
            }
        }
        return named
    }

    private static func record(_ scanner: inout JSONScanner) throws(JSONFault) -> [String: Value]? {
        guard case .record(let record) = try scanner.value() else { return nil }
        return record
    }

    func report() throws(FieldFault) -> RunReport {
        let start = try Self.part(self.startedAt, "run.startedAt")
        guard let startedAt = Timestamp(parsing: start) else {
            throw FieldFault(
                "run.startedAt",
                .invalid(found: .text(String(start.prefix(60))), expected: "an ISO 8601 time")
            )
        }
        let code = try Self.part(self.currency, "run.outcome.cost.currency")
        guard let currency = Currency(code) else {
            throw FieldFault(
                "run.outcome.cost.currency",
                .invalid(found: .text(String(code.prefix(60))), expected: "three capital letters")
            )
        }
        return RunReport(
            Run(
                id: Run.ID(try Self.part(self.id, "run.id")),
                workload: Workload(
                    key: Workload.Key(try Self.part(self.workload.name, "run.workload.key")),
                    attributes: try Self.part(self.workload.attributes, "run.workload.attributes")
                ),
                target: Target(
                    id: Target.ID(try Self.part(self.target.name, "run.target.id")),
                    attributes: try Self.part(self.target.attributes, "run.target.attributes")
                ),
                startedAt: startedAt,
                outcome: Outcome(
                    timeSeconds: try Self.part(self.timeSeconds, "run.outcome.timeSeconds"),
                    cost: Money(nanos: try Self.part(self.nanos, "run.outcome.cost.nanos"), currency: currency),
                    succeeded: try Self.part(self.succeeded, "run.outcome.succeeded")
                )
            ),
            decision: self.decision.map { Decision.ID($0) },
            error: self.error,
            metrics: self.metrics
        )
    }

    private static func part<Part>(_ part: Part?, _ field: String) throws(FieldFault) -> Part {
        guard let part else { throw FieldFault(field, .missing(expected: "a value")) }
        return part
    }
}
