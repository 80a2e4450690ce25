import Nodes
import Placement
import Problems
import Testing

/// Declarations of task types and the payloads that they take.
struct TaskTypeTests {
    @Test(arguments: TaskType.all)
    func `a declaration takes its own example, and its defaults are what it allows`(type: TaskType) throws {
        _ = try type.check(type.example)
        for field in type.fields {
            if case .defaults(let value) = field.presence {
                _ = try TaskType(
                    name: type.name,
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
        #expect(Set(TaskType.all.map(\.name)).count == TaskType.all.count)
        #expect(TaskType.all.filter { !$0.isIdempotent }.map(\.name) == ["command"])
        #expect(TaskType.named("daily_report") == .dailyReport)
        #expect(TaskType.named("daily") == nil)
    }

    @Test func `what is left out gets its default, or stays missing`() throws {
        let report = try TaskType.dailyReport.check(.record(["rows": 5, "seed": .missing]))
        #expect(report.wholeNumber("rows") == 5 && report.wholeNumber("seed") == 1)
        let fraud = try TaskType.fraudDetection.check(.record(["amount": 9.5]))
        #expect(fraud.number("amount") == 9.5 && fraud.optionalText("merchant") == nil)
        #expect(try TaskType.imageClassification.check(.missing).wholeNumber("seed") == 1)
    }

    @Test(
        arguments: [
            (TaskType.fraudDetection, .record([:]), "payload.amount", "nothing"),
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
        ] as [(TaskType, Value, String, String)]
    )
    func `a bad field is named with what was found`(
        type: TaskType,
        payload: Value,
        field: String,
        found: String
    ) throws {
        let fault = #expect(throws: FieldFault.self) { try type.check(payload) }
        #expect(fault?.field == field)
        #expect(fault?.found == found)
    }

    @Test func `an unknown field is answered with the nearest`() throws {
        let fault = #expect(throws: FieldFault.self) { try TaskType.fraudDetection.check(.record(["amont": 1])) }
        #expect(fault?.allowed.hasPrefix("'amount', or one of amount, usualAmount") == true)
        let list = #expect(throws: FieldFault.self) { try TaskType.fraudDetection.check(.list([1])) }
        #expect(list?.field == "payload" && list?.found == "a list")
    }
}
