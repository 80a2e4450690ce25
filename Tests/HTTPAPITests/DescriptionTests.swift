import Access
import Foundation
import HTTPAPI
import Placement
import Testing

/// `openapi.yaml` says what the service does, and the service does what it says.
struct DescriptionTests {
    @Test func `paths, methods, parameters and kinds of bodies are the same`() async throws {
        let description = try #require(Description.shared)
        let service = try await TestService()
        let described = Set(
            description.operations.map { operation in
                let parameters = operation.parameters.filter { $0["in"] == "query" }.compactMap { $0["name"].string }
                let contentTypes = operation.operation["requestBody"]["content"].members.keys
                return "\(operation.method) \(operation.template) \(parameters.sorted()) \(contentTypes.sorted())"
            }
        )
        let offered = Set(
            service.http.endpoints.map { endpoint in
                "\(endpoint.method) \(endpoint.template) \(endpoint.queryParameters.sorted()) "
                    + "\(endpoint.contentTypes.sorted())"
            }
        )
        #expect(described.subtracting(offered) == [])
        #expect(offered.subtracting(described) == [])
    }

    @Test func `path parameters are described`() throws {
        for operation in try #require(Description.shared).operations {
            let names = operation.template.split(separator: "/").filter { $0.hasPrefix("{") }
                .map { String($0.dropFirst().dropLast()) }
            let described = operation.parameters.filter { $0["in"] == "path" }.compactMap { $0["name"].string }
            #expect(names == described, "\(operation.template)")
        }
    }

    @Test func `what takes a body can be too large and of the wrong kind, and all can be asked wrongly`() throws {
        for operation in try #require(Description.shared).operations {
            let statuses = Set(operation.operation["responses"].members.keys)
            #expect(statuses.isSuperset(of: ["400", "405", "500"]), "\(operation.template)")
            let takesBody = operation.operation["requestBody"].isPresent
            for status in ["413", "415"] { #expect(statuses.contains(status) == takesBody, "\(operation.template)") }
        }
    }

    @Test func `examples of bodies are valid, and taken`() async throws {
        let description = try #require(Description.shared)
        for operation in description.operations {
            let content = operation.operation["requestBody"]["content"]["application/json"]
            let example = content["example"]
            guard example.isPresent else { continue }
            #expect(description.schema.faults(of: example, against: content["schema"]) == [], "\(operation.template)")
            let service = try await TestService()
            service.clock.set(TestService.later)
            try service.serveModel()
            var path = operation.template.replacing("{domain}", with: "sandbox").replacing("{name}", with: "sandbox")
            if path.contains("/decisions/{id}") { path = path.replacing("{id}", with: try await service.decided()) }
            path = path.replacing("{id}", with: "e2b").replacing("targets/{id}", with: "targets/e2b")
            let queries = ["/api/v1/targets/e2b": "?domain=sandbox", "/api/submit-task": "?wait=0"]
            let answer = try await service.send(operation.method, path + (queries[path] ?? ""), JSON.text(example))
            // No such version is registered here.
            #expect((200..<300).contains(answer.status) || path.hasSuffix("/serve"), "\(path): \(answer.text)")
        }
    }

    @Test func `the service answers with the file`() async throws {
        let answer = try await TestService().send("GET", "/openapi.yaml")
        #expect(answer.status == 200)
        #expect(answer.contentType == "application/yaml")
        #expect(answer.text == Description.text)
    }

    @Test func `a schema tells right values from wrong ones`() throws {
        let schema = JSONSchema(document: .missing)
        let object = try JSON.value(
            #"{"type": "object", "required": ["a"], "additionalProperties": false,"#
                + #""properties": {"a": {"type": ["integer", "null"], "minimum": 1}}, "patternProperties": {"^x": {"enum": ["y"]}}}"#
        )
        for right in [#"{"a": 1}"#, #"{"a": null, "x1": "y"}"#] {
            #expect(schema.faults(of: try JSON.value(right), against: object) == [])
        }
        for wrong in [
            #"{}"#, #"{"a": 0}"#, #"{"a": 1.5}"#, #"{"a": "1"}"#, #"{"a": 1, "b": 1}"#, #"{"a": 1, "x": "z"}"#, "[]",
        ] {
            #expect(schema.faults(of: try JSON.value(wrong), against: object).count == 1, "\(wrong)")
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }

    /// A line of the table in `docs/service.md` for each permission, with the routes that need it.
    @Test func `every route names its permission, and the guide lists it`() async throws {
        let guide = try String(contentsOf: TestService.root.appending(path: "docs/service.md"), encoding: .utf8)
        var listed: [Permission: Set<String>] = [:]
        for line in guide.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, let permission = Permission(rawValue: cells[0].filter { $0 != "`" }) else {
                continue
            }
            listed[permission] = Set(cells[2].split(separator: "`").map(String.init).filter { $0.contains("/") })
        }
        let service = try await TestService()
        for permission in Permission.allCases {
            let routes = service.http.endpoints.filter { $0.permission == permission }
            #expect(Set(routes.map { "\($0.method) \($0.template)" }) == listed[permission], "\(permission)")
            #expect(!routes.isEmpty, "\(permission) is for nothing")
        }
    }

    @Test func `what only looks changes nothing`() async throws {
        for endpoint in try await TestService().http.endpoints {
            // A ranking takes the body of a decision and keeps nothing.
            let isReading = endpoint.method == "GET" || endpoint.template == "/api/v1/rank"
            #expect(isReading != endpoint.permission.changes || endpoint.permission == .join, "\(endpoint)")
        }
    }
}
