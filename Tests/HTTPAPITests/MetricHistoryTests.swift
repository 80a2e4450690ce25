import MetricRegistry
import Placement
import Testing

/// The last hour of metrics, as pages read it.
struct MetricHistoryTests {
    /// Three steps with a decision between each two.
    private func sampled() async throws -> TestService {
        let service = try await TestService()
        try service.serveModel()
        for step in 0..<3 {
            service.registry.sample(step: step, at: TestService.start.secondsSince1970 + Double(step) * 5)
            _ = try await service.decided()
        }
        return service
    }

    @Test func `series come with their labels, the oldest value first`() async throws {
        let service = try await self.sampled()
        let answer = try await service.send("GET", "/api/v1/metric-history?name=berth_decisions_total&seconds=60")
        #expect(answer.status == 200)
        #expect(
            try answer.json
                == JSON.value(
                    """
                    {"stepSeconds": 5, "at": "2026-01-01T00:00:10Z", "leftOut": 0, "series": [
                      {"name": "berth_decisions_total",
                       "labels": {"domain": "sandbox", "basis": "model", "target": "e2b"},
                       "values": [null, 1, 2]}]}
                    """
                )
        )
        let several = try await service.send(
            "GET",
            "/api/v1/metric-history?name=berth_decision_seconds_count,berth_unrecorded_decisions_total&seconds=5"
        )
        #expect(
            several.json["series"].elements.map { $0["name"] } == [
                "berth_decision_seconds_count", "berth_unrecorded_decisions_total",
            ]
        )
        #expect(several.json["series"].elements.map { $0["values"] } == [.list([2]), .list([0])])
    }

    @Test func `before the first step there is nothing`() async throws {
        let answer = try await TestService().send("GET", "/api/v1/metric-history?name=berth_decisions_total")
        #expect(answer.status == 200)
        #expect(answer.json["at"] == .missing)
        #expect(answer.json["series"] == .list([]))
    }

    @Test(
        arguments: [
            ("", "name is missing; give metric names separated by commas"),
            (
                "?name=berth_decision_total",
                "there is no metric 'berth_decision_total'; did you mean 'berth_decisions_total'?"
            ),
            (
                "?name=berth_decision_seconds",
                "there is no metric 'berth_decision_seconds'; it is a histogram, for which "
                    + "'berth_decision_seconds_count' and 'berth_decision_seconds_sum' are kept"
            ),
            (
                "?name=\(Array(repeating: "x", count: 21).joined(separator: ","))",
                "name holds 21 names; at most 20 are allowed"
            ),
            ("?name=berth_decisions_total,", "there is no metric ''"),
            (
                "?name=berth_decisions_total&seconds=3601",
                "seconds is '3601'; a whole number from 5 to 3600 is allowed"
            ),
            ("?name=berth_decisions_total&seconds=0", "seconds is '0'; a whole number from 5 to 3600 is allowed"),
        ]
    )
    func `a wrong question is refused`(query: String, detail: String) async throws {
        let answer = try await TestService().send("GET", "/api/v1/metric-history\(query)")
        #expect(answer.status == 400)
        #expect(answer.json["detail"].string?.hasPrefix(detail) == true, "\(answer.text)")
        #expect(answer.json["type"] == "urn:berth:problem:invalid-parameter")
    }

    @Test func `an answer has a bound`() async throws {
        let service = try await TestService()
        let load = service.registry.gauge("load_ratio", "h", labels: ["node"])
        for node in 0..<300 { load.set(1, "\(node)") }
        for step in 0..<720 { service.registry.sample(step: step, at: 0) }
        let refused = try await service.send("GET", "/api/v1/metric-history?name=load_ratio")
        #expect(refused.status == 400)
        #expect(refused.json["detail"].string?.hasPrefix("this would be 216000 values; at most 200000") == true)
        let taken = try await service.send("GET", "/api/v1/metric-history?name=load_ratio&seconds=3000")
        #expect(taken.json["series"].elements.count == 300)
        #expect(taken.json["series"][0]["values"].elements.count == 600)
    }
}
