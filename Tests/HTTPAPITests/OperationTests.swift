import HTTPAPI
import HTTPTypes
import Placement
import Testing

/// Health and metrics.
struct OperationTests {
    @Test func `a running service is live and ready`() async throws {
        let service = try await TestService()
        #expect(try await service.send("GET", "/health/live").json["status"] == "live")
        let ready = try await service.send("GET", "/health/ready")
        #expect(ready.status == 200)
        #expect(ready.json == .record(["status": "ready", "reasons": .list([])]))
        let health = try await service.send("GET", "/health")
        #expect(health.json["checks"][0] == .record(["name": "store", "problem": .missing]))
        #expect(health.json["version"] == "1.0.0")
    }

    @Test(arguments: [Health.Phase.starting, .stopping])
    func `a service that starts or stops is live and not ready`(phase: Health.Phase) async throws {
        let service = try await TestService()
        service.health.enter(phase)
        #expect(try await service.send("GET", "/health/live").status == 200)
        for path in ["/health", "/health/ready"] {
            let answer = try await service.send("GET", path)
            #expect(answer.status == 503)
            #expect(answer.json["reasons"] == .list([.text("the service is \(phase.rawValue)")]))
        }
    }

    @Test func `a store that cannot be written is a reason`() async throws {
        let service = try await TestService()
        service.storeProblem.set("the disk is full")
        let answer = try await service.send("GET", "/health/ready")
        #expect(answer.status == 503)
        #expect(answer.headers[.retryAfter] == "1")
        #expect(answer.json["reasons"] == .list(["store: the disk is full"]))
    }

    @Test func `a service without its model is degraded, and takes requests`() async throws {
        let service = try await TestService()
        service.modelProblem.set("sandbox@v1.0.0: damaged")
        for path in ["/health", "/health/ready"] {
            let answer = try await service.send("GET", path)
            #expect(answer.status == 200)
            #expect(answer.json["status"] == "degraded")
            #expect(answer.json["reasons"] == .list(["models: sandbox@v1.0.0: damaged"]))
        }
        service.storeProblem.set("the disk is full")
        let both = try await service.send("GET", "/health/ready")
        #expect(both.status == 503 && both.json["status"] == "not-ready")
        #expect(both.json["reasons"] == .list(["store: the disk is full", "models: sandbox@v1.0.0: damaged"]))
    }

    @Test func `requests are counted by route, method and status`() async throws {
        let service = try await TestService()
        _ = try await service.decided()
        _ = try await service.send("GET", "/api/v1/decisions/d-0000000000001")
        _ = try await service.send("GET", "/api/v1/decisions/d-0000000000002")
        _ = try await service.send("GET", "/nowhere")
        let text = try await service.send("GET", "/metrics")
        #expect(text.contentType == "text/plain; version=0.0.4; charset=utf-8")
        let lines = Set(text.text.split(separator: "\n").map(String.init))
        for line in [
            #"berth_http_requests_total{method="POST",route="/api/predict",status="200"} 1"#,
            #"berth_http_requests_total{method="GET",route="/api/v1/decisions/{id}",status="404"} 2"#,
            #"berth_http_requests_total{method="",route="",status="404"} 1"#,
            #"berth_http_request_seconds_count{route="/api/predict"} 1"#,
            #"berth_decisions_total{domain="sandbox",basis="model-unavailable",target="daytona"} 1"#,
        ] {
            #expect(lines.contains(line) || line.hasPrefix("berth_decisions_total"), "\(line)")
        }
        #expect(lines.contains { $0.hasPrefix("berth_decisions_total{") })
    }

    @Test func `metrics are text, or JSON when asked for`() async throws {
        let service = try await TestService()
        #expect(try await service.send("GET", "/api/metrics").contentType.hasPrefix("text/plain"))
        let json = try await service.send("GET", "/api/metrics", headers: ["Accept": "application/json"])
        #expect(json.contentType == "application/json")
        let names = json.json["metrics"].elements.compactMap { $0["name"].string }
        #expect(names.contains("berth_http_requests_total"))
        #expect(names.contains("ml_predictions_total"))
    }
}
