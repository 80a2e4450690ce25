import Foundation
import Testing

/// Runs come in over HTTP whole or not at all, once each, and can be read back.
@Suite(.served)
struct ServiceTelemetryTests {
    private func send(_ body: String, type: String = "application/json") async throws -> HTTPAnswer {
        try await SharedService.service().post("/api/telemetry/runs", body, type: type)
    }

    private func figures(_ answer: HTTPAnswer) throws -> [Int] {
        let object = try answer.object()
        return ["received", "stored", "duplicates"].map { object[$0] as? Int ?? -1 }
    }

    /// The runs with this prefix of their ids that can be trained on, by id.
    private func stored(_ prefix: String) async throws -> [String: [String: Any]] {
        let answer = try await SharedService.service().ask(
            "GET",
            "/api/telemetry/training-data?limit=10000&start=\(Sandbox.time(minutesAgo: 60 * 24 * 30))"
        )
        let runs = try #require(answer["runs"] as? [[String: Any]])
        return Dictionary(
            runs.compactMap { run in (run["runId"] as? String).map { ($0, run) } }.filter { $0.0.hasPrefix(prefix) },
            uniquingKeysWith: { _, _ in preconditionFailure("a run is listed twice") }
        )
    }

    @Test func `one run comes in, and is read back as it was sent`() async throws {
        let sent = Sandbox.run("single-1", milliseconds: 4321)
        #expect(try self.figures(try await self.send(sent)) == [1, 1, 0])
        let kept = try #require(try await self.stored("single-")["single-1"])
        let original = try #require(try JSONSerialization.jsonObject(with: Data(sent.utf8)) as? [String: Any])
        for key in ["runId", "provider", "durationMs", "costUSD", "success"] {
            #expect("\(kept[key] ?? "")" == "\(original[key] ?? "")", "\(key)")
        }
        let spec = try #require(kept["spec"] as? [String: Any])
        #expect(spec["language"] as? String == "python" && spec["memoryMB"] as? Int == 512)
        // What is read can be sent: it is the same run.
        let again = try JSONSerialization.data(withJSONObject: kept)
        #expect(try self.figures(try await self.send(String(decoding: again, as: UTF8.self))) == [1, 0, 1])
    }

    @Test func `a list and lines come in alike, and a run twice is one run`() async throws {
        let runs = (0..<6).map { Sandbox.run("many-\($0)", minutesAgo: 60 + $0) }
        let list = try await self.send("[" + runs[0..<4].joined(separator: ",") + "]")
        #expect(try self.figures(list) == [4, 4, 0])
        let lines = try await self.send(runs[2..<6].joined(separator: "\n") + "\n", type: "application/x-ndjson")
        #expect(try self.figures(lines) == [4, 2, 2])
        #expect(try await self.stored("many-").count == 6)
    }

    @Test func `one bad line of ten is named with its fault, and none of the ten is stored`() async throws {
        var lines = (1...10).map { Sandbox.run("line-\($0)") }
        lines[6] = lines[6].replacing(#""durationMs": 800"#, with: #""durationMs": -5"#)
        let answer = try await self.send(lines.joined(separator: "\n"), type: "application/x-ndjson")
        #expect(answer.status == 400)
        let errors = try #require(try answer.object()["errors"] as? [[String: Any]])
        #expect(errors.count == 1 && errors[0]["line"] as? Int == 7 && errors[0]["field"] as? String == "durationMs")
        #expect(try answer.text("detail").contains("nothing of the body was stored"))
        #expect(try await self.stored("line-").isEmpty)
        lines.remove(at: 6)
        #expect(try self.figures(try await self.send(lines.joined(separator: "\n"))) == [9, 9, 0])
    }

    @Test func `a known run with other content is told apart, and the known one stays`() async throws {
        _ = try await self.send(Sandbox.run("known-1"))
        let other = Sandbox.run("known-1", milliseconds: 9)
        #expect(try await self.send(other).status == 409)
        let among = try await self.send("[\(other), \(Sandbox.run("known-2"))]")
        #expect(try self.figures(among) == [2, 1, 0])
        #expect(try among.object()["contradicting"] as? [String] == ["known-1"])
        #expect(
            try await self.stored("known-").mapValues { $0["durationMs"] as? Int } == ["known-1": 800, "known-2": 800]
        )
    }

    @Test func `a run that names a decision nobody made is not stored`() async throws {
        let id = "d-0000000000001"
        let answer = try await self.send(Sandbox.run("lost-1", decision: id))
        #expect(answer.status == 404)
        #expect(try answer.text("detail").contains("nothing was stored"))
        let among = try await self.send("[\(Sandbox.run("lost-1", decision: id)), \(Sandbox.run("lost-2"))]")
        #expect(try among.object()["unknownDecisions"] as? [String] == ["lost-1"], "\(among.text)")
        #expect(try await self.stored("lost-").keys.sorted() == ["lost-2"])
    }

    @Test func `runs to train on are read page by page, each once, in the order of their start`() async throws {
        let service = try SharedService.service()
        let body = (0..<7).map { Sandbox.run("page-\($0)", minutesAgo: 2000 - $0 / 2) }
        _ = try await self.send(body.joined(separator: "\n"))
        let window = "start=\(Sandbox.time(minutesAgo: 2001))&end=\(Sandbox.time(minutesAgo: 1990))"
        var ids: [String] = []
        var after = ""
        for _ in 0..<10 {
            let page = try await service.ask("GET", "/api/telemetry/training-data?\(window)&limit=3\(after)")
            let runs = try #require(page["runs"] as? [[String: Any]])
            ids += runs.compactMap { $0["runId"] as? String }
            guard let next = page["next"] as? String else { break }
            after = "&after=\(next)"
        }
        #expect(ids == (0..<7).map { "page-\($0)" })
    }

    @Test func `providers are summed up from every run that came in`() async throws {
        func vercel() async throws -> [String: Any] {
            let answer = try await SharedService.service().ask("GET", "/api/telemetry/providers")
            let providers = try #require(answer["providers"] as? [[String: Any]])
            return providers.first { $0["provider"] as? String == "vercel" } ?? ["runs": 0, "totalCostUSD": 0.0]
        }
        let before = try await vercel()
        let runs = (0..<5).map { Sandbox.run("sum-\($0)", provider: "vercel") }
        _ = try await self.send(runs.joined(separator: "\n"))
        let after = try await vercel()
        #expect(after["runs"] as? Int == (before["runs"] as? Int ?? 0) + 5)
        let cost = try #require(after["totalCostUSD"] as? Double) - (before["totalCostUSD"] as? Double ?? 0)
        #expect(abs(cost - 5 * 0.0000216) < 1e-9)
    }
}
