import BerthTesting
import HTTPAPI
import Placement
import Testing

/// `/api/v1/rank`.
struct RankTests {
    private static let path = "/api/v1/rank"
    private static let body = #"{"domain": "sandbox", "workload": {"language": "python"}, "objective": "cost"}"#

    @Test func `the best targets come in order, and nothing is recorded`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let answer = try await service.send("POST", Self.path, Self.body)
        #expect(answer.status == 200)
        #expect(answer.json["domain"] == "sandbox" && answer.json["targets"] == 4)
        #expect(answer.json["model"].string != nil && answer.json["objective"] == "cost")
        let ranked = answer.json["ranked"].elements
        #expect(ranked.map { $0["rank"] } == [1, 2, 3, 4].prefix(ranked.count).map { .number($0) })
        let costs = ranked.compactMap { $0["prediction"]["cost"]["value"].number }
        #expect(costs.count == ranked.count && costs == costs.sorted() && !costs.isEmpty)
        #expect(ranked[0]["attributes"]["region"].string != nil)
        let decision = try await service.send("POST", "/api/v1/decisions", Self.body)
        #expect(decision.json["chosen"] == ranked[0]["target"])
        #expect(try await service.send("GET", "/api/v1/decisions").json["decisions"].elements.count == 1)
    }

    @Test func `limit and offset cut a part out`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let all = try await service.send("POST", Self.path, Self.body).json["ranked"].elements
        let some = try await service.send("POST", "\(Self.path)?limit=2&offset=1", Self.body).json["ranked"].elements
        #expect(some == Array(all.dropFirst().prefix(2)))
        let beyond = try await service.send("POST", "\(Self.path)?offset=10000", Self.body)
        #expect(beyond.status == 200 && beyond.json["ranked"].elements.isEmpty)
    }

    @Test func `who is out is counted, and without a model the rules order`() async throws {
        let service = try await TestService()
        let body = """
            {"domain": "sandbox", "workload": {"language": "python"},
             "constraints": {"only": {"region": ["us-east-1"]}, "except": {"provider": ["e2b"]}}}
            """
        let answer = try await service.send("POST", Self.path, body)
        #expect(answer.status == 200)
        #expect(answer.json["model"] == .missing && answer.json["feasible"] == 1)
        let excluded = answer.json["excluded"].elements.map { [$0["constraint"], $0["count"]] }
        #expect(Set(excluded) == [["only.region", 2], ["except.provider", 1]])
        #expect(answer.json["ranked"].elements.map { $0["target"] } == ["modal"])
        #expect(answer.json["ranked"].elements[0]["prediction"] == .missing)
        let boxes = try await service.send("POST", Self.path, #"{"domain": "boxes", "workload": {"size": 3}}"#)
        #expect(boxes.json["ranked"].elements.map { $0["target"] } == ["big/1", "fly"])
    }

    @Test(arguments: [
        ("?limit=0", "limit", 400), ("?limit=1001", "limit", 400), ("?limit=ten", "limit", 400),
        ("?offset=-1", "offset", 400), ("?offset=10001", "offset", 400), ("?page=2", "page", 400),
    ])
    func `a parameter out of its range is refused by its name`(query: String, field: String, status: Int) async throws {
        let service = try await TestService()
        let answer = try await service.send("POST", Self.path + query, Self.body)
        #expect(answer.status == status)
        #expect(answer.json["field"].string == field)
    }

    @Test(arguments: [
        (#"{"domain": "sandbox"}"#, 400), (#"{"domain": "sandboxes", "workload": {}}"#, 404),
        (#"{"domain": "sandbox", "workload": {"cpus": 1}}"#, 400),
        (#"{"domain": "sandbox", "workload": {}, "constraints": {"only": {"region": ["us-west"]}}}"#, 422),
        (#"{"domain": "sandbox", "workload": {}, "constraints": {"maxCost": 1}}"#, 422), ("{", 400),
        (#"{"domain": "sandbox", "workload": {}, "limit": 3}"#, 400),
    ])
    func `what no decision could be made of is refused alike`(body: String, status: Int) async throws {
        let service = try await TestService()
        let answer = try await service.send("POST", Self.path, body)
        #expect(answer.status == status, "\(answer.text)")
        #expect(try await service.send("POST", "/api/v1/decisions", body).status == status)
        #expect(answer.contentType.hasPrefix("application/problem+json"))
    }

    @Test func `one workload is ranked at a time`() async throws {
        let answer = try await TestService().send("POST", Self.path, #"[{"domain": "sandbox", "workload": {}}]"#)
        #expect(answer.status == 400)
    }

    @Test func `it works read-only`() async throws {
        let service = try await TestService(isReadOnly: true)
        #expect(try await service.send("POST", Self.path, Self.body).status == 200)
    }
}
