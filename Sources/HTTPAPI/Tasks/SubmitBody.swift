internal import JSON
internal import Nodes
internal import Placement
internal import Problems
internal import TaskDispatch

/// A task as somebody submits it.
enum SubmitBody {
    private static let fields = [
        "taskType", "priority", "latency", "requiresGPU", "cost_sensitivity", "payload", "timeoutSeconds",
        "isIdempotent", "idempotencyKey",
    ]

    static func request(_ bytes: [UInt8]) throws -> TaskService.Request {
        let fields = try JSONObject(try JSONScanner.value(of: bytes), allowed: Self.fields)
        let type = try fields.text("taskType", characters: 1...100)
        let wishes = TaskWishes(
            priority: try Self.scale("priority", fields),
            latency: try Self.scale("latency", fields),
            costSensitivity: try Self.scale("cost_sensitivity", fields),
            requiresGPU: try fields.optionalFlag("requiresGPU") ?? false
        )
        let payload = fields["payload"]
        switch payload {
        case .missing, .record: break
        default: throw fields.invalid("payload", expected: "an object")
        }
        return TaskService.Request(
            type: type,
            payload: payload,
            // What stands around it is small.
            payloadBytes: payload.isMissing ? 0 : bytes.count,
            wishes: wishes,
            timeoutSeconds: try fields.optionalNumber("timeoutSeconds", TaskOrder.timeouts, unit: "s"),
            isIdempotent: try fields.optionalFlag("isIdempotent"),
            key: try fields.optionalText("idempotencyKey", characters: 1...128)
        )
    }

    private static func scale(_ field: String, _ fields: JSONObject) throws(FieldFault) -> Int {
        try fields.optionalWholeNumber(field, TaskWishes.scale) ?? 5
    }
}
