import Foundation
import Testing

/// What pages draw, from a real service with a trained model; and a service that may only be read.
struct ServiceReadingTests {
    /// A decision whose outcome was reported.
    private func observed(_ service: ServedBerth) async throws -> String {
        let id = try #require(try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))["id"] as? String)
        _ = try await service.ask("POST", "/api/v1/decisions/\(id)/outcome", Sandbox.outcome())
        return id
    }

    private func objects(_ value: Any?) throws -> [[String: Any]] { try #require(value as? [[String: Any]]) }

    @Test func `contributions and baseline sum to the prediction`() async throws {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        let id = try await self.observed(service)
        let record = try await service.ask("GET", "/api/v1/decisions/\(id)")
        let explanation = try await service.ask("GET", "/api/v1/decisions/\(id)/explanation")
        let baselines = try self.objects(explanation["baselines"])
        #expect(Set(baselines.compactMap { $0["target"] as? String }).count == 2)
        for baseline in baselines where baseline["quantity"] as? String != "success" {
            let (quantity, target) = (baseline["quantity"] as? String, baseline["target"] as? String)
            let parts = try self.objects(explanation["contributions"]).filter {
                $0["quantity"] as? String == quantity && $0["target"] as? String == target
            }
            #expect(parts.count > 3)
            let start = try #require(baseline["value"] as? Double)
            let sum = parts.compactMap { $0["contribution"] as? Double }.reduce(start, +)
            let candidate = try #require(
                try self.objects(record["candidates"]).first { $0["target"] as? String == target }
            )
            let prediction = try #require(candidate["prediction"] as? [String: Any])
            let estimate = try #require(prediction[quantity == "time" ? "timeSeconds" : "cost"] as? [String: Any])
            let value = try #require(estimate["value"] as? Double)
            #expect(abs(sum - log(value)) < 1e-9)
        }
        try await service.stop()
    }

    @Test func `quality, importance, costs and the last hour are there`() async throws {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        let id = try await self.observed(service)
        let quality = try await service.ask("GET", "/api/v1/models/sandbox/quality?hours=1")
        #expect(quality["decisions"] as? Int == 1)
        #expect(try self.objects(quality["points"]).map { $0["decision"] as? String } == [id])
        let importance = try await service.ask("GET", "/api/v1/models/sandbox/importance")
        #expect(importance["version"] as? String == "v1.1.0")
        let time = try #require(
            try self.objects(importance["quantities"]).first { $0["quantity"] as? String == "time" }
        )
        let gains = try self.objects(time["features"]).compactMap { $0["gain"] as? Double }
        #expect(gains.count > 1 && gains == gains.sorted(by: >) && abs(gains.reduce(0, +) - 1) < 1e-9)
        let costs = try self.objects(try await service.ask("GET", "/api/v1/costs?days=2&domain=sandbox")["domains"])
        let days = try self.objects(costs.first?["days"])
        // The run may have ended before midnight.
        #expect(days.count == 2 && days.compactMap { $0["runs"] as? Int }.reduce(0, +) >= 1)
        // The first step is taken when the service starts, beside the first requests.
        var series: [[String: Any]] = []
        for _ in 0..<10_000 where series.isEmpty {
            let path = "/api/v1/metric-history?name=process_start_time_seconds&seconds=5"
            series = try self.objects(try await service.ask("GET", path)["series"])
        }
        #expect(series.count == 1)
        try await service.stop()
    }

    @Test func `a read-only service refuses changes, and hides what is private`() async throws {
        let berth = try await TrainedFolder.copy()
        let open = try await ServedBerth(in: berth)
        let id = try await self.observed(open)
        try await open.stop()
        let service = try await ServedBerth(in: berth, ["--read-only"])
        #expect(try await service.ask("GET", "/health")["readOnly"] as? Bool == true)
        for (path, body) in [
            ("/api/predict", Sandbox.prediction(2)), ("/api/v1/decisions/\(id)/outcome", Sandbox.outcome()),
            ("/api/telemetry/runs", Sandbox.run("r-1")), ("/api/v1/models/sandbox/serve", #"{"version": "v1.0.0"}"#),
        ] {
            let refused = try await service.post(path, body)
            #expect(refused.status == 403 && refused.text.contains("urn:berth:problem:read-only"), "\(path)")
        }
        let record = try await service.ask("GET", "/api/v1/decisions/\(id)")
        let workload = try #require(record["workload"] as? [String: Any])
        let attributes = try #require(workload["attributes"] as? [String: Any])
        #expect(attributes["code"] as? String == "(private, 8 bytes)")
        #expect(attributes["language"] as? String == "python")
        #expect(try await service.ask("GET", "/api/v1/models")["models"] != nil)
        try await service.stop()
    }
}
