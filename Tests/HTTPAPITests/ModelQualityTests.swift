import Access
import Decisions
import Delivery
import Placement
import Registry
import Testing

/// What models are worth, as pages read it.
struct ModelQualityTests {
    @Test func `quality comes from decisions that were observed`() async throws {
        let service = try await TestService()
        try service.serveModel()
        service.clock.set(TestService.later)
        let id = try await service.decided()
        _ = try await service.decided("print(2)")
        // 1 s and $0.001 were expected, with a probability of 0.99.
        let report = try await service.send(
            "POST",
            "/api/v1/decisions/\(id)/outcome",
            #"{"durationMs": 2000, "costUSD": 0.004, "success": true}"#
        )
        #expect(report.status == 201)
        let answer = try await service.send("GET", "/api/v1/models/sandbox/quality?hours=2")
        #expect(answer.status == 200)
        let expected = """
            {"model": "sandbox", "decisions": 1, "from": "2026-02-09T22:00:00Z", "until": "2026-02-10T00:00:00Z",
             "accuracy": [{"at": "2026-02-10T00:00:00Z", "decisions": 1, "timeError": 0.5, "costError": 0.75,
               "timeWithinInterval": 1, "success": 1, "successBrier": 0.00010000000000000018}],
             "calibration": [{"from": 0.9, "until": 1, "predicted": 0.99, "actual": 1, "count": 1}],
             "points": [{"decision": "\(id)", "target": "e2b", "predictedTime": 1, "actualTime": 2,
               "predictedCost": 0.001, "actualCost": 0.004}]}
            """
        #expect(answer.json == (try JSON.value(expected)))
    }

    @Test(arguments: ["hours=0", "hours=8785", "hours=x", "days=1"])
    func `a wrong question is refused`(query: String) async throws {
        #expect(try await TestService().send("GET", "/api/v1/models/sandbox/quality?\(query)").status == 400)
    }

    @Test(arguments: ["quality", "importance"])
    func `an unknown model is not there, and its name is guessed`(what: String) async throws {
        let answer = try await TestService().send("GET", "/api/v1/models/sandbax/\(what)")
        #expect(answer.status == 404)
        #expect(answer.json["allowed"] == .list(["boxes", "sandbox"]))
        #expect(answer.json["detail"].string?.contains("sandbax") == true)
    }

    @Test func `without a model there is nothing to tell`() async throws {
        let service = try await TestService()
        let importance = try await service.send("GET", "/api/v1/models/sandbox/importance")
        #expect(importance.json == (try JSON.value(#"{"model": "sandbox", "version": null, "quantities": []}"#)))
        let quality = try await service.send("GET", "/api/v1/models/sandbox/quality")
        #expect(quality.json["decisions"] == 0)
        #expect(quality.json["points"] == .list([]))
    }

    @Test func `a served model tells its importance, and what its predictions are made of`() async throws {
        let service = try await TestService()
        let store = ReplaceableModels()
        try store.put("v1.0.0", try ServableModel.artifact("v1.0.0", of: try TestService.sandbox()))
        let id = ModelVersion.ID(name: "sandbox", version: try SemanticVersion(parsing: "v1.0.0"))
        _ = try await ModelDelivery(models: store, lineups: service.lineups, decisions: service.decisions).serve(
            id,
            by: .local,
            requestID: nil
        )
        let importance = try await service.send("GET", "/api/v1/models/sandbox/importance")
        #expect(
            importance.json
                == (try JSON.value(
                    """
                    {"model": "sandbox", "version": "v1.0.0", "quantities": [
                      {"quantity": "time", "features": [{"feature": "code_length", "gain": 1, "splits": 1}]}]}
                    """
                ))
        )
        let decision = try await service.decided("x = 1")
        let explained = try await service.send("GET", "/api/v1/decisions/\(decision)/explanation")
        let time = explained.json["contributions"].elements.filter { $0["quantity"] == "time" }
        // The code has five characters: beyond the split at four, which lies half-way between 1 and 2.
        #expect(time.count == 2)
        #expect(time.allSatisfy { $0["feature"] == "code_length" && $0["value"] == 5 && $0["contribution"] == 0.5 })
        #expect(Set(time.compactMap { $0["target"].string }).count == 2)
        #expect(
            explained.json["baselines"].elements.filter { $0["quantity"] == "time" }.map { $0["value"] } == [1.5, 1.5]
        )
        #expect(explained.json["contributions"].elements.contains { $0["quantity"] == "cost" && $0["value"].isPresent })
    }

    @Test func `a model that is gone leaves the sentences`() async throws {
        let service = try await TestService()
        try service.serveModel()
        let explained = try await service.send("GET", "/api/v1/decisions/\(try await service.decided())/explanation")
        #expect(explained.json["contributions"] == .list([]))
        #expect(explained.json["baselines"] == .list([]))
        #expect(explained.json["sentences"].elements.count > 1)
    }
}
