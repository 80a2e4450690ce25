import Foundation
import Testing

/// What no client should send is answered with what is wrong and what is allowed, and harms nobody.
@Suite(.served)
struct ServiceBadInputTests {
    /// A request that is refused.
    struct Refused: Sendable, CustomTestStringConvertible {
        let method: String
        let path: String
        let body: String?
        let status: Int
        /// The field at fault.
        let field: String?
        /// Said in the detail.
        let parts: [String]

        init(_ method: String, _ path: String, _ body: String?, _ status: Int, _ field: String?, _ parts: String...) {
            self.method = method
            self.path = path
            self.body = body
            self.status = status
            self.field = field
            self.parts = parts
        }

        var testDescription: String { "\(self.method) \(self.path) \(self.body ?? "")" }
    }

    private static let decisions = "/api/v1/decisions"
    private static let runs = "/api/telemetry/runs"
    private static let policy = "/api/v1/domains/sandbox/policy"
    private static let nobody = "/api/v1/decisions/d-0000000000001"

    private static func workload(_ attributes: String) -> String {
        #"{"domain": "sandbox", "workload": {\#(attributes)}}"#
    }

    private static func run(_ old: String, _ new: String) -> String {
        Sandbox.run("bad-1").replacing(old, with: new)
    }

    static let cases: [Refused] = [
        // Not JSON, or not of the shape.
        Refused("POST", decisions, "", 400, nil, "line 1"),
        Refused("POST", decisions, "{", 400, nil, "line 1"),
        Refused("POST", decisions, "[]", 400, nil, "0 requests", "1 to 1000"),
        Refused("POST", decisions, "7", 400, "the body", "object"),
        Refused("POST", decisions, workload(#""cpu": NaN"#), 400, nil, "line 1"),
        Refused("POST", decisions, workload(#""cpu": 1e999"#), 400, nil, "line 1"),
        Refused(
            "POST",
            decisions,
            #"{"domain": "sandbox", "domain": "sandbox", "workload": {}}"#,
            400,
            "domain",
            "twice"
        ),
        // Fields that are unknown, missing or of another type.
        Refused("POST", decisions, #"{"domain": "sandbox"}"#, 400, "workload", "workload"),
        Refused("POST", decisions, #"{"workload": {}}"#, 400, "domain", "domain"),
        Refused("POST", decisions, #"{"domain": "sandbox", "workload": []}"#, 400, "workload", "object"),
        Refused(
            "POST",
            decisions,
            #"{"domain": "sandbox", "workload": {}, "constraint": {}}"#,
            400,
            "constraint",
            "did you mean 'constraints'?"
        ),
        Refused("POST", decisions, workload(#""memory": 3"#), 400, "workload.memory", "did you mean 'memoryMB'?"),
        Refused("POST", decisions, workload(#""cpu": "two""#), 400, "workload.cpu", "two", "number"),
        Refused("POST", decisions, workload(#""gpu": "yes""#), 400, "workload.gpu", "true or false"),
        Refused("POST", decisions, workload(#""memoryMB": -512"#), 400, "workload.memoryMB", "-512"),
        Refused("POST", "/api/predict", #"{"spec": {}}"#, 400, "spec.language", "language"),
        Refused("POST", "/api/predict", #"{"spec": {"language": "python", "cpu": -1}}"#, 400, "spec.cpu", "-1"),
        Refused(
            "POST",
            "/api/predict",
            #"{"spec": {"language": "python", "files": [{"path": "a"}]}}"#,
            400,
            "spec.files[0].bytes",
            "bytes"
        ),
        // Names that nobody knows.
        Refused("POST", decisions, #"{"domain": "sandbx", "workload": {}}"#, 404, "domain", "did you mean 'sandbox'?"),
        Refused(
            "POST",
            decisions,
            #"{"domain": "sandbox", "workload": {}, "constraints": {"only": {"provider": ["e2c"]}}}"#,
            422,
            "constraints.only.provider",
            "did you mean 'e2b'?"
        ),
        Refused(
            "POST",
            "/api/predict",
            #"{"spec": {"language": "python"}, "constraints": {"providers": ["e2c"]}}"#,
            422,
            "constraints.providers",
            "did you mean 'e2b'?"
        ),
        Refused("GET", nobody, nil, 404, "id", "d-0000000000001"),
        Refused("GET", nobody + "/explanation", nil, 404, "id", "d-0000000000001"),
        Refused("POST", nobody + "/outcome", Sandbox.outcome(), 404, "id", "d-0000000000001"),
        Refused("GET", decisions + "/yesterday", nil, 404, "id", "yesterday"),
        Refused("GET", "/api/v1/models/sandbx", nil, 404, "name", "sandbox"),
        Refused("PATCH", "/api/v1/targets/e2c", #"{"mode": "disabled"}"#, 404, "target", "did you mean 'e2b'?"),
        Refused("GET", "/api/v1/domains/sandbx/policy", nil, 404, "domain", "did you mean 'sandbox'?"),
        // Outcomes and runs.
        Refused("POST", runs, "", 400, nil, "no runs"),
        Refused("POST", runs, run("durationMs", "durationMS"), 400, "durationMS", "did you mean 'durationMs'?"),
        Refused("POST", runs, run("0.0000216", "-1"), 400, "costUSD", "-1"),
        Refused("POST", runs, run("e2b", "e2c"), 400, "provider", "did you mean 'e2b'?"),
        Refused("POST", runs, run(#""success": true"#, #""success": "yes""#), 400, "success", "yes"),
        Refused("POST", runs, run("512", "-512"), 400, "spec.memoryMB", "-512"),
        // What operators set.
        Refused("PUT", policy, #"{"strategy": "modl"}"#, 400, "strategy", "did you mean 'model'?"),
        Refused("PUT", policy, #"{"strategy": "model", "confidenceGate": 1.5}"#, 400, "confidenceGate", "1.5"),
        Refused("PATCH", "/api/v1/targets/e2b", #"{"mode": "off"}"#, 400, "mode", "disabled"),
        Refused("POST", "/api/v1/models/sandbox/serve", #"{"version": "two"}"#, 400, "version", "such as v1.2.0"),
        // The request itself.
        Refused("GET", decisions + "?limit=0", nil, 400, "limit", "1"),
        Refused("GET", decisions + "?form=yesterday", nil, 400, "form", "did you mean 'from'?"),
        Refused("GET", decisions + "?from=yesterday", nil, 400, "from", "yesterday"),
        Refused("GET", decisions + "?before=yesterday", nil, 400, "before", "'next'"),
        Refused("DELETE", decisions, nil, 405, nil, "POST, GET, HEAD"),
        Refused("GET", "/api/v1/decision", nil, 404, nil, "did you mean '/api/v1/decisions'?"),
    ]

    @Test(arguments: cases)
    func `what is wrong is answered with field, value and what is allowed`(refused: Refused) async throws {
        let service = try SharedService.service()
        let answer = try await service.send(
            refused.method,
            refused.path,
            refused.body.map { Data($0.utf8) },
            headers: ["X-Request-Id": "bad-input"]
        )
        #expect(answer.status == refused.status, "\(answer.text)")
        #expect(answer.headers["content-type"] == "application/problem+json")
        let problem = try answer.object()
        #expect(problem["field"] as? String == refused.field)
        #expect(problem["requestId"] as? String == "bad-input")
        for part in refused.parts { #expect(try answer.text("detail").contains(part), "\(answer.text)") }
        #expect(try await service.ask("POST", Self.decisions, Sandbox.decision(1))["recorded"] as? Bool == true)
    }

    @Test func `a body of another kind is refused with the kinds that are taken`() async throws {
        let service = try SharedService.service()
        let answer = try await service.post(Self.decisions, "domain=sandbox", type: "application/x-www-form-urlencoded")
        #expect(answer.status == 415)
        #expect(try answer.object()["allowed"] as? [String] == ["application/json"])
    }

    @Test func `ten megabytes are refused with what is allowed, and the client can go on`() async throws {
        let service = try SharedService.service()
        let large =
            #"{"domain": "sandbox", "workload": {"code": ""# + String(repeating: "x", count: 10_000_000) + #""}}"#
        let answer = try await service.post(Self.decisions, large)
        #expect(answer.status == 413)
        #expect(try answer.text("detail").contains("1048576"), "\(answer.text)")
        #expect(try await service.ask("POST", Self.decisions, Sandbox.decision(1))["recorded"] as? Bool == true)
    }

    @Test func `depth is bounded`() async throws {
        let service = try SharedService.service()
        let deep = Self.workload(#""files": \#(String(repeating: "[", count: 100_000))"#)
        #expect(try await service.post(Self.decisions, deep).status == 400)
        #expect(try await service.post(Self.runs, String(repeating: "[", count: 1_000_000)).status == 400)
        #expect(try await service.get("/health/ready").status == 200)
    }

    @Test func `what is no HTTP is refused, and the others notice nothing`() async throws {
        let service = try SharedService.service()
        for text in [
            "GARBAGE\r\n\r\n", "\u{0}\u{1}\u{2}\r\n", "POST /api/predict HTTP/1.1\r\nContent-Length: -3\r\n\r\n",
        ] {
            let connection = try RawConnection(port: service.port)
            try connection.send(text)
            let answer = try connection.receive()
            #expect(answer == "" || answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
        }
        #expect(try await service.get("/health/ready").status == 200)
    }
}

/// Clients that do not finish what they began.
struct SlowClientTests {
    private static let head = "POST /api/predict HTTP/1.1\r\nHost: berth\r\nContent-Length: 100\r\n\r\n{"

    @Test(arguments: ["BERTH_HTTP_IDLE_SECONDS", "BERTH_HTTP_READ_SECONDS"])
    func `a client that sends half a request is cut off, and the others notice nothing`(limit: String) async throws {
        let service = try await ServedBerth(in: try Berth(), environment: [limit: "1"])
        let slow = try (0..<50).map { _ in try RawConnection(port: service.port) }
        for connection in slow { try connection.send(Self.head) }
        #expect(try await service.post("/api/predict", Sandbox.prediction(1)).status == 200)
        for connection in slow { #expect(try connection.receive() == "") }
        #expect(try await service.post("/api/predict", Sandbox.prediction(1)).status == 200)
        let list = try await service.ask("GET", "/api/v1/decisions")
        #expect((list["decisions"] as? [Any])?.count == 2, "half a request decides nothing")
        try await service.stop()
    }
}
