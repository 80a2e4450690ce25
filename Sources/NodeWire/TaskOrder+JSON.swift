internal import JSON
internal import Nodes
internal import Placement
internal import Problems

extension TaskOrder {
    private static let fields = ["payload", "task", "timeoutSeconds", "token", "type"]
    /// JSON's numbers are exact up to here.
    private static let tokens = 0.0...9_007_199_254_740_991

    /// Reads an order strictly.
    ///
    /// - Throws: ``NodeProblem`` with the field at fault.
    init(json bytes: [UInt8]) throws(NodeProblem) {
        let value: Value
        do throws(JSONFault) { value = try JSONScanner.value(of: bytes) } catch { throw NodeProblem(error) }
        do throws(FieldFault) { self = try Self.order(value) } catch { throw NodeProblem(error) }
    }

    private static func order(_ value: Value) throws(FieldFault) -> TaskOrder {
        guard case .record(let given) = value else {
            throw FieldFault(field: "body", found: value.kind, allowed: "an object")
        }
        if let unknown = given.keys.filter({ !Self.fields.contains($0) }).min() {
            let hint = nearestName(to: unknown, among: Self.fields).map { "'\($0)', or one of " } ?? "one of "
            throw FieldFault(field: unknown, found: "unknown", allowed: hint + Self.fields.joined(separator: ", "))
        }
        func fault(_ field: String, _ allowed: String) -> FieldFault {
            let found = given[field].map { $0.text.map { "'\($0)'" } ?? $0.kind } ?? "nothing"
            return FieldFault(field: field, found: found, allowed: allowed)
        }
        guard case .text(let task)? = given["task"], (1...128).contains(task.utf8.count),
            task.utf8.allSatisfy(Node.isNameByte)
        else { throw fault("task", "1 to 128 of A-Z a-z 0-9 . _ -") }
        guard case .number(let number)? = given["token"], Self.tokens.contains(number),
            let token = Int64(exactly: number)
        else { throw fault("token", "a whole number from 0 to 9007199254740991") }
        guard case .text(let type)? = given["type"] else { throw fault("type", "the name of a task type") }
        guard case .number(let seconds)? = given["timeoutSeconds"], TaskOrder.timeouts.contains(seconds) else {
            throw fault("timeoutSeconds", "a number from 0.001 to 86400")
        }
        return TaskOrder(
            task: ID(task),
            token: token,
            type: type,
            payload: given["payload"] ?? .missing,
            timeoutSeconds: seconds
        )
    }
}
