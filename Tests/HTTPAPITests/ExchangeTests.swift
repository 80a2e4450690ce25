import Decisions
import HTTPTypes
import Logging
import Placement
import Testing

/// What holds for every request, whatever it asks.
struct ExchangeTests {
    private static let predict = #"{"spec": {"language": "python"}}"#

    // MARK: Ids

    @Test func `a request's id is taken, or made`() async throws {
        let service = try await TestService()
        let own = try await service.send("GET", "/health/live", headers: ["X-Request-Id": "client 7/a"])
        #expect(own.requestID == "client 7/a")
        #expect(try await service.send("GET", "/health/live").requestID == "made-1")
        for bad in ["", String(repeating: "x", count: 129), "caf\u{e9}"] {
            let answer = try await service.send("GET", "/health/live", headers: ["X-Request-Id": bad])
            #expect(answer.requestID?.hasPrefix("made-") == true)
        }
    }

    // MARK: Routing

    @Test func `an unknown path is not found, with the nearest`() async throws {
        let answer = try await TestService().send("GET", "/api/v1/decision?x=1")
        #expect(answer.status == 404)
        #expect(answer.json["type"] == "urn:berth:problem:unknown-path")
        #expect(answer.json["detail"].string?.contains("did you mean '/api/v1/decisions'?") == true)
    }

    @Test(arguments: [
        "/", "/api", "/api/v1/decisions/", "/api/v1/decisions/x/y", "//", "/%", "/api/v1/targets/%ff", "*",
    ])
    func `odd paths are not found`(path: String) async throws {
        #expect(try await TestService().send("GET", path).status == 404)
    }

