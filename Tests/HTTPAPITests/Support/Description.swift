import Foundation
import Placement
import Yams

/// `openapi.yaml` as it lies in the repository.
struct Description {
    static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "openapi.yaml")
    static let text: String? = try? String(contentsOf: Self.file, encoding: .utf8)
    static let shared: Description? = try? Description()

    let document: Value
    let operations: [Operation]

    private struct Missing: Error {}

    private init() throws {
        guard let text = Self.text, let node = try Yams.load(yaml: text) else { throw Missing() }
        let document = Self.value(node)
        self.document = document
        self.operations = document["paths"].members.flatMap { template, path in
            path.members.filter { $0.key != "parameters" }.map { method, operation in
                let parameters = (path["parameters"].elements + operation["parameters"].elements).map { parameter in
                    parameter["$ref"].string.map { JSONSchema(document: document).resolve($0) } ?? parameter
                }
                return Operation(
                    method: method.uppercased(),
                    template: template,
                    operation: operation,
                    parameters: parameters
                )
            }
        }
    }

    private static func value(_ node: Any) -> Value {
        switch node {
        case let flag as Bool: .flag(flag)
        case let number as Int: .number(Double(number))
        case let number as Double: .number(number)
        case let text as String: .text(text)
        case let list as [Any]: .list(list.map(Self.value))
        case let record as [AnyHashable: Any]:
            .record(Dictionary(uniqueKeysWithValues: record.map { ("\($0.key)", Self.value($0.value)) }))
        default: .missing
        }
    }

    var schema: JSONSchema { JSONSchema(document: self.document) }

    struct Operation {
        let method: String
        let template: String
        let operation: Value
        /// Of the operation and of its path, references resolved.
        let parameters: [Value]
    }

    func operation(_ method: String, _ path: String) -> Operation? {
        let segments = path.split(separator: "?")[0].split(separator: "/")
        return self.operations.filter { $0.method == (method == "HEAD" ? "GET" : method) }
            .filter { operation in
                let wanted = operation.template.split(separator: "/")
                return wanted.count == segments.count
                    && zip(wanted, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            }
            .min { $0.template.count { $0 == "{" } < $1.template.count { $0 == "{" } }
    }

    /// What an answer does other than the description says.
    func faults(of answer: TestAnswer, to method: String, _ path: String) -> [String] {
        guard let operation = self.operation(method, path) else {
            return [404, 405].contains(answer.status) ? [] : ["\(method) \(path) is not described"]
        }
        var response = operation.operation["responses"]["\(answer.status)"]
        guard response.isPresent else { return ["\(method) \(operation.template) is not to answer \(answer.status)"] }
        if let reference = response["$ref"].string { response = self.schema.resolve(reference) }
        let type = String(answer.contentType.prefix { $0 != ";" })
        let content = response["content"][type]
        guard content.isPresent else { return ["\(operation.template) \(answer.status) is not to be \(type)"] }
        if method == "HEAD" { return [] }
        guard type.hasSuffix("json") else { return [] }
        guard let value = try? JSON.value(answer.bytes) else { return ["the answer is no JSON"] }
        return self.schema.faults(of: value, against: content["schema"])
    }
}
