import Placement
import Testing

/// What runs cost, by target and day.
struct CostTests {
    /// Reports of four runs: two of the first of January, one that ends after midnight, and a failed one in February.
    private func reported() async throws -> TestService {
        let service = try await TestService()
        service.clock.set(TestService.later)
        let runs: [(String, String, String, Double, Double, Bool)] = [
            ("r-1", "e2b", "2026-01-01T00:00:00Z", 1500, 0.25, true),
            ("r-2", "modal", "2026-01-01T23:10:00Z", 2000, 0.5, true),
            ("r-3", "e2b", "2026-01-01T23:59:59Z", 2000, 0.125, true),
            ("r-4", "e2b", "2026-02-10T00:00:00Z", 500, 1, false),
        ]
        for (id, provider, start, milliseconds, cost, succeeded) in runs {
            let report = TestService.report(
                id,
                [
                    "provider": .text(provider), "startedAt": .text(start), "durationMs": .number(milliseconds),
                    "costUSD": .number(cost), "success": .flag(succeeded),
                ]
            )
            #expect(try await service.send("POST", "/api/telemetry/runs", JSON.text(report)).status == 200)
        }
        return service
    }

    @Test func `runs are summed by target, and by the day on which they ended`() async throws {
        let service = try await self.reported()
        let answer = try await service.send("GET", "/api/v1/costs?days=41&domain=sandbox")
        #expect(answer.status == 200)
        let domain = answer.json["domains"][0]
        #expect(domain["domain"] == "sandbox" && domain["currency"] == "USD")
        #expect(
            domain["targets"]
                == (try JSON.value(
                    """
                    [{"target": "e2b", "runs": 3, "failures": 1, "cost": 1.375, "seconds": 4},
                     {"target": "modal", "runs": 1, "failures": 0, "cost": 0.5, "seconds": 2}]
                    """
                ))
        )
        let days = domain["days"].elements
        #expect(days.count == 41)
        #expect(days.first == (try JSON.value(#"{"day": "2026-01-01", "runs": 2, "cost": 0.75}"#)))
        #expect(days[1] == (try JSON.value(#"{"day": "2026-01-02", "runs": 1, "cost": 0.125}"#)))
        #expect(days[2] == (try JSON.value(#"{"day": "2026-01-03", "runs": 0, "cost": 0}"#)))
        #expect(days.last == (try JSON.value(#"{"day": "2026-02-10", "runs": 1, "cost": 1}"#)))
    }

    @Test func `only the days asked for count, and today is one of them`() async throws {
        let service = try await self.reported()
        let today = try await service.send("GET", "/api/v1/costs?days=1&domain=sandbox")
        #expect(today.json["domains"][0]["days"].elements.map { $0["day"] } == ["2026-02-10"])
        #expect(today.json["domains"][0]["targets"].elements.map { $0["runs"] } == [1])
        let most = try await service.send("GET", "/api/v1/costs?days=40&domain=sandbox")
        #expect(most.json["domains"][0]["targets"].elements.map { $0["cost"] } == [1.125])
    }

    @Test func `every domain has its own currency, and thirty days are usual`() async throws {
        let answer = try await TestService().send("GET", "/api/v1/costs")
        #expect(answer.json["domains"].elements.map { $0["domain"] } == ["boxes", "sandbox"])
        #expect(answer.json["domains"].elements.map { $0["currency"] } == ["EUR", "USD"])
        #expect(answer.json["domains"].elements.allSatisfy { $0["days"].elements.count == 30 })
        #expect(answer.json["domains"].elements.allSatisfy { $0["targets"] == .list([]) })
    }

    @Test(arguments: [("days=0", 400), ("days=367", 400), ("days=1.5", 400), ("domain=sandbax", 404), ("day=1", 400)])
    func `a wrong question is refused`(query: String, status: Int) async throws {
        #expect(try await TestService().send("GET", "/api/v1/costs?\(query)").status == status)
    }
}