    @Test func `a method that a path does not answer is refused with those that it does`() async throws {
        let service = try await TestService()
        for (method, path, allow) in [
            ("DELETE", "/api/v1/decisions", "POST, GET, HEAD"), ("GET", "/api/predict", "POST"),
            ("TRACE", "/metrics", "GET, HEAD"), ("HEAD", "/api/predict", "POST"),
            ("POST", "/api/v1/domains/sandbox/policy", "GET, PUT, DELETE, HEAD"), ("OPTIONS", "/health", "GET, HEAD"),
        ] {
            let answer = try await service.send(method, path, method == "POST" ? "{}" : nil)
            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == allow)
        }
    }

    @Test func `HEAD answers like GET, without the body`() async throws {
        let service = try await TestService()
        let get = try await service.send("GET", "/health/live")
        let head = try await service.send("HEAD", "/health/live")
        #expect(head.status == 200)
        #expect(head.bytes.isEmpty)
        #expect(head.headers[.contentLength] == String(get.bytes.count))
    }

    @Test func `a target in absolute form is answered`() async throws {
        #expect(try await TestService().send("GET", "http://berth:8080/health/live").status == 200)
    }

    // MARK: Bodies

    @Test func `a body beyond the limit is refused`() async throws {
        let service = try await TestService()
        let long = String(repeating: " ", count: 20_001)
        let predict = try await service.send("POST", "/api/predict", Self.predict + long)
        #expect(predict.status == 413)
        #expect(predict.json["allowed"] == .list(["at most 20000 bytes"]))
        let announced = try await service.send(
            "POST",
            "/api/predict",
            Self.predict,
            headers: ["Content-Length": "10000000"]
        )
        #expect(announced.status == 413)
        #expect(try await service.send("POST", "/api/telemetry/runs", long + long).status == 413)
        #expect(try await service.send("POST", "/api/predict", Self.predict + long.dropLast(40)).status == 200)
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "", ";"])
    func `a body of another kind is refused`(type: String) async throws {
        let service = try await TestService()
        let answer = try await service.send("POST", "/api/predict", Self.predict, type: type)
        #expect(answer.status == 415)
        #expect(answer.json["allowed"] == .list(["application/json"]))
        let runs = try await service.send("POST", "/api/telemetry/runs", "{}", type: type)
        #expect(runs.json["allowed"] == .list(["application/json", "application/x-ndjson"]))
    }

    @Test(arguments: ["application/json", "Application/JSON; charset=utf-8", "application/json ;charset=utf-8", nil])
    func `JSON is taken however its kind is spelled`(type: String?) async throws {
        #expect(try await TestService().send("POST", "/api/predict", Self.predict, type: type).status == 200)
    }

    @Test func `bytes that are no UTF-8 are refused`() async throws {
        let bytes = Array(#"{"spec": {"language": ""#.utf8) + [0xFF, 0xC0] + Array(#""}}"#.utf8)
        let answer = try await TestService().send("POST", "/api/predict", bytes: bytes)
        #expect(answer.status == 400)
        #expect(answer.json["detail"].string?.contains("UTF-8") == true)
    }

    // MARK: Faults

    private static let questions: [(String, String, String?)] = [
        ("GET", "/api/v1/decisions", nil), ("GET", "/api/v1/decisions/d-0000000000001", nil),
        ("GET", "/api/v1/decisions/d-0000000000001/explanation", nil),
        ("POST", "/api/v1/decisions/d-0000000000001/outcome", #"{"durationMs": 1, "costUSD": 0, "success": true}"#),
        ("POST", "/api/telemetry/runs", JSON.text(TestService.report())), ("GET", "/api/telemetry/training-data", nil),
        ("GET", "/api/telemetry/providers", nil),
        ("PUT", "/api/v1/domains/sandbox/policy", #"{"strategy": "rules"}"#),
        ("PATCH", "/api/v1/targets/e2b", #"{"mode": "disabled"}"#), ("GET", "/api/v1/models", nil),
        ("GET", "/api/v1/models/sandbox", nil), ("GET", "/api/v1/audit", nil),
    ]

    @Test(arguments: Self.questions.indices)
    func `a store that fails is told apart from a fault of ours`(index: Int) async throws {
        let (method, path, body) = Self.questions[index]
        let gone = try await TestService(failing: DiskGone()).send(method, path, body)
        #expect(gone.status == 503)
        #expect(gone.headers[.retryAfter] == "1")
        let surprise = try await TestService(failing: Surprise()).send(method, path, body)
        #expect(surprise.status == 500)
        #expect(!surprise.text.contains("Surprise"), "a client learns nothing of the inside")
        if method != "GET" {
            #expect(try await TestService(failing: DiskFull()).send(method, path, body).status == 507)
        }
    }

    @Test func `a change that could not be kept is not in force`() async throws {
        let service = try await TestService(failing: DiskFull())
        _ = try await service.send("PUT", "/api/v1/domains/sandbox/policy", #"{"strategy": "rules"}"#)
        _ = try await service.send("PATCH", "/api/v1/targets/e2b", #"{"mode": "disabled"}"#)
        #expect(try service.serving().policy.strategy == .hybrid)
        #expect(try await service.send("GET", "/api/v1/targets/e2b").json["available"] == true)
    }

    // MARK: Logs

    @Test func `requests are logged at debug, faults at error, both with the id`() async throws {
        let lines = Shared<[String]>([])
        func logger(_ level: Logger.Level) -> Logger {
            var logger = Logger(label: "test") { _ in LineHandler(lines: lines) }
            logger.logLevel = level
            return logger
        }
        let loud = try await TestService(logger: logger(.debug))
        _ = try await loud.send("GET", "/health/live", headers: ["X-Request-Id": "one"])
        #expect(lines.value.count == 1)
        #expect(lines.value[0].hasPrefix("debug request"))
        #expect(lines.value[0].contains("request.id=one"))
        lines.set([])
        let quiet = try await TestService(failing: Surprise(), logger: logger(.info))
        _ = try await quiet.send("GET", "/health/live")
        #expect(lines.value.isEmpty)
        _ = try await quiet.send("GET", "/api/v1/models", headers: ["X-Request-Id": "two"])
        #expect(lines.value.count == 1)
        #expect(lines.value[0].hasPrefix("error request failed"))
        #expect(lines.value[0].contains("request.id=two"))
        #expect(lines.value[0].contains("Surprise"))
    }
}

/// Writes each line into a list.
private struct LineHandler: LogHandler {
    let lines: Shared<[String]>
    var logLevel = Logger.Level.debug
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        self.lines.change { $0.append("\(event.level) \(event.message) \(facts.joined(separator: " "))") }
    }
}
