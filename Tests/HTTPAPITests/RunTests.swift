import BerthTesting
import Decisions
import Placement
import Telemetry
import Testing

/// `/api/telemetry`.
struct RunTests {
    private static let path = "/api/telemetry/runs"

    private func post(_ service: TestService, _ reports: Value...) async throws -> TestAnswer {
        let body = reports.count == 1 ? reports[0] : .list(reports)
        return try await service.send("POST", Self.path, JSON.text(body))
    }

    @Test func `one run, a list and lines are taken; the same run twice is one run`() async throws {
        let service = try await TestService()
        let one = try await self.post(service, TestService.report("r-1"))
        #expect(one.status == 200)
        #expect(
            JSON.text(one.json)
                == #"{"contradicting":[],"domain":"sandbox","duplicates":0,"received":1,"stored":1,"unknownDecisions":[]}"#
        )
        let list = try await self.post(service, TestService.report("r-1"), TestService.report("r-2"))
        #expect(list.json["stored"] == 1)
        #expect(list.json["duplicates"] == 1)
        let lines = (3...5).map { JSON.text(TestService.report("r-\($0)")) }.joined(separator: "\n")
        let taken = try await service.send("POST", Self.path, lines, type: "application/x-ndjson; charset=utf-8")
        #expect(taken.json["stored"] == 3)
        #expect(try await service.runs.reports(.init(domain: "sandbox")).count == 5)
    }

    /// A run of the boxes, whose targets come from runs.
    private static func box(_ id: String, _ target: String, _ attributes: Value? = nil, day: Int = 1) -> Value {
        TestService.report(
            id,
            [
                "domain": "boxes", "provider": .missing, "language": .missing, "costUSD": .missing, "costEUR": 0.1,
                "target": .text(target), "spec": .record(["size": 1]), "metrics": .missing,
                "startedAt": .text("2026-01-01T00:0\(day):00Z"), "targetAttributes": attributes ?? .missing,
                "durationMs": 1,
            ]
        )
    }

    @Test func `a run brings a new target into a domain that has its targets from runs`() async throws {
        let service = try await TestService()
        service.clock.set(TestService.later)
        func choice() async throws -> String? {
            let body = #"{"domain": "boxes", "workload": {"size": 1}}"#
            return try await service.send("POST", "/api/v1/decisions", body).json["chosen"].string
        }
        #expect(try await choice() == "big/1")
        let unknown = try await self.post(service, Self.box("r-1", "huge"))
        #expect(unknown.status == 400 && unknown.json["field"] == "target")
        let brought = try await self.post(service, Self.box("r-1", "huge", .record(["cores": 64]), day: 2))
        #expect(brought.json["stored"] == 1)
        #expect(try await choice() == "huge")
        // It is known now, and an older run does not say what it is.
        let older = Self.box("r-2", "huge", .record(["cores": 1]))
        let later = Self.box("r-3", "huge", day: 3)
        #expect(try await self.post(service, older, later).json["stored"] == 2)
        #expect(try service.serving("boxes").targets.map { $0.attributes["cores"] } == [64])
        let changed = Self.box("r-4", "huge", .record(["cores": 32]), day: 4)
        #expect(try await self.post(service, changed).json["stored"] == 1)
        #expect(try service.serving("boxes").targets.map { $0.attributes["cores"] } == [32])
    }

    @Test func `a domain with a catalog takes no targets from runs`() async throws {
        let service = try await TestService()
        let report = TestService.report("r-1", ["targetAttributes": .record(["cores": 1])])
        let answer = try await self.post(service, report)
        #expect(answer.status == 400 && answer.json["field"] == "targetAttributes")
    }

    @Test func `line 7 of 10 is named, and nothing is stored`() async throws {
        let service = try await TestService()
        var lines = (1...10).map { JSON.text(TestService.report("r-\($0)")) }
        lines[6] = JSON.text(TestService.report("r-7", ["durationMs": -1]))
        let answer = try await service.send(
            "POST",
            Self.path,
            lines.joined(separator: "\n"),
            type: "application/x-ndjson"
        )
        #expect(answer.status == 400)
        let detail = try #require(answer.json["detail"].string)
        #expect(detail.hasPrefix("line 7: durationMs: found -1"))
        #expect(detail.contains("nothing of the body was stored"))
        #expect(answer.json["errors"][0]["line"] == 7)
        #expect(answer.json["errors"][0]["field"] == "durationMs")
        lines[6] = #"{"runId": "r-7""#
        let broken = try await service.send(
            "POST",
            Self.path,
            lines.joined(separator: "\n"),
            type: "application/x-ndjson"
        )
        #expect(broken.json["errors"][0]["line"] == 7)
        #expect(try await service.runs.reports(.init(domain: "sandbox")).isEmpty)
    }

    @Test func `several bad lines are all told`() async throws {
        let lines = ["{}", JSON.text(TestService.report()), JSON.text(TestService.report("r-2", ["provider": "e2c"]))]
        let answer = try await TestService().send("POST", Self.path, lines.joined(separator: "\n"))
        #expect(answer.json["errors"].elements.map { $0["line"] } == [1, 3])
        #expect(answer.json["errors"][1]["detail"].string?.contains("did you mean 'e2b'?") == true)
        #expect(answer.json["detail"].string?.contains("2 of 3") == true)
    }

    @Test func `a single run that contradicts is refused; among others it is told`() async throws {
        let service = try await TestService()
        _ = try await self.post(service, TestService.report("r-1"))
        let other = TestService.report("r-1", ["durationMs": 900])
        let single = try await self.post(service, other)
        #expect(single.status == 409)
        #expect(single.json["value"] == "r-1")
        let list = try await self.post(service, other, TestService.report("r-2"))
        #expect(list.status == 200)
        #expect(list.json["contradicting"] == .list(["r-1"]))
        #expect(list.json["stored"] == 1)
    }

    @Test func `a run may name its decision, which then has an outcome`() async throws {
        let service = try await TestService()
        let id = try await service.decided()
        let answer = try await self.post(service, TestService.report("r-1", ["decisionId": .text(id)]))
        #expect(answer.status == 200)
        #expect(try await service.send("GET", "/api/v1/decisions/\(id)").json["outcome"]["runId"] == "r-1")
        let stray = TestService.report("r-2", ["decisionId": "d-0000000000001"])
        #expect(try await self.post(service, stray).status == 404)
        let list = try await self.post(service, stray, TestService.report("r-3"))
        #expect(list.status == 200)
        #expect(list.json["unknownDecisions"] == .list(["r-2"]))
    }

    @Test(
        arguments: [
            (["domain": "sandbx"], 404), (["durationMs": "812"], 400), (["costUSD": .missing, "costEUR": 1], 400),
            (["startedAt": 1_767_225_600], 400), (["spec": .record(["memory": 1])], 400), (["colour": "red"], 400),
            (["success": .missing], 400), (["target": "e2b", "provider": "modal"], 400),
        ] as [([String: Value], Int)]
    )
    func `a bad run is refused`(changes: [String: Value], status: Int) async throws {
        let service = try await TestService()
        #expect(try await self.post(service, TestService.report("r-1", changes)).status == status)
        #expect(try await service.runs.reports(.init(domain: "sandbox")).isEmpty)
    }

    @Test(arguments: ["", "[]", "[{}", "7", "null", "\n\n"])
    func `a body without runs is refused`(body: String) async throws {
        #expect(try await TestService().send("POST", Self.path, body).status == 400)
    }

    // MARK: Reading

    @Test func `training data can be sent again, run for run`() async throws {
        let service = try await TestService()
        service.clock.set(TestService.later)
        let id = try await service.decided()
        let reports: [Value] = [
            TestService.report("r-1", ["decisionId": .text(id), "durationMs": 0.1]),
            TestService.report("r-2", ["success": false, "error": "out of memory", "durationMs": 1234.567]),
            TestService.report(
                "r-3",
                ["provider": .missing, "target": "modal", "startedAt": "2026-01-02T03:04:05.678901Z"]
            ),
        ]
        _ = try await service.send("POST", Self.path, JSON.text(.list(reports)))
        let page = try await service.send("GET", "/api/telemetry/training-data")
        #expect(page.json["runs"].elements.count == 3)
        #expect(page.json["next"] == .missing)
        let again = try await service.send("POST", Self.path, JSON.text(page.json["runs"]))
        #expect(again.json["duplicates"] == 3, "\(again.text)")
    }

    @Test func `training data comes in pages by start, bounded in time`() async throws {
        let service = try await TestService()
        service.clock.set(TestService.later)
        for index in 0..<5 {
            _ = try await self.post(
                service,
                TestService.report("r.\(index)", ["startedAt": .text("2026-01-0\(index + 1)T00:00:00Z")])
            )
        }
        var seen: [String] = []
        var next: String? = ""
        while let after = next {
            let query = after.isEmpty ? "" : "&after=\(after)"
            let page = try await service.send("GET", "/api/telemetry/training-data?limit=2\(query)")
            seen += page.json["runs"].elements.compactMap { $0["runId"].string }
            next = page.json["next"].string
        }
        #expect(seen == (0..<5).map { "r.\($0)" })
        let days = try await service.send(
            "GET",
            "/api/telemetry/training-data?start=2026-01-02&end=2026-01-04T00:00:00Z"
        )
        #expect(days.json["runs"].elements.map { $0["runId"] } == ["r.1", "r.2"])
        #expect(try await service.send("GET", "/api/telemetry/training-data?domain=boxes").json["runs"] == .list([]))
    }

    @Test(arguments: ["limit=0", "limit=10001", "after=yesterday", "after=12.", "start=soon", "begin=2026-01-01"])
    func `a wrong parameter is refused`(query: String) async throws {
        #expect(try await TestService().send("GET", "/api/telemetry/training-data?\(query)").status == 400)
    }

    @Test func `statistics add up a provider's runs`() async throws {
        let service = try await TestService()
        service.clock.set(TestService.start.advanced(bySeconds: 86_400 * 10))
        _ = try await self.post(
            service,
            TestService.report("r-1", ["durationMs": 1000, "costUSD": 0.01]),
            TestService.report("r-2", ["durationMs": 3000, "costUSD": 0.03, "success": false]),
            TestService.report("r-3", ["provider": "modal", "startedAt": "2026-01-10T23:00:00Z"])
        )
        let all = try await service.send("GET", "/api/telemetry/providers")
        #expect(all.json["providers"].elements.map { $0["provider"] } == ["e2b", "modal"])
        let first = all.json["providers"][0]
        #expect(first["runs"] == 2)
        #expect(first["successRate"] == 0.5)
        #expect(first["meanDurationMs"] == 2000)
        #expect(first["meanCostUSD"] == 0.02)
        #expect(first["totalCostUSD"] == 0.04)
        #expect(first["targets"][0]["target"] == "e2b")
        let recent = try await service.send("GET", "/api/telemetry/providers?domain=sandbox&hours=24")
        #expect(recent.json["providers"].elements.map { $0["provider"] } == ["modal"])
        #expect(try await service.send("GET", "/api/telemetry/providers?hours=0").status == 400)
        #expect(try await service.send("GET", "/api/telemetry/providers?domain=x").status == 404)
    }
}
