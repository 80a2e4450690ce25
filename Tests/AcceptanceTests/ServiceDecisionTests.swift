import Foundation
import Testing

/// Deciding over HTTP, and what is known of a decision afterwards.
@Suite(.served)
struct ServiceDecisionTests {
    private func decide(_ number: Int, constraints: String = "{}") async throws -> [String: Any] {
        try await SharedService.service().ask(
            "POST",
            "/api/v1/decisions",
            Sandbox.decision(number, constraints: constraints)
        )
    }

    private func id(_ decision: [String: Any]) throws -> String { try #require(decision["id"] as? String) }

    // MARK: Deciding

    @Test func `a decision names a target with what was expected of every candidate, and is recorded`() async throws {
        let service = try SharedService.service()
        let decision = try await self.decide(1)
        #expect(decision["recorded"] as? Bool == true)
        #expect(decision["model"] as? String == "sandbox@v1.1.0", "the latest version serves")
        let candidates = try #require(decision["candidates"] as? [[String: Any]])
        #expect(candidates.count == 9)
        #expect(candidates.contains { $0["target"] as? String == decision["chosen"] as? String })
        #expect(candidates.allSatisfy { $0["prediction"] is [String: Any] })
        let propensities = candidates.compactMap { $0["propensity"] as? Double }
        #expect(abs(propensities.reduce(0, +) - 1) < 1e-9)
        let record = try await service.ask("GET", "/api/v1/decisions/\(try self.id(decision))")
        #expect(record["chosen"] as? String == decision["chosen"] as? String)
        #expect(record["outcome"] is NSNull)
    }

    @Test func `a decision explains itself, first of all the choice`() async throws {
        let decision = try await self.decide(2)
        let explanation = try await SharedService.service().ask(
            "GET",
            "/api/v1/decisions/\(try self.id(decision))/explanation"
        )
        let sentences = try #require(explanation["sentences"] as? [String])
        #expect(sentences.first?.hasPrefix("Chose \(try #require(decision["chosen"] as? String)) ") == true)
        #expect(explanation["decisionId"] as? String == decision["id"] as? String)
    }

    @Test func `a list of requests is answered in its order, and every one is recorded`() async throws {
        let service = try SharedService.service()
        let body = (10..<15).map { Sandbox.decision($0) }.joined(separator: ",")
        let answer = try await service.post("/api/v1/decisions", "[\(body)]")
        #expect(answer.status == 200)
        let decisions = try answer.list()
        let ids = try decisions.map(self.id)
        #expect(ids.count == 5 && ids == ids.sorted() && Set(ids).count == 5)
        #expect(decisions.allSatisfy { $0["recorded"] as? Bool == true })
        for (index, id) in ids.enumerated() {
            let record = try await service.get("/api/v1/decisions/\(id)")
            #expect(record.text.contains("print(\(10 + index))"), "\(record.text)")
        }
    }

    @Test func `one bad request of a list is named, and none of the list is decided`() async throws {
        let service = try SharedService.service()
        let bad = Sandbox.decision(21).replacing("memoryMB", with: "memoryMb")
        let answer = try await service.post("/api/v1/decisions", "[\(Sandbox.decision(20)), \(bad)]")
        #expect(answer.status == 400)
        let problem = try answer.object()
        #expect(problem["field"] as? String == "[1].workload.memoryMb")
        #expect(try answer.text("detail").contains("did you mean 'memoryMB'?"), "\(answer.text)")
        #expect(try answer.text("detail").contains("nothing was decided"))
        let key = try #require(try await self.decide(20)["workload"] as? String)
        #expect(try await self.listed("workload=\(self.escaped(key))").count == 1, "only the one just made")
    }

    @Test func `a prediction is a decision in the words of sandbox routers`() async throws {
        let service = try SharedService.service()
        let answer = try await service.ask(
            "POST",
            "/api/predict?explain=true",
            Sandbox.prediction(30, constraints: #"{"providers": ["e2b", "modal"], "maxLatencyMS": 1e9}"#)
        )
        #expect(["e2b", "modal"].contains(answer["provider"] as? String))
        let predicted = try #require(answer["predicted"] as? [String: Any])
        #expect(try #require(predicted["latencyMS"] as? Double) > 0)
        #expect((answer["excluded"] as? [[String: Any]])?.count == 6, "\(answer)")
        #expect((answer["explanation"] as? [String])?.isEmpty == false)
        let id = try #require(answer["decisionId"] as? String)
        let record = try await service.ask("GET", "/api/v1/decisions/\(id)")
        #expect(record["chosen"] as? String == answer["target"] as? String)
    }

    @Test func `constraints that leave nothing are a decision for none, with each target's reason`() async throws {
        let decision = try await self.decide(31, constraints: #"{"maxCost": 0}"#)
        #expect(decision["chosen"] is NSNull)
        let candidates = try #require(decision["candidates"] as? [[String: Any]])
        for candidate in candidates {
            let exclusion = try #require(candidate["exclusion"] as? [String: Any])
            #expect(exclusion["constraint"] as? String == "maxCost")
        }
        let outcome = try await SharedService.service().post(
            "/api/v1/decisions/\(try self.id(decision))/outcome",
            Sandbox.outcome()
        )
        #expect(outcome.status == 409, "nothing ran where nothing was chosen")
    }

    // MARK: Observing

    @Test func `an outcome is kept once; the same again changes nothing, another one is refused`() async throws {
        let service = try SharedService.service()
        let id = try self.id(try await self.decide(40))
        let path = "/api/v1/decisions/\(id)/outcome"
        #expect(try await service.post(path, Sandbox.outcome()).status == 201)
        #expect(try await service.post(path, Sandbox.outcome()).status == 200)
        let other = try await service.post(path, Sandbox.outcome(milliseconds: 801))
        #expect(other.status == 409)
        #expect(try other.text("detail").contains("0.8"), "it says what is known: \(other.text)")
        let record = try await service.ask("GET", "/api/v1/decisions/\(id)")
        let outcome = try #require(record["outcome"] as? [String: Any])
        #expect(outcome["durationMs"] as? Int == 800 && outcome["costUSD"] as? Double == 0.0000216)
    }

    @Test func `a run that names its decision is its outcome`() async throws {
        let service = try SharedService.service()
        let decision = try await self.decide(41, constraints: #"{"only": {"provider": ["e2b"]}}"#)
        let id = try self.id(decision)
        let run = Sandbox.run("own-name-41", milliseconds: 1234, decision: id)
        #expect(try await service.post("/api/telemetry/runs", run).status == 200)
        let record = try await service.ask("GET", "/api/v1/decisions/\(id)")
        let outcome = try #require(record["outcome"] as? [String: Any])
        #expect(outcome["runId"] as? String == "own-name-41" && outcome["durationMs"] as? Int == 1234)
    }

    // MARK: Listing

    private func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    private func listed(_ query: String) async throws -> [String] {
        let answer = try await SharedService.service().ask("GET", "/api/v1/decisions?\(query)")
        let decisions = try #require(answer["decisions"] as? [[String: Any]])
        return try decisions.map(self.id)
    }

    @Test func `decisions are listed page by page, the newest first, each once`() async throws {
        let service = try SharedService.service()
        let made = try await service.post(
            "/api/v1/decisions",
            "[" + Array(repeating: Sandbox.decision(50), count: 5).joined(separator: ",") + "]"
        ).list()
        let workload = self.escaped(try #require(made.first?["workload"] as? String))
        var found: [String] = []
        var before = ""
        var pages = 0
        while pages < 10 {
            pages += 1
            let page = try await service.ask("GET", "/api/v1/decisions?workload=\(workload)&limit=2\(before)")
            found += try (try #require(page["decisions"] as? [[String: Any]])).map(self.id)
            guard let next = page["next"] as? String else { break }
            before = "&before=\(next)"
        }
        #expect(found == (try made.map(self.id)).reversed())
        #expect(pages <= 4)
    }

    @Test func `decisions are found by target, time, domain and whether their outcome is known`() async throws {
        let service = try SharedService.service()
        var ids: [String] = []
        var workload = ""
        for provider in ["e2b", "e2b", "vercel"] {
            let decision = try await self.decide(60, constraints: #"{"only": {"provider": ["\#(provider)"]}}"#)
            ids.append(try self.id(decision))
            workload = self.escaped(try #require(decision["workload"] as? String))
        }
        _ = try await service.ask("POST", "/api/v1/decisions/\(ids[0])/outcome", Sandbox.outcome())
        let own = "workload=\(workload)"
        #expect(try await self.listed("\(own)&target=vercel") == [ids[2]])
        #expect(try await self.listed("\(own)&target=e2b&domain=sandbox") == [ids[1], ids[0]])
        #expect(try await self.listed("\(own)&observed=true") == [ids[0]])
        #expect(try await self.listed("\(own)&observed=false") == [ids[2], ids[1]])
        #expect(try await self.listed("\(own)&domain=cluster") == [])
        let record = try await service.ask("GET", "/api/v1/decisions/\(ids[1])")
        let moment = self.escaped(try #require(record["at"] as? String))
        #expect(try await self.listed("\(own)&from=\(moment)") == [ids[2], ids[1]])
        #expect(try await self.listed("\(own)&to=\(moment)") == [ids[0]])
    }
}
