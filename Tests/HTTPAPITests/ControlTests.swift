import BerthTesting
import Decisions
import Engine
import Foundation
import Placement
import Testing

/// Policies, targets, models and their audit.
struct ControlTests {
    // MARK: Policies

    @Test func `domains are told with their policies`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let answer = try await service.send("GET", "/api/v1/domains")
        #expect(answer.json["domains"].elements.map { $0["name"] } == ["boxes", "sandbox"])
        #expect(answer.json["domains"][1]["model"] == "sandbox@v1.0.0")
        #expect(answer.json["domains"][1]["targets"] == 4)
        #expect(answer.json["domains"][0]["attributes"] == .list(["size"]))
    }

    @Test func `a policy takes effect at once and is audited`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let path = "/api/v1/domains/sandbox/policy"
        let before = try await service.send("GET", path)
        #expect(before.json["strategy"] == "hybrid")
        let body = #"{"strategy": "rules", "confidenceGate": 0.5, "exploration": {"share": 0.1, "budget": 2}}"#
        let set = try await service.send("PUT", path, body, headers: ["X-Request-Id": "change-1"])
        #expect(set.status == 200)
        #expect(set.json == (try JSON.value(String(body.dropLast()) + #", "weights": null}"#)))
        #expect(try await service.send("GET", path).json == set.json)
        let predicted = try await service.send("POST", "/api/predict", #"{"spec": {"language": "python"}}"#)
        #expect(predicted.json["basis"] == "rules")
        let audit = try await service.send("GET", "/api/v1/audit")
        let entry = audit.json["entries"][0]
        #expect(entry["actor"] == "local")
        #expect(entry["subject"] == "policy")
        #expect(entry["name"] == "sandbox")
        #expect(entry["before"]["strategy"] == "hybrid")
        #expect(entry["after"]["strategy"] == "rules")
        #expect(entry["requestId"] == "change-1")
    }

    @Test func `a policy that was set is taken back, and that is audited`() async throws {
        let service = try await TestService()
        let path = "/api/v1/domains/sandbox/policy"
        _ = try await service.send("PUT", path, #"{"strategy": "rules"}"#)
        let answer = try await service.send("DELETE", path)
        #expect(answer.status == 200 && answer.json["strategy"] == "hybrid")
        #expect(answer.json["exploration"]["budget"] == 5)
        #expect(try await service.send("GET", path).json == answer.json)
        let entry = try await service.send("GET", "/api/v1/audit").json["entries"][0]
        #expect(entry["subject"] == "policy" && entry["before"]["strategy"] == "rules")
        #expect(entry["after"]["strategy"] == "hybrid")
        #expect(try await service.send("DELETE", "/api/v1/domains/sandbx/policy").status == 404)
    }

    @Test func `what a policy leaves out stays`() async throws {
        let service = try await TestService()
        let path = "/api/v1/domains/sandbox/policy"
        _ = try await service.send("PUT", path, #"{"strategy": "hybrid", "exploration": {"share": 0.1, "budget": 2}}"#)
        let kept = try await service.send("PUT", path, #"{"strategy": "model", "exploration": {"share": 0.2}}"#)
        #expect(kept.json["confidenceGate"] == 0.7)
        #expect(kept.json["exploration"] == .record(["share": 0.2, "budget": 2]))
        let unlimited = try await service.send("PUT", path, #"{"strategy": "model", "exploration": {"budget": null}}"#)
        #expect(unlimited.json["exploration"] == .record(["share": 0.2, "budget": .missing]))
    }

    @Test(arguments: [
        (#"{}"#, "strategy"), (#"{"strategy": "rule"}"#, "strategy"), (#"{"strategy": 1}"#, "strategy"),
        (#"{"strategy": "rules", "confidenceGate": 1.1}"#, "confidenceGate"),
        (#"{"strategy": "rules", "gate": 0.7}"#, "gate"),
        (#"{"strategy": "rules", "exploration": {"share": -0.1}}"#, "exploration.share"),
        (#"{"strategy": "rules", "exploration": {"budget": -1}}"#, "exploration.budget"),
        (#"{"strategy": "rules", "exploration": {"shares": 0.1}}"#, "exploration.shares"),
        (#"{"strategy": "rules", "weights": {}}"#, "weights"),
    ])
    func `a wrong policy is refused by field, and the old one stands`(body: String, field: String) async throws {
        let service = try await TestService()
        let answer = try await service.send("PUT", "/api/v1/domains/sandbox/policy", body)
        #expect(answer.status == 400)
        #expect(answer.json["field"].string == field)
        #expect(try service.serving().policy.strategy == .hybrid)
    }

    @Test func `a policy of no domain is not found`() async throws {
        let service = try await TestService()
        #expect(try await service.send("GET", "/api/v1/domains/sandbx/policy").status == 404)
        #expect(try await service.send("PUT", "/api/v1/domains/x/policy", #"{"strategy": "rules"}"#).status == 404)
    }

    // MARK: Targets

    @Test func `a target is drained and comes back`() async throws {
        let service = try await TestService()
        let path = "/api/v1/targets/e2b"
        let drained = try await service.send("PATCH", path, #"{"mode": "draining", "reason": "maintenance"}"#)
        #expect(drained.status == 200)
        #expect(drained.json["available"] == false)
        #expect(drained.json["reason"] == "draining by an operator: maintenance")
        #expect(drained.json["availability"]["operator"] == .record(["mode": "draining", "reason": "maintenance"]))
        #expect(drained.json["availability"]["breaker"]["state"] == "closed")
        let predicted = try await service.send(
            "POST",
            "/api/predict",
            #"{"spec": {"language": "python"}, "constraints": {"providers": ["e2b"]}}"#
        )
        #expect(predicted.json["provider"] == .missing)
        #expect(predicted.json["excluded"][0]["reason"] == "not available: draining by an operator: maintenance")
        let enabled = try await service.send("PATCH", path, #"{"mode": "enabled"}"#)
        #expect(enabled.json["available"] == true)
        let audit = try await service.send("GET", "/api/v1/audit?limit=1")
        #expect(audit.json["entries"].elements.count == 1)
        #expect(audit.json["entries"][0]["name"] == "sandbox/e2b")
        #expect(audit.json["entries"][0]["before"]["mode"] == "draining")
        let next = try #require(audit.json["next"].double)
        let older = try await service.send("GET", "/api/v1/audit?limit=1&before=\(Int(next))")
        #expect(older.json["entries"][0]["before"]["mode"] == "enabled")
        #expect(older.json["next"] == .missing)
    }

    @Test func `failures in a row open the breaker, which the target tells`() async throws {
        let service = try await TestService()
        let reports = (1...5).map { TestService.report("r-\($0)", ["success": false]) }
        _ = try await service.send("POST", "/api/telemetry/runs", JSON.text(.list(reports)))
        let target = try await service.send("GET", "/api/v1/targets/e2b")
        #expect(target.json["available"] == false)
        #expect(
            target.json["availability"]["breaker"] == .record(["state": "open", "nextTrialAt": "2026-01-01T00:00:30Z"])
        )
    }

    @Test func `targets are told, of all domains or one`() async throws {
        let service = try await TestService()
        #expect(try await service.send("GET", "/api/v1/targets").json["targets"].elements.count == 6)
        let boxes = try await service.send("GET", "/api/v1/targets?domain=boxes")
        #expect(boxes.json["targets"].elements.map { $0["id"] } == ["fly", "big/1"])
        #expect(try await service.send("GET", "/api/v1/targets?domain=box").status == 404)
        let all = try await service.send("GET", "/api/v1/targets").json["targets"].elements
        for (limit, offset) in [(1, 0), (2, 1), (4, 2), (6, 6), (10, 5)] {
            let page = try await service.send("GET", "/api/v1/targets?limit=\(limit)&offset=\(offset)")
            #expect(page.json["total"] == 6)
            #expect(page.json["targets"].elements == Array(all.dropFirst(offset).prefix(limit)))
        }
        #expect(try await service.send("GET", "/api/v1/targets?page=1").status == 400)
        #expect(try await service.send("GET", "/api/v1/targets?limit=0").status == 400)
    }

    @Test func `an ambiguous or unknown target is refused, an escaped one is found`() async throws {
        let service = try await TestService()
        let ambiguous = try await service.send("PATCH", "/api/v1/targets/fly", #"{"mode": "disabled"}"#)
        #expect(ambiguous.status == 409)
        #expect(ambiguous.json["allowed"] == .list(["boxes", "sandbox"]))
        #expect(
            try await service.send("PATCH", "/api/v1/targets/fly?domain=boxes", #"{"mode": "disabled"}"#).status == 200
        )
        let unknown = try await service.send("GET", "/api/v1/targets/e3b")
        #expect(unknown.status == 404)
        #expect(unknown.json["detail"].string?.contains("did you mean 'e2b'?") == true)
        #expect(try await service.send("GET", "/api/v1/targets/big%2F1").json["id"] == "big/1")
    }

    @Test(arguments: [
        (#"{}"#, "mode"), (#"{"mode": "enable"}"#, "mode"), (#"{"mode": "enabled", "why": "x"}"#, "why"),
        (#"{"mode": "enabled", "reason": ""}"#, "reason"), (#"{"mode": "enabled", "reason": 1}"#, "reason"),
    ])
    func `a wrong change of a target is refused by field`(body: String, field: String) async throws {
        let answer = try await TestService().send("PATCH", "/api/v1/targets/e2b", body)
        #expect(answer.status == 400)
        #expect(answer.json["field"].string == field)
    }

    // MARK: Models

    @Test func `models are told with their versions`() async throws {
        let service = try await TestService()
        #expect(try await service.send("GET", "/api/v1/models").json["models"] == .list([]))
        #expect(try await service.send("GET", "/api/v1/models/sandbox").status == 404)
        for version in ["v1.0.0", "v1.1.0"] {
            let bytes = Data("no model".utf8)
            try service.models.register(SampleModels.version(version, artifact: bytes), artifact: bytes)
        }
        let listed = try await service.send("GET", "/api/v1/models")
        let model = try await service.send("GET", "/api/v1/models/sandbox")
        #expect(listed.json["models"] == .list([model.json]))
        #expect(model.json["versions"].elements.map { $0["version"] } == ["v1.0.0", "v1.1.0"])
        #expect(model.json["versions"][0]["seed"] == "18446744073709551615")
        #expect(model.json["serving"] == .missing)
    }

    @Test func `a version serves, and the one before stays at hand`() async throws {
        let service = try await TestService()
        let path = "/api/v1/models/sandbox/serve"
        for version in ["v1.0.0", "v1.1.0"] {
            let bytes = try ServableModel.artifact(version, of: try TestService.sandbox())
            try service.models.register(SampleModels.version(version, artifact: bytes), artifact: bytes)
        }
        let first = try await service.send("POST", path, #"{"version": "v1.0.0"}"#)
        #expect(first.status == 200)
        #expect(first.json["previous"] == .missing)
        let second = try await service.send("POST", path, #"{"version": "1.1.0"}"#)
        #expect(second.json["version"] == "v1.1.0")
        #expect(second.json["previous"] == "v1.0.0")
        let model = try await service.send("GET", "/api/v1/models/sandbox")
        #expect(model.json["versions"].elements.map { $0["role"] } == ["previous", "serving"])
        let predicted = try await service.send("POST", "/api/predict", #"{"spec": {"language": "python"}}"#)
        #expect(predicted.json["model"].string?.contains("v1.1.0") == true)
    }

    @Test func `what cannot serve is refused, and what serves stays`() async throws {
        let service = try await TestService()
        let path = "/api/v1/models/sandbox/serve"
        let bytes = Data("no model".utf8)
        try service.models.register(SampleModels.version("v1.0.0", artifact: bytes), artifact: bytes)
        let damaged = try await service.send("POST", path, #"{"version": "v1.0.0"}"#)
        #expect(damaged.status == 422)
        #expect(damaged.json["detail"].string?.contains("damaged") == true)
        let unknown = try await service.send("POST", path, #"{"version": "v1.0.1"}"#)
        #expect(unknown.status == 404)
        #expect(unknown.json["allowed"] == .list(["v1.0.0"]))
        #expect(try await service.send("POST", path, #"{"version": "latest"}"#).status == 400)
        #expect(try await service.send("POST", path, #"{}"#).json["field"] == "version")
        #expect(try await service.send("POST", "/api/v1/models/nope/serve", #"{"version": "v1.0.0"}"#).status == 404)
        #expect(try service.serving().lineup.primary == nil)
    }

    @Test(arguments: ["limit=0", "limit=x", "before=0", "before=99999999999999999999", "after=1"])
    func `a wrong parameter of the audit is refused`(query: String) async throws {
        #expect(try await TestService().send("GET", "/api/v1/audit?\(query)").status == 400)
    }
}
