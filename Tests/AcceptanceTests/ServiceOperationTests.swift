import BerthTesting
import Foundation
import Testing

/// Running the service: settings, health, metrics, logs, the stop.
struct ServiceOperationTests {
    // MARK: Settings

    @Test func `a check says what every setting is and where it comes from, and serves nothing`() async throws {
        let berth = try Berth()
        try berth.write("berth.yaml", "http: {address: 127.0.0.1:1}\nretention: {runDays: 30}\n")
        let check = try await berth.run(
            "serve",
            "--check",
            "--config",
            "berth.yaml",
            "--data-dir",
            "elsewhere",
            "--domains",
            Berth.domains,
            environment: ["BERTH_HTTP_ADDRESS": "127.0.0.1:2", "TELEMETRY_METRICS_RETENTION_DAYS": "40"]
        )
        #expect(check.status == 0)
        for line in [
            "http.address = 127.0.0.1:2  (BERTH_HTTP_ADDRESS)", "data.dir = elsewhere  (--data-dir)",
            "retention.runDays = 40  (TELEMETRY_METRICS_RETENTION_DAYS)", "log.level = info  (default)",
        ] { #expect(check.lines.contains(line), "\(check.output)") }
        #expect(!FileManager.default.fileExists(atPath: berth.path("elsewhere")))
    }

    @Test func `a setting of the file is named with its line`() async throws {
        let berth = try Berth()
        try berth.write("berth.yaml", "retention:\n  runDays: 30\n")
        let check = try await berth.run("serve", "--check", "--config", "berth.yaml", "--domains", Berth.domains)
        #expect(check.lines.contains("retention.runDays = 30  (berth.yaml:2)"), "\(check.output)")
    }

    // MARK: Health

    @Test func `a fresh service is live and ready, decides by rules, and has made its folder`() async throws {
        let berth = try Berth()
        let service = try await ServedBerth(in: berth)
        #expect(try await service.ask("GET", "/health/live")["status"] as? String == "live")
        #expect(try await service.ask("GET", "/health/ready")["status"] as? String == "ready")
        let health = try await service.ask("GET", "/health")
        #expect(health["phase"] as? String == "running")
        #expect((health["checks"] as? [[String: Any]])?.first?["name"] as? String == "store")
        let decision = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(decision["model"] is NSNull && decision["chosen"] is String && decision["recorded"] as? Bool == true)
        #expect(try berth.text("data/VERSION") == "berth-data 2\n")
        try await service.stop()
        #expect(service.messages.contains(#""message":"stopped""#))
    }

    @Test func `the service describes itself`() async throws {
        let service = try await ServedBerth(in: try Berth())
        let description = try await service.get("/openapi.yaml")
        #expect(description.status == 200 && description.text.hasPrefix("openapi: 3.1"))
        let nothing = try await service.get("/api/predictt")
        #expect(nothing.status == 404 && nothing.text.contains("did you mean '/api/predict'?"))
        try await service.stop()
    }

    // MARK: Metrics

    @Test func `metrics bear the conventional names and those of other routers`() async throws {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        let decision = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        let id = try #require(decision["id"] as? String)
        _ = try await service.ask("POST", "/api/v1/decisions/\(id)/outcome", Sandbox.outcome())
        let metrics = try await service.get("/metrics")
        #expect(metrics.headers["content-type"]?.hasPrefix("text/plain") == true)
        let lines = metrics.text.split(separator: "\n")
        let model = #"model_version="sandbox@v1.1.0""#
        for (name, labels) in [
            ("ml_predictions_total", [model, "provider="]), ("ml_prediction_confidence_histogram_count", [model]),
            ("ml_prediction_latency_histogram_count", []), ("ml_model_accuracy", [model]),
            ("sandbox_runs_total", ["provider=", #"language="python""#, #"success="true""#]),
            ("sandbox_run_duration_histogram_count", ["provider=", "language="]),
            ("sandbox_run_cost_histogram_count", ["provider="]),
            ("prediction_error_percentage", [model, #"metric_type="cost""#]),
            ("berth_decisions_total", []), ("berth_runs_total", []), ("process_resident_memory_bytes", []),
        ] {
            let found = lines.first { line in line.hasPrefix(name) && labels.allSatisfy { line.contains($0) } }
            #expect(found != nil, "no \(name) with \(labels)")
        }
        for line in lines where !line.hasPrefix("#") {
            let value = try #require(line.split(separator: " ").last)
            #expect(Double(value) != nil, "\(line)")
        }
        #expect(try await service.get("/api/metrics").text.contains("# TYPE ml_predictions_total counter"))
        let json = try await service.get("/api/metrics", headers: ["Accept": "application/json"])
        #expect(json.text.contains("ml_predictions_total"))
        _ = try JSONSerialization.jsonObject(with: json.body)
        try await service.stop()
    }

    // MARK: Stopping

    @Test(arguments: [SIGTERM, SIGINT])
    func `a stop finishes the request that is still coming in, and nothing of it is lost`(signal: Int32) async throws {
        let berth = try Berth()
        var service = try await ServedBerth(in: berth)
        let body = Array(Sandbox.run("slow-1").utf8)
        let slow = try RawConnection(port: service.port)
        try slow.send("POST /api/telemetry/runs HTTP/1.1\r\nHost: berth\r\nContent-Type: application/json\r\n")
        try slow.send("Content-Length: \(body.count)\r\nExpect: 100-continue\r\n\r\n")
        // The service has the request in hand when it asks for the body.
        #expect(try slow.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
        try slow.send(body.prefix(20))
        service.signal(signal)
        try await eventually("the end of listening") { (try? RawConnection(port: service.port)) == nil }
        try slow.send(body.dropFirst(20))
        let answer = try slow.receive(until: "}")
        #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains(#""stored":1"#), "\(answer)")
        #expect(try await service.ended() == 0)
        service = try await ServedBerth(in: berth)
        let runs = try await service.ask("GET", "/api/telemetry/training-data")["runs"] as? [[String: Any]]
        #expect(runs?.compactMap { $0["runId"] as? String } == ["slow-1"])
        try await service.stop()
    }

    @Test func `a request that never ends does not keep the service from stopping`() async throws {
        let service = try await ServedBerth(in: try Berth(), environment: ["BERTH_SHUTDOWN_SECONDS": "1"])
        let slow = try RawConnection(port: service.port)
        try slow.send("POST /api/telemetry/runs HTTP/1.1\r\nHost: berth\r\nContent-Length: 100\r\n\r\n{")
        service.signal(SIGTERM)
        _ = try await service.ended()
        #expect(service.messages.contains("stopped") || service.messages.contains("cancelling"), "\(service.messages)")
    }
}
