import Access
import BerthTesting
import Decisions
import HTTPAPI
import Placement
import Telemetry
import Testing

/// A service for a public demo.
struct ReadOnlyTests {
    @Test func `everything that would change something is refused, heartbeats apart`() async throws {
        let service = try await TestService(isReadOnly: true)
        for endpoint in service.http.endpoints
        where endpoint.permission.changes && endpoint.template != "/api/v1/nodes" {
            let path = endpoint.template.replacing("{domain}", with: "sandbox").replacing("{name}", with: "sandbox")
                .replacing("{id}", with: "e2b")
            // It is not even read what is wrong with the body.
            let answer = try await service.send(endpoint.method, path, "no JSON")
            #expect(answer.status == 403, "\(endpoint.method) \(path)")
            #expect(answer.json["type"] == "urn:berth:problem:read-only")
            #expect(
                answer.json["detail"].string
                    == "the service is read-only: it does not accept \(endpoint.method) \(endpoint.template)"
            )
        }
        #expect(try await service.send("POST", "/api/v1/nodes", "no JSON").status == 400)
        #expect(try await service.log.newestID() == nil)
    }

    @Test func `what can be read is read`() async throws {
        let service = try await TestService(isReadOnly: true)
        for endpoint in service.http.endpoints where endpoint.method == "GET" {
            let path = endpoint.template.replacing("{domain}", with: "sandbox").replacing("{name}", with: "sandbox")
            if endpoint.template == "/api/v1/live" {
                // It goes on for ever.
                #expect(try await !service.events(path) { !$0.isEmpty }.isEmpty)
            } else {
                #expect(try await service.send("GET", path).status != 403, "\(path)")
            }
        }
        #expect(try await service.send("HEAD", "/health").status == 200)
        #expect(try await service.send("GET", "/nowhere").status == 404)
        #expect(try await service.send("PUT", "/health").status == 405)
    }

    @Test func `health says so`() async throws {
        #expect(try await TestService(isReadOnly: true).send("GET", "/health").json["readOnly"] == true)
        #expect(try await TestService().send("GET", "/health").json["readOnly"] == false)
    }

    /// A decision with private attributes and its run, kept without the API.
    private func recorded(isReadOnly: Bool) async throws -> (service: TestService, decision: String) {
        let service = try await TestService(isReadOnly: isReadOnly)
        let attributes: [String: Value] = [
            "language": "python", "code": "secret()", "environment": .record(["TOKEN": "hunter2"]),
            "dependencies": .list(["a", "b"]), "memoryMB": 512,
        ]
        let decision = try await service.decisions.decide(
            DecisionService.Request(domain: "sandbox", attributes: attributes)
        ).decision
        let run = Run(
            id: Run.ID("r-1"),
            workload: decision.workload,
            target: TestService.targets[0],
            startedAt: TestService.start,
            outcome: Outcome(timeSeconds: 1, cost: Money(nanos: 1, currency: .usd), succeeded: false)
        )
        _ = try await service.runs.append([RunReport(run, error: "hunter2 is wrong")], to: "sandbox")
        return (service, decision.id.description)
    }

    @Test func `private values of records are hidden, and only there`() async throws {
        let (service, id) = try await self.recorded(isReadOnly: true)
        let record = try await service.send("GET", "/api/v1/decisions/\(id)")
        let hidden: Value = .record([
            "language": "python", "code": "(private, 8 bytes)", "environment": "(private, 1 members)",
            "dependencies": "(private, 2 elements)", "memoryMB": 512,
        ])
        #expect(record.json["workload"]["attributes"] == hidden)
        let data = try await service.send("GET", "/api/telemetry/training-data?domain=sandbox")
        #expect(data.json["runs"][0]["spec"] == hidden)
        #expect(data.json["runs"][0]["error"] == "(private, 16 bytes)")
        for path in [
            "/api/v1/decisions", "/api/v1/decisions/\(id)", "/api/v1/decisions/\(id)/explanation",
            "/api/telemetry/training-data?domain=sandbox", "/api/telemetry/providers?domain=sandbox", "/api/v1/audit",
        ] {
            let text = try await service.send("GET", path).text
            #expect(!text.contains("hunter2") && !text.contains("secret()"), "\(path)")
        }
    }

    @Test func `a service that can be changed shows them`() async throws {
        let (service, id) = try await self.recorded(isReadOnly: false)
        let record = try await service.send("GET", "/api/v1/decisions/\(id)")
        #expect(record.json["workload"]["attributes"]["code"] == "secret()")
        let data = try await service.send("GET", "/api/telemetry/training-data?domain=sandbox")
        #expect(data.json["runs"][0]["error"] == "hunter2 is wrong")
    }

    @Test func `of a domain that is not served any more everything is hidden`() async throws {
        let service = try await TestService(isReadOnly: true)
        let decision = SampleDecisions.decision(1, domain: "gone")
        try await service.log.append([decision])
        let record = try await service.send("GET", "/api/v1/decisions/\(decision.id)")
        #expect(record.json["workload"]["attributes"]["language"] == "(private, 6 bytes)")
        #expect(record.json["workload"]["attributes"]["memoryMB"] == "(private)")
    }
}
