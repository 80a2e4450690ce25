import Foundation
import Synchronization
import Testing

/// What operators set takes effect at once, is audited, and outlives the process.
struct ServiceControlTests {
    private static let policy = "/api/v1/domains/sandbox/policy"

    private func decide(_ service: ServedBerth, _ number: Int, constraints: String = "{}") async throws -> [String: Any]
    {
        try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(number, constraints: constraints))
    }

    // MARK: Policies and targets

    @Test func `a policy takes effect with the next decision and is audited with its request`() async throws {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        let before = try await service.ask("GET", Self.policy)
        #expect(before["strategy"] as? String == "hybrid")
        let put = try await service.send(
            "PUT",
            Self.policy,
            Data(#"{"strategy": "rules"}"#.utf8),
            headers: ["X-Request-Id": "change-7"]
        )
        #expect(put.status == 200)
        #expect(put.headers["x-request-id"] == "change-7")
        let ruled = try await self.decide(service, 1)
        #expect(ruled["strategy"] as? String == "rules" && ruled["basis"] as? String == "rules", "\(ruled)")
        _ = try await service.ask("PUT", Self.policy, #"{"strategy": "model"}"#)
        #expect(try await self.decide(service, 1)["basis"] as? String == "model")
        let entries = try #require(
            try await service.ask("GET", "/api/v1/audit?limit=10")["entries"] as? [[String: Any]]
        )
        let policies = entries.filter { $0["subject"] as? String == "policy" }
        #expect(policies.count == 2)
        let first = try #require(policies.last)
        #expect(first["requestId"] as? String == "change-7")
        #expect((first["before"] as? [String: Any])?["strategy"] as? String == "hybrid")
        #expect((first["after"] as? [String: Any])?["strategy"] as? String == "rules")
        try await service.stop()
    }

    @Test(arguments: ["disabled", "draining"])
    func `a target that an operator takes away is excluded with the reason until it is back`(mode: String) async throws
    {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        let only = #"{"only": {"provider": ["e2b"]}}"#
        #expect(try await self.decide(service, 1, constraints: only)["chosen"] as? String == "e2b")
        let path = "/api/v1/targets/e2b"
        let patched = try await service.ask("PATCH", path, #"{"mode": "\#(mode)", "reason": "invoice disputed"}"#)
        #expect(patched["available"] as? Bool == false)
        let without = try await self.decide(service, 1, constraints: only)
        #expect(without["chosen"] is NSNull)
        let candidates = try #require(without["candidates"] as? [[String: Any]])
        let excluded = try #require(candidates.first { $0["target"] as? String == "e2b" })
        let reason = try #require((excluded["exclusion"] as? [String: Any])?["reason"] as? String)
        #expect(reason.contains(mode) && reason.contains("invoice disputed"), "\(reason)")
        #expect(try await self.decide(service, 2)["chosen"] as? String != "e2b")
        _ = try await service.ask("PATCH", path, #"{"mode": "enabled"}"#)
        #expect(try await self.decide(service, 1, constraints: only)["chosen"] as? String == "e2b")
        let audit = try await service.ask("GET", "/api/v1/audit")
        let entries = try #require(audit["entries"] as? [[String: Any]])
        #expect(entries.filter { $0["name"] as? String == "sandbox/e2b" }.count == 2)
        try await service.stop()
    }

    // MARK: Models

    /// Whether clients go on.
    private final class Traffic: Sendable {
        private let state = Mutex(true)
        var goesOn: Bool { self.state.withLock(\.self) }
        func end() { self.state.withLock { $0 = false } }
    }

    @Test func `models replace each other while requests go on, and none is lost`() async throws {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        _ = try await service.ask("PUT", Self.policy, #"{"strategy": "model", "exploration": {"share": 0}}"#)
        let traffic = Traffic()
        let versions = ["v1.0.0", "v1.1.0", "v1.0.0", "v1.1.0"]
        try await withThrowingTaskGroup(of: [String].self) { group in
            for client in 0..<4 {
                group.addTask {
                    var models: [String] = []
                    while traffic.goesOn {
                        let number = client * 100_000 + models.count
                        let answer = try await service.post("/api/predict", Sandbox.prediction(number))
                        try #require(answer.status == 200, "\(answer.text)")
                        let object = try answer.object()
                        #expect(object["recorded"] as? Bool == true && object["basis"] as? String == "model")
                        models.append(try #require(object["model"] as? String))
                    }
                    return models
                }
            }
            group.addTask {
                defer { traffic.end() }
                for (index, version) in versions.enumerated() {
                    let served = try await service.ask(
                        "POST",
                        "/api/v1/models/sandbox/serve",
                        #"{"version": "\#(version)"}"#
                    )
                    #expect(served["version"] as? String == version)
                    // From the answer on, every new request sees the new model.
                    let next = try await service.ask("POST", "/api/predict", Sandbox.prediction(900_000 + index))
                    #expect(next["model"] as? String == "sandbox@\(version)")
                }
                return []
            }
            var all: [String] = []
            for try await models in group { all += models }
            #expect(Set(all).isSubset(of: ["sandbox@v1.0.0", "sandbox@v1.1.0"]))
            // Everything that was answered is in the log.
            let replay = try await self.replay(service.berth)
            #expect(replay["recomputed"] as? Int == all.count + versions.count)
            #expect(replay["equal"] as? Int == all.count + versions.count)
        }
        try await service.stop()
    }

    @Test func `a model can be stepped back, and the list says which one serves`() async throws {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        func roles() async throws -> [String?] {
            let model = try await service.ask("GET", "/api/v1/models/sandbox")
            let versions = try #require(model["versions"] as? [[String: Any]])
            return versions.map { $0["role"] as? String }
        }
        #expect(try await roles() == [nil, "serving"])
        let back = try await service.ask("POST", "/api/v1/models/sandbox/serve", #"{"version": "v1.0.0"}"#)
        #expect(back["previous"] as? String == "v1.1.0")
        #expect(try await roles() == ["serving", "previous"])
        #expect(try await self.decide(service, 1)["model"] as? String == "sandbox@v1.0.0")
        let unknown = try await service.post("/api/v1/models/sandbox/serve", #"{"version": "v9.0.0"}"#)
        #expect(unknown.status == 404)
        #expect(try unknown.object()["allowed"] as? [String] == ["v1.0.0", "v1.1.0"])
        #expect(try await self.decide(service, 1)["model"] as? String == "sandbox@v1.0.0")
        try await service.stop()
    }

    @Test func `a model trains beside the service from what was observed, and serves without a restart`() async throws {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        for number in 0..<20 {
            let id = try #require(try await self.decide(service, number)["id"] as? String)
            _ = try await service.ask("POST", "/api/v1/decisions/\(id)/outcome", Sandbox.outcome())
        }
        let train = try await service.berth.run(
            "train",
            "--set",
            "rounds=5",
            "--json",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data"
        )
        #expect(train.status == 0, "\(train.messages)")
        let record = try train.object()
        #expect((record["trainingRuns"] as? [String: Any])?["count"] as? Int == TrainedFolder.runs + 20)
        #expect(try await self.decide(service, 1)["model"] as? String == "sandbox@v1.1.0", "nothing changes by itself")
        _ = try await service.ask("POST", "/api/v1/models/sandbox/serve", #"{"version": "v1.2.0"}"#)
        #expect(try await self.decide(service, 1)["model"] as? String == "sandbox@v1.2.0")
        try await service.stop()
    }

    // MARK: Restart and recomputation

    private func replay(_ berth: Berth) async throws -> [String: Any] {
        try await berth.run(
            "decisions",
            "replay",
            "--limit",
            "100000",
            "--json",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data"
        ).object()
    }

    @Test func `a rule that is edited changes decisions from then on, and no replay`() async throws {
        let berth = try await TrainedFolder.copy()
        let rules = try String(contentsOfFile: Berth.domains + "/sandbox.yaml", encoding: .utf8)
        func start(_ rules: String) async throws -> ServedBerth {
            try berth.write("own/sandbox.yaml", rules)
            return try await ServedBerth(in: berth, ["--domains", "own"])
        }
        var service = try await start(rules)
        _ = try await service.ask("PUT", Self.policy, #"{"strategy": "rules"}"#)
        let before = try await self.decide(service, 1)
        try await service.stop()
        let edited = rules.replacing("order: [target.startupSeconds]", with: "order: [-target.startupSeconds]")
        service = try await start(edited)
        let after = try await self.decide(service, 1)
        try await service.stop()
        #expect(edited != rules && before["chosen"] as? String != after["chosen"] as? String)
        try berth.write("own/sandbox.yaml", rules.replacing("tolerance: ", with: "# tolerance: "))
        let replay = try await berth.run("decisions", "replay", "--json", "--domains", "own", "--data-dir", "data")
            .object()
        #expect(replay["recomputed"] as? Int == 2 && replay["equal"] as? Int == 2, "\(replay)")
    }

    @Test func `after a restart everything is as it was`() async throws {
        let berth = try await TrainedFolder.copy()
        var service = try await ServedBerth(in: berth)
        _ = try await service.ask("POST", "/api/v1/models/sandbox/serve", #"{"version": "v1.0.0"}"#)
        _ = try await service.ask("PUT", Self.policy, #"{"strategy": "model", "confidenceGate": 0.25}"#)
        _ = try await service.ask("PATCH", "/api/v1/targets/modal", #"{"mode": "disabled", "reason": "trial over"}"#)
        var ids: [String] = []
        for number in 0..<6 { ids.append(try #require(try await self.decide(service, number)["id"] as? String)) }
        _ = try await service.ask("POST", "/api/v1/decisions/\(ids[0])/outcome", Sandbox.outcome())
        _ = try await service.post("/api/telemetry/runs", Sandbox.run("kept-1"))
        let paths =
            ids.map { "/api/v1/decisions/\($0)" } + [
                Self.policy, "/api/v1/targets/modal", "/api/v1/models", "/api/v1/audit", "/api/v1/decisions",
                "/api/telemetry/training-data?limit=10000", "/api/telemetry/providers",
                "/api/v1/decisions/\(ids[0])/explanation", "/api/v1/domains",
            ]
        var before: [String] = []
        for path in paths { before.append(try await service.get(path).text) }
        try await service.stop()
        service = try await ServedBerth(in: berth)
        for (path, text) in zip(paths, before) {
            let after = try await service.get(path)
            #expect(after.status == 200 && after.text == text, "\(path)")
        }
        let next = try await self.decide(service, 1)
        #expect(next["model"] as? String == "sandbox@v1.0.0" && next["strategy"] as? String == "model")
        #expect(try #require(next["id"] as? String) > ids[5])
        try await service.stop()
    }

    @Test func `runs are exported beside the service, and make another directory that the same can be learnt from`()
        async throws
    {
        let service = try await ServedBerth(in: try await TrainedFolder.copy())
        _ = try await service.post("/api/telemetry/runs", Sandbox.run("from-elsewhere"))
        let berth = service.berth
        let places = ["--domains", Berth.domains, "--data-dir"]
        let exported = try await berth.start(["runs", "export"] + places + ["data"]).answer()
        #expect(exported.lines.count == TrainedFolder.runs + 1)
        try berth.write("runs.ndjson", exported.output)
        let imported = try await berth.start(["runs", "import", "runs.ndjson", "--json"] + places + ["other"]).answer()
        #expect(try imported.object()["imported"] as? Int == TrainedFolder.runs + 1, "\(imported.messages)")
        let again = try await berth.start(["runs", "export"] + places + ["other"]).answer()
        #expect(again.output == exported.output)
        let training = ["train", "--set", "rounds=5", "--version", "v3.0.0"] + places
        for directory in ["data", "other"] {
            #expect(try await berth.start(training + [directory]).answer().status == 0)
        }
        #expect(
            try berth.text(try await berth.artifact("sandbox", "v3.0.0"))
                == berth.text(try await berth.artifact("sandbox", "v3.0.0", in: "other"))
        )
        try await service.stop()
    }

    @Test func `every decision is computed again bit by bit from its record, also beside the service`() async throws {
        let berth = try await TrainedFolder.copy()
        let service = try await ServedBerth(in: berth)
        var last = ""
        for number in 0..<40 {
            switch number {
            case 10: _ = try await service.ask("PATCH", "/api/v1/targets/e2b", #"{"mode": "draining"}"#)
            case 15:
                _ = try await service.ask("PUT", Self.policy, #"{"strategy": "rules", "exploration": {"share": 1}}"#)
            case 20:
                _ = try await service.ask("PUT", Self.policy, #"{"strategy": "model", "exploration": {"share": 0.5}}"#)
            case 25: _ = try await service.ask("POST", "/api/v1/models/sandbox/serve", #"{"version": "v1.0.0"}"#)
            default: break
            }
            let constraints = number % 3 == 0 ? #"{"maxTimeSeconds": 60, "except": {"provider": ["vercel"]}}"# : "{}"
            // Few workloads, so that some have a history and some predictions are remembered.
            last = try #require(try await self.decide(service, number % 7, constraints: constraints)["id"] as? String)
            if number % 2 == 0 {
                _ = try await service.post(
                    "/api/v1/decisions/\(last)/outcome",
                    Sandbox.outcome(milliseconds: 500 + number)
                )
            }
        }
        let replay = try await self.replay(berth)
        #expect(replay["recomputed"] as? Int == 40 && replay["equal"] as? Int == 40, "\(replay)")
        let list = try await berth.run("decisions", "list", "--limit", "3", "--data-dir", "data")
        #expect(list.lines.count == 3 && list.lines[0].hasPrefix(last), "\(list.output)")
        let show = try await berth.run("decisions", "show", last, "--data-dir", "data").object()
        #expect((show["decision"] as? [String: Any])?["id"] as? String == last)
        let explain = try await berth.run(
            "decisions",
            "explain",
            last,
            "--domains",
            Berth.domains,
            "--data-dir",
            "data"
        )
        let sentences = try await service.ask("GET", "/api/v1/decisions/\(last)/explanation")["sentences"] as? [String]
        #expect(explain.lines == sentences)
        let unknown = try await berth.run("decisions", "show", "d-0000000000001", "--data-dir", "data")
        #expect(unknown.status == 66 && unknown.messages.contains("berth decisions list"))
        try await service.stop()
    }
}
