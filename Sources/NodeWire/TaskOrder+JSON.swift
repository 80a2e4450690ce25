package import JSON
package import Nodes
internal import Placement
internal import Problems

/// An order that a node is given: `POST /tasks`.
extension TaskOrder {
    private static var fields: [String] { ["payload", "task", "timeoutSeconds", "token", "type"] }
    /// JSON's numbers are exact up to here.
    static var tokens: ClosedRange<Int64> { 0...9_007_199_254_740_991 }

    /// Reads an order strictly; what its payload holds is for the task type to check.
    ///
    /// - Throws: ``JSONFault``, ``FieldFault``.
    package init(json bytes: [UInt8]) throws {
        let order = try JSONObject(try JSONScanner.value(of: bytes), whole: "body", allowed: Self.fields)
        let task = try order.text("task")
        guard (1...128).contains(task.utf8.count), task.utf8.allSatisfy(Node.isNameByte) else {
            throw order.invalid("task", expected: "1 to 128 of A-Z a-z 0-9 . _ -")
        }
        self.init(
            task: ID(task),
            token: try order.wholeNumber("token", Self.tokens),
            type: try order.text("type"),
            payload: order["payload"],
            timeoutSeconds: try order.number("timeoutSeconds", Self.timeouts, unit: "s")
        )
    }
}

extension JSONWriter {
    /// The body of the request, which `TaskOrder` reads back.
    package mutating func order(_ order: TaskOrder) {
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
}
