import BerthTesting
import HTTPAPI
import Placement
import Telemetry
import Testing
import Web

/// `/api/v1/decisions` and what is under it.
struct DecisionTests {
    private static let path = "/api/v1/decisions"
    private static func request(_ id: Int, domain: String = "sandbox") -> String {
        domain == "sandbox"
            ? #"{"domain": "sandbox", "workload": {"language": "python", "code": "print(\#(id))"}}"#
            : #"{"domain": "boxes", "workload": {"size": \#(id)}}"#
    }

    @Test func `one request is answered by its decision`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let body = """
            {"domain": "sandbox", "workload": {"language": "python", "gpu": null}, "objective": "time",
             "constraints": {"maxCost": 1, "maxTimeSeconds": 3.5, "only": {"region": ["us-east-1", "eu-west-1"]},
             "except": {"provider": ["e2b"]}}}
            """
        let answer = try await service.send("POST", Self.path, body)
        #expect(answer.status == 200)
        #expect(answer.json["chosen"] == "modal")
        #expect(answer.json["objective"] == "time")
        #expect(answer.json["basis"] == "model")
        #expect(answer.json["propensity"] == 1)
        #expect(answer.json["recorded"] == true)
        let exclusions = answer.json["candidates"].elements.map { $0["exclusion"]["constraint"] }
        #expect(exclusions == ["except.provider", .missing, .missing, .missing])
    }

    @Test func `a list is answered in order, and recorded together`() async throws {
        let service = try await TestService()
        let body = "[\(Self.request(1)), \(Self.request(2, domain: "boxes")), \(Self.request(3))]"
        let answer = try await service.send("POST", Self.path, body)
        #expect(answer.status == 200)
        #expect(answer.json.elements.map { $0["domain"] } == ["sandbox", "boxes", "sandbox"])
        let kept = try await service.send("GET", Self.path)
        #expect(kept.json["decisions"].elements.map { $0["id"] } == answer.json.elements.reversed().map { $0["id"] })
    }

    @Test func `the first bad request of a list refuses all, by its index`() async throws {
        let service = try await TestService(limits: .init(bodyBytes: 1 << 20))
        let wrong = #"{"domain": "sandbox", "workload": {"language": "python"}, "objectiv": "cost"}"#
        let unread = try await service.send("POST", Self.path, "[\(Self.request(1)), \(wrong), 7]")
        #expect(unread.status == 400)
        #expect(unread.json["field"] == "[1].objectiv")
        let undecided = try await service.send(
            "POST",
            Self.path,
            #"[\#(Self.request(1)), \#(Self.request(2)), {"domain": "sandbox", "workload": {"cpus": 1}}]"#
        )
        #expect(undecided.status == 400)
        #expect(undecided.json["field"] == "[2].workload.cpus")
        #expect(undecided.json["detail"].string?.contains("nothing was decided") == true)
        #expect(try await service.log.newestID() == nil)
        let many = "[" + (0...1000).map { _ in Self.request(1, domain: "boxes") }.joined(separator: ",") + "]"
        #expect(try await service.send("POST", Self.path, many).status == 400)
        #expect(try await service.send("POST", Self.path, "[]").status == 400)
    }

    @Test(arguments: [
        (#"{"workload": {"language": "python"}}"#, 400, "domain"),
        (#"{"domain": "sandbox"}"#, 400, "workload"),
        (#"{"domain": "sandbx", "workload": {}}"#, 404, "domain"),
        (#"{"domain": "sandbox", "workload": {"memory": 512}}"#, 400, "workload.memory"),
        (#"{"domain": "sandbox", "workload": {"language": "python", "memoryMB": -1}}"#, 400, "workload.memoryMB"),
        (#"{"domain": "sandbox", "workload": {"language": "python", "cpu": "many"}}"#, 400, "workload.cpu"),
        (#"{"domain": "sandbox", "workload": {"language": "python"}, "objective": "costs"}"#, 400, "objective"),
        (
            #"{"domain": "sandbox", "workload": {"language": "p"}, "constraints": {"maxcost": 1}}"#, 400,
            "constraints.maxcost"
        ),
        (
            #"{"domain": "sandbox", "workload": {"language": "p"}, "constraints": {"maxCost": -1}}"#, 400,
            "constraints.maxCost"
        ),
        (
            #"{"domain": "sandbox", "workload": {"language": "p"}, "constraints": {"maxCost": 1}}"#, 422,
            "constraints.maxCost"
        ),
        (
            #"{"domain": "sandbox", "workload": {"language": "p"}, "constraints": {"only": {"zone": ["a"]}}}"#, 422,
            "constraints"
        ),
        (
            #"{"domain": "sandbox", "workload": {"language": "p"}, "constraints": {"only": {"provider": ["e2"]}}}"#,
            422,
            "constraints.only.provider"
        ),
        (
            #"{"domain": "sandbox", "workload": {"language": "p"}, "constraints": {"only": {"provider": "e2b"}}}"#, 400,
            "constraints.only.provider"
        ),
        (
            #"{"domain": "sandbox", "workload": {"language": "p"}, "constraints": {"only": {"provider": []}}}"#, 400,
            "constraints.only.provider"
        ),
    ])
    func `bad input is refused by field`(body: String, status: Int, field: String) async throws {
        let answer = try await TestService().send("POST", Self.path, body)
        #expect(answer.status == status)
        #expect(answer.json["field"].string == field)
    }

    // MARK: Reading

    @Test func `decisions are listed by pages and filters, the newest first`() async throws {
        let service = try await TestService()
        var ids: [String] = []
        for index in 0..<5 {
            service.clock.set(TestService.start.advanced(bySeconds: Double(index) * 60))
            ids.insert(try await service.decided("print(\(index))"), at: 0)
        }
        func listed(_ query: String) async throws -> [String] {
            let answer = try await service.send("GET", "\(Self.path)?\(query)")
            #expect(answer.status == 200)
            return answer.json["decisions"].elements.compactMap { $0["id"].string }
        }
        let first = try await service.send("GET", "\(Self.path)?limit=2")
        #expect(first.json["decisions"].elements.compactMap { $0["id"].string } == Array(ids[..<2]))
        let next = try #require(first.json["next"].string)
        #expect(try await listed("limit=2&before=\(next)") == Array(ids[2..<4]))
        #expect(try await service.send("GET", "\(Self.path)?limit=5").json["next"] == .missing)
        #expect(try await listed("from=2026-01-01T00:01:00Z&to=2026-01-01T00:03:00%2B00:00") == [ids[2], ids[3]])
        #expect(try await listed("domain=boxes") == [])
        #expect(try await listed("target=nowhere") == [])
        let key = try #require(first.json["decisions"][0]["workload"].string)
        let escaped = key.replacing("/", with: "%2F").replacing(" ", with: "+").replacing("|", with: "%7C")
        #expect(try await listed("workload=\(escaped)") == [ids[0]])
        _ = try await service.send(
            "POST",
            "\(Self.path)/\(ids[4])/outcome",
            #"{"durationMs": 10, "costUSD": 0, "success": true}"#
        )
        #expect(try await listed("observed=true") == [ids[4]])
        #expect(try await listed("observed=false") == Array(ids[..<4]))
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=1001", "limit"), ("limit=ten", "limit"), ("from=yesterday", "from"),
        ("from=1767225600", "from"), ("to=2026-13-01", "to"), ("observed=1", "observed"), ("before=d-1", "before"),
        ("domain=", "domain"), ("targets=e2b", "targets"),
    ])
    func `a wrong parameter is refused by name`(query: String, field: String) async throws {
        let answer = try await TestService().send("GET", "\(Self.path)?\(query)")
        #expect(answer.status == 400)
        #expect(answer.json["field"].string == field)
    }

    @Test func `a domain that is not there is not found, with the nearest`() async throws {
        let answer = try await TestService().send("GET", "\(Self.path)?domain=sandbax")
        #expect(answer.status == 404)
        #expect(answer.json["detail"].string?.contains("did you mean 'sandbox'?") == true)
    }

    @Test func `a record tells everything, and its explanation why`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let id = try await service.decided()
        let record = try await service.send("GET", "\(Self.path)/\(id)")
        #expect(record.status == 200)
        #expect(record.json["workload"]["attributes"]["code"] == "print(1)")
        #expect(record.json["candidates"][0]["features"] == .list([1, .missing]))
        #expect(record.json["candidates"][0]["attributes"]["provider"] == "e2b")
        #expect(record.json["outcome"] == .missing)
        let explanation = try await service.send("GET", "\(Self.path)/\(id)/explanation")
        #expect(explanation.status == 200)
        #expect(explanation.json["sentences"].elements.contains { $0.string?.contains("startup_seconds") ?? false })
    }

    @Test(arguments: ["", "/explanation"])
    func `an unknown id is not found`(suffix: String) async throws {
        for id in ["d-0000000000001", "nothing", "%E2%98%83", "d-0000000000001%00"] {
            let answer = try await TestService().send("GET", "\(Self.path)/\(id)\(suffix)")
            #expect(answer.status == 404)
            #expect(answer.json["type"] == "urn:berth:problem:unknown-resource")
        }
    }

    // MARK: Outcomes

    @Test func `an outcome is kept once, and another one is a conflict`() async throws {
        let service = try await TestService()
        let path = "\(Self.path)/\(try await service.decided())/outcome"
        let report =
            #"{"durationMs": 812, "costUSD": 0.0000216, "success": false, "error": "killed", "metrics": {"cpuMs": 640, "oom": true}}"#
        let first = try await service.send("POST", path, report)
        #expect(first.status == 201)
        #expect(first.json["outcome"]["durationMs"] == 812)
        #expect(first.json["outcome"]["costUSD"] == 0.0000216)
        let again = try await service.send("POST", path, report)
        #expect(again.status == 200)
        #expect(again.json["outcome"] == first.json["outcome"])
        let other = try await service.send(
            "POST",
            path,
            #"{"durationMs": 813, "costUSD": 0.0000216, "success": false}"#
        )
        #expect(other.status == 409)
        #expect(other.json["detail"].string?.contains("has a different outcome") == true)
        let read = try await service.send("GET", String(path.dropLast("/outcome".count)))
        #expect(read.json["outcome"] == first.json["outcome"])
        let kept = try await service.runs.reports(.init(domain: "sandbox"))
        #expect(kept.map(\.error) == ["killed"])
        #expect(kept.map { $0.metrics["oom"] } == [true])
    }

    @Test func `it may have run elsewhere, at another time`() async throws {
        let service = try await TestService()
        let path = "\(Self.path)/\(try await service.decided())/outcome"
        let answer = try await service.send(
            "POST",
            path,
            #"{"durationMs": 1, "costUSD": 0, "success": true, "target": "modal", "startedAt": "2026-01-01T01:00:00+01:00"}"#
        )
        #expect(answer.status == 201)
        #expect(answer.json["outcome"]["target"] == "modal")
        #expect(answer.json["outcome"]["startedAt"] == "2026-01-01T00:00:00Z")
    }

    @Test(arguments: [
        (#"{"costUSD": 1, "success": true}"#, 400, "durationMs"),
        (#"{"durationMs": 1, "success": true}"#, 400, "costUSD"),
        (#"{"durationMs": 1, "costUSD": 1}"#, 400, "success"),
        (#"{"durationMs": -1, "costUSD": 1, "success": true}"#, 400, "durationMs"),
        (#"{"durationMs": 1, "costUSD": -1, "success": true}"#, 400, "costUSD"),
        (#"{"durationMs": 1, "costUSD": 1e10, "success": true}"#, 400, "costUSD"),
        (#"{"durationMs": 1, "costusd": 1, "success": true}"#, 400, "costusd"),
        (#"{"durationMs": 1, "costUSD": 1, "costEUR": 1, "success": true}"#, 400, "costUSD"),
        (#"{"durationMs": 1, "costEUR": 1, "success": true}"#, 422, "costEUR"),
        (#"{"durationMs": 1, "costUSD": 1, "success": 1}"#, 400, "success"),
        (#"{"durationMs": 1, "costUSD": 1, "success": true, "error": "but"}"#, 400, "error"),
        (#"{"durationMs": 1, "costUSD": 1, "success": true, "metrics": {"a": "b"}}"#, 400, "metrics.a"),
        (#"{"durationMs": 1, "costUSD": 1, "success": true, "startedAt": "1767225600"}"#, 400, "startedAt"),
        (#"{"durationMs": 1, "costUSD": 1, "success": true, "target": "mars"}"#, 422, "target"),
    ])
    func `a wrong outcome is refused by field`(body: String, status: Int, field: String) async throws {
        let service = try await TestService()
        let answer = try await service.send("POST", "\(Self.path)/\(try await service.decided())/outcome", body)
        #expect(answer.status == status)
        #expect(answer.json["field"].string == field)
    }

    @Test func `what was not decided, or chose nothing, has no outcome`() async throws {
        let service = try await TestService()
        let report = #"{"durationMs": 1, "costUSD": 0, "success": true}"#
        #expect(try await service.send("POST", "\(Self.path)/d-0000000000001/outcome", report).status == 404)
        try service.serveModel()
        let nothing = try await service.send(
            "POST",
            Self.path,
            #"{"domain": "sandbox", "workload": {"language": "python"}, "constraints": {"maxCost": 0}}"#
        )
        let id = try #require(nothing.json["id"].string)
        let answer = try await service.send("POST", "\(Self.path)/\(id)/outcome", report)
        #expect(answer.status == 409)
    }
}
