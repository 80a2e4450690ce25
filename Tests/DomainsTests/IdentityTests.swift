import Domains
import Expressions
import Foundation
import Placement
import Testing

@Suite struct IdentityTests {
    private func domain(_ more: String) throws -> Domain {
        try Domain(yaml: DomainDeclarationTests.least + more, file: "d.yaml")
    }

    private func key(_ attributes: [String: Value], _ more: String) throws -> String {
        try self.domain(more).workload(attributes).key.description
    }

    private static let history = """
        history:
          measured: [seconds, dollars]
          workload: {key: {job: job, kind: kind}}
          target: {id: {box: box}}
          outcome: {time: {value: seconds, unit: s}, cost: {value: dollars, currency: USD}}
        """

    @Test(
        arguments: [
            (["a": "x", "b": 1.5], "x/1.5"), (["a": "x", "b": 2], "x/2"), (["a": "x"], "x/-"),
            (["a": true, "b": "y"], "true/y"), (["b": "y", "c": "ignored"], "-/y"),
        ] as [([String: Value], String)]
    )
    func `declared parts are spelled in order`(attributes: [String: Value], key: String) throws {
        #expect(try self.key(attributes, "identity: [workload.a, workload.b]") == key)
    }

    @Test func `parts that hold a slash do not run together`() throws {
        let identity = "identity: [workload.a, workload.b]"
        let keys = try [("x/y", "z"), ("x", "y/z"), ("x\\", "y/z"), ("x\\/y", "z")].map {
            try self.key(["a": .text($0.0), "b": .text($0.1)], identity)
        }
        #expect(Set(keys).count == 4)
        #expect(keys[0] == "x\\/y/z")
        #expect(try self.key(["a": "x/y"], "identity: [workload.a]") == "x/y")
    }

    @Test func `without an identity the key is the history's, and where that is missing all attributes`() throws {
        #expect(try self.key(["job": "j", "kind": 3, "size": 9], Self.history) == "j/3")
        let whole = try self.key(["job": "j", "size": 9], Self.history)
        #expect(whole == (try self.key(["size": 9, "job": "j"], "")))
        #expect(whole != (try self.key(["size": 9, "job": "k"], "")))
        #expect(whole.utf8.count <= 16)
    }

    @Test func `equal attributes have equal keys, and others another`() throws {
        let values: [Value] = [
            .missing, true, 1, "1", "true", "-", .list([1, 2]), .list([.list([1]), 2]), .list(["1,2"]), .list([]),
            .record([:]), .record(["a": 1]), .record(["a": 1, "b": .missing]), .record(["a": .record(["b": 1])]),
            .text(String(repeating: "x", count: 50)), "{1:a=1}",
        ]
        let keys = try values.map { try self.key(["v": .list([$0])], "identity: [workload.v]") }
        #expect(Set(keys).count == values.count)
        for (value, key) in zip(values, keys) {
            #expect(try self.key(["v": .list([value]), "other": 1], "identity: [workload.v]") == key)
        }
    }

    @Test func `code never stands in a key`() throws {
        let file = ShippedDomainTests.folder.appending(path: "sandbox.yaml")
        let sandbox = try Domain(yaml: try String(contentsOf: file, encoding: .utf8), file: "sandbox.yaml")
        let code = "print(secret)"
        let long = "import os\n" + String(repeating: "print(secret)\n", count: 20)
        for code in [code, long] {
            let attributes: [String: Value] = ["language": "python", "code": .text(code), "cpu": 2, "memoryMB": 512]
            let key = try sandbox.workload(attributes).key.description
            #expect(key.hasPrefix("python/") && key.hasSuffix("/2/512/-"))
            #expect(!key.contains("secret"))
            #expect(try self.key(attributes, "").contains("secret") == false)
            #expect(try self.key(attributes.filter { $0.key == "code" }, "").contains("secret") == false)
        }
        let same: [String: Value] = ["language": "python", "code": .text(code), "cpu": 2, "memoryMB": 512]
        let other = same.merging(["code": "print(public)"]) { $1 }
        #expect(try sandbox.workload(same).key == sandbox.workload(same).key)
        #expect(try sandbox.workload(same).key != sandbox.workload(other).key)
        #expect(try self.key(["text": .text(long)], "identity: [workload.text]").contains("secret") == false)
    }

    @Test func `an identity that an attribute cannot give is an error`() throws {
        #expect(throws: ExpressionError.self) { try self.key(["a": "many"], "identity: [workload.a * 2]") }
    }
}
