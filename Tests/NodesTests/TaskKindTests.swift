import Nodes
import Placement
import Problems
import Testing

/// Declarations of task types and the payloads that they take.
struct TaskKindTests {
    @Test(arguments: TaskKind.all)
    func `a declaration takes its own example, and its defaults are what it allows`(kind: TaskKind) throws {
        _ = try kind.check(kind.example)
        for field in kind.fields {
            if case .defaults(let value) = field.presence {
                _ = try TaskKind(
                    name: kind.name,
                    title: "",
                    summary: "",
                    isIdempotent: true,
                    payloadBytes: 1,
                    fields: [field],
                    example: .missing
                ).check(.record([field.name: value]))
            }
        }
    }

    @Test func `names are distinct, and only command may not run twice`() {
        #expect(Set(TaskKind.all.map(\.name)).count == TaskKind.all.count)
        #expect(TaskKind.all.filter { !$0.isIdempotent }.map(\.name) == ["command"])
        #expect(TaskKind.named("daily_report") == .dailyReport)
        #expect(TaskKind.named("daily") == nil)
    }

    @Test func `what is left out gets its default, or stays missing`() throws {
        let report = try TaskKind.dailyReport.check(.record(["rows": 5, "seed": .missing]))
        #expect(report.wholeNumber("rows") == 5 && report.wholeNumber("seed") == 1)
        let fraud = try TaskKind.fraudDetection.check(.record(["amount": 9.5]))
        #expect(fraud.number("amount") == 9.5 && fraud.optionalText("merchant") == nil)
        #expect(try TaskKind.imageClassification.check(.missing).wholeNumber("seed") == 1)
    }

    @Test(
        arguments: [
            (TaskKind.fraudDetection, .record([:]), "payload.amount", "nothing"),
            (.fraudDetection, .record(["amount": "9"]), "payload.amount", "'9'"),
            (.fraudDetection, .record(["amount": -1]), "payload.amount", "-1"),
            (.fraudDetection, .record(["amount": 1, "hour": 2.5]), "payload.hour", "2.5"),
            (.fraudDetection, .record(["amount": 1, "merchant": "casino"]), "payload.merchant", "'casino'"),
            (.fraudDetection, .record(["amount": 1, "isOnline": 1]), "payload.isOnline", "1"),
            (.fraudDetection, .record(["amont": 1]), "payload.amont", "unknown"),
            (.sensorAlert, .record(["readings": .list([])]), "payload.readings", "a list of 0"),
            (.sensorAlert, .record(["readings": .list([1, "x"])]), "payload.readings[1]", "'x'"),
            (.command, .record(["program": "/bin/ls", "arguments": .list([1])]), "payload.arguments[0]", "1"),
            (.imageClassification, .record(["png": ""]), "payload.png", "''"),
        ] as [(TaskKind, Value, String, String)]
    )
    func `a bad field is named with what was found`(
        kind: TaskKind,
        payload: Value,
        field: String,
        found: String
    ) throws {
        let fault = #expect(throws: FieldFault.self) { try kind.check(payload) }
        #expect(fault?.field == field)
        #expect(fault?.found == found)
    }

    @Test func `an unknown field is answered with the nearest`() throws {
        let fault = #expect(throws: FieldFault.self) { try TaskKind.fraudDetection.check(.record(["amont": 1])) }
        #expect(fault?.allowed.hasPrefix("'amount', or one of amount, usualAmount") == true)
        let list = #expect(throws: FieldFault.self) { try TaskKind.fraudDetection.check(.list([1])) }
        #expect(list?.field == "payload" && list?.found == "a list")
    }
}
