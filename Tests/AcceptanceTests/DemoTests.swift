import Foundation
import Testing

/// What a user does after `berth demo`: look at the model, decide, train again.
@Suite(.afterDemo)
struct DemoTests {
    private static let workload = """
        {"language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512, "gpu": false, "timeoutSeconds": 20}
        """

    private func decide(_ input: String = workload, _ options: String..., in berth: Berth? = nil) async throws -> Answer
    {
        let running = try (try berth ?? DemoFolder.read()).start(
            ["decide", "-", "--domains", Berth.domains, "--data-dir", "data"] + options,
            input: input
        )
        return try await running.answer()
    }

    // MARK: demo

    @Test func `the demo ends well, says that it is simulated, and shows savings and three decisions`() throws {
        let demo = try #require(DemoFolder.current).demo
        #expect(demo.status == 0)
        #expect(demo.output.hasPrefix("Simulated: 800 sandbox runs"))
        for row in ["Berth (model)", "rules", "best fixed target", "random", "hybrid", "best known"] {
            #expect(demo.lines.contains { $0.hasPrefix(row) }, "no row of \(row)")
        }
        #expect(demo.output.contains("we save"))
        #expect(demo.lines.count { $0.hasPrefix("  Chose ") } == 3)
        #expect(!demo.output.contains("inf") && !demo.output.contains("nan"))
        #expect(demo.messages.contains("100 % done"))
    }

    @Test func `the demo's model says what it learnt from, and that this was simulated`() async throws {
        let berth = try DemoFolder.read()
        let list = try await berth.run("models", "list", "--data-dir", "data")
        #expect(list.status == 0)
        #expect(list.lines.count == 1 && list.output.hasPrefix("sandbox v1.0.0  "))
        #expect(list.output.hasSuffix("600 runs\n"), "it learns from the first three quarters: \(list.output)")
        let show = try await berth.run("models", "show", "sandbox", "--data-dir", "data", "--json")
        let record = try show.object()
        #expect((record["id"] as? [String: String]) == ["name": "sandbox", "version": "v1.0.0"])
        #expect((record["trainingRuns"] as? [String: Any])?["count"] as? Int == 600)
        #expect((record["notes"] as? [String])?.contains("made by berth demo from simulated runs") == true)
        #expect((record["parameters"] as? [String: String])?["rounds"] == "250")
        let card = try await berth.run("models", "show", "sandbox", "v1.0.0", "--data-dir", "data")
        #expect(card.lines.contains("  note: made by berth demo from simulated runs"))
        #expect(try await berth.run("models", "list", "--data-dir", "data", "--json").list().count == 1)
    }

    @Test func `a second demo registers the next version, which says so itself`() async throws {
        let berth = try DemoFolder.copy()
        let again = try await berth.run(
            "demo",
            "--once",
            "--runs",
            "200",
            "--seed",
            "8",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data"
        )
        #expect(again.status == 0)
        let list = try await berth.run("models", "list", "--data-dir", "data")
        #expect(list.lines.map { $0.prefix(14) } == ["sandbox v1.0.0", "sandbox v1.1.0"])
        let artifact = try berth.text("data/models/sandbox/v1.1.0/model.json")
        #expect(artifact.contains(#""version":"v1.1.0""#))
    }

    @Test func `an unknown model or version is answered with the known ones`() async throws {
        let berth = try DemoFolder.read()
        let name = try await berth.run("models", "show", "sandbx", "--data-dir", "data")
        #expect(name.status == 65 && name.messages.contains("did you mean 'sandbox'?"))
        let version = try await berth.run("models", "show", "sandbox", "v9.0.0", "--data-dir", "data")
        #expect(version.status == 65 && version.messages.contains("v1.0.0"))
        let text = try await berth.run("models", "show", "sandbox", "nine", "--data-dir", "data")
        #expect(text.status == 65 && text.messages.contains("such as v1.2.0"))
    }

    @Test func `a changed model file is refused`() async throws {
        let berth = try DemoFolder.copy()
        let path = "data/models/sandbox/v1.0.0/model.json"
        var text = try berth.text(path)
        let digit = try #require(text.range(of: "0.0", options: .backwards))
        text.replaceSubrange(digit, with: "0.1")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: berth.path(path))
        try berth.write(path, text)
        for answer in [
            try await berth.run("models", "show", "sandbox", "--data-dir", "data"),
            try await self.decide(Self.workload, "--strategy", "model", in: berth),
        ] {
            #expect(answer.status == 65)
            #expect(answer.output.isEmpty)
            #expect(answer.messages.contains("SHA-256"), "\(answer.messages)")
        }
    }

    // MARK: decide

    @Test func `a decision names a target and says why`() async throws {
        let answer = try await self.decide()
        #expect(answer.status == 0)
        let chosen = try #require(answer.lines.first)
        #expect(answer.lines[1].hasPrefix("  Chose \(chosen)"))
        #expect(answer.messages == "")
    }

    @Test func `the record holds every candidate with its predictions, and the draw is the seed's`() async throws {
        let first = try await self.decide(Self.workload, "--strategy", "model", "--json").object()
        let second = try await self.decide(Self.workload, "--strategy", "model", "--json").object()
        let decision = try #require(first["decision"] as? [String: Any])
        let candidates = try #require(decision["candidates"] as? [[String: Any]])
        #expect(candidates.count == 9)
        #expect(candidates.allSatisfy { ($0["features"] as? [Any])?.isEmpty == false })
        #expect((decision["chosen"] as? Int).map(candidates.indices.contains) == true)
        #expect((first["explanation"] as? [String: Any])?.isEmpty == false)
        func comparable(_ answer: [String: Any]) throws -> String {
            var decision = try #require(answer["decision"] as? [String: Any])
            for key in ["id", "at"] { decision[key] = nil }
            return try String(
                decoding: JSONSerialization.data(withJSONObject: decision, options: .sortedKeys),
                as: UTF8.self
            )
        }
        // The clock is a feature; both fall into one hour, but for one run in a thousand, which says the same choice.
        #expect((second["decision"] as? [String: Any])?["chosen"] as? Int == decision["chosen"] as? Int)
        #expect(try comparable(first).count == comparable(second).count)
    }

    @Test(arguments: [
        (#"{"language": "python", "cod": "x"}"#, ["unknown field 'cod'", "did you mean 'code'?", "timeoutSeconds"]),
        (#"{"zzzzz": 1}"#, ["unknown field 'zzzzz'; the domain 'sandbox' allows code, "]),
        (#"{"cpu": -1}"#, ["cpu is -1", "from 0"]),
        (#"{"cpu": "two"}"#, ["cpu is 'two'", "a number"]),
        (#"{"cpu": [1]}"#, ["cpu is a list", "a number"]),
        (#"{"code": 3}"#, ["code is '3'", "a text"]),
        (#"{"files": "a.txt"}"#, ["files is 'a.txt'", "a list"]),
        (#"{"gpu": "yes"}"#, ["gpu is 'yes'", "true or false"]),
        (#"{"cpu": NaN}"#, ["line 1", "NaN"]),
        (#"{"cpu": 1e999}"#, ["line 1", "1e999"]),
        (#"{"cpu": 1"#, ["line 1"]),
        (#"[1]"#, ["a list", "expected an object"]),
        ("", ["line 1"]),
    ])
    func `a workload at fault is refused with field, value and what is allowed`(
        input: String,
        parts: [String]
    ) async throws {
        let answer = try await self.decide(input)
        #expect(answer.status == 65)
        #expect(answer.output == "")
        for part in parts { #expect(answer.messages.contains(part), "\(answer.messages)") }
    }

    @Test func `a workload that says little is decided from what it says`() async throws {
        #expect(try await self.decide("{}").status == 0)
    }

    @Test(arguments: [
        (["--only", "provider=e2b", "--except", "sandbox=e2b"], "only.provider removed 8"),
        (["--max-cost", "0.000000001"], "maxCost removed 9"),
        (["--max-time", "0.000001"], "maxTime"),
        (["--except", "provider=aws,cloudflare,daytona,e2b,gcp,modal,vercel"], "except.provider removed 9"),
    ])
    func `constraints that leave no target are named with how many each removed`(
        options: [String],
        part: String
    ) async throws {
        let berth = try DemoFolder.read()
        let answer = try await berth.start(
            ["decide", "-", "--domains", Berth.domains, "--data-dir", "data"] + options,
            input: Self.workload
        ).answer()
        #expect(answer.status == 65)
        #expect(answer.lines.first == "none")
        #expect(answer.output.contains(part), "\(answer.output)")
        #expect(answer.messages.contains("no target is feasible"))
    }

    // MARK: train

    @Test func `a window of the runs trains a named version, whose lineage says so`() async throws {
        let berth = try DemoFolder.copy()
        let options = ["--days", "7", "--min-data-points", "100", "--domains", Berth.domains, "--data-dir", "data"]
        let train = try await berth.start(
            ["train", "--version", "v2.0.0", "--set", "rounds=20", "--json"] + options
        ).answer()
        #expect(train.status == 0, "\(train.messages)")
        let record = try train.object()
        #expect((record["id"] as? [String: String])?["version"] == "v2.0.0")
        #expect((record["parent"] as? String) == "v1.0.0")
        #expect((record["parameters"] as? [String: String])?["rounds"] == "20")
        let count = try #require((record["trainingRuns"] as? [String: Any])?["count"] as? Int)
        #expect((100..<400).contains(count), "a week of four: \(count)")
        // Registered means final.
        let again = try await berth.start(["train", "--version", "v2.0.0", "--set", "rounds=20"] + options).answer()
        #expect(again.status == 65 && again.messages.contains("v2.0.1"))
        // Another process, the same runs, the same seed: the same bytes.
        let next = try await berth.start(["train", "--set", "rounds=20", "--json"] + options).answer().object()
        #expect((next["id"] as? [String: String])?["version"] == "v2.1.0")
        func withoutVersion(_ version: String) throws -> String {
            try berth.text("data/models/sandbox/\(version)/model.json")
                .replacing(#""version":"\#(version)""#, with: "")
        }
        #expect(try withoutVersion("v2.1.0") == withoutVersion("v2.0.0"))
    }

    @Test(arguments: [
        (["--min-data-points", "100000"], Int32(65), "found 800 runs, needed 100000"),
        (["--days", "0"], 64, "--days takes"), (["--min-data-points", "9"], 64, "--min-data-points takes"),
        (["--set", "rouns=3"], 65, "rounds"), (["--set", "rounds"], 64, "KEY=VALUE"),
        (["--version", "two"], 65, "such as v1.2.0"),
        (["--domain", "cluster"], 66, "no runs of 'cluster'"),
    ])
    func `a training that cannot be is refused before it starts`(
        options: [String],
        status: Int32,
        part: String
    ) async throws {
        let berth = try DemoFolder.copy()
        let answer = try await berth.start(
            ["train", "--domains", Berth.domains, "--data-dir", "data"] + options
        ).answer()
        #expect(answer.status == status)
        #expect(answer.messages.contains(part), "\(answer.messages)")
        #expect(try await berth.run("models", "list", "--data-dir", "data").lines.count == 1)
    }

    @Test func `without LightGBM's library training says how to get it`() async throws {
        let berth = try DemoFolder.copy()
        let environment = ["BERTH_LIGHTGBM_LIBRARY": "/nonexistent"]
        let train = try await berth.run(
            "train",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data",
            environment: environment
        )
        #expect(train.status == 69)
        #expect(train.messages.contains("make deps") && train.messages.contains("/nonexistent"))
        #expect(try await berth.run("models", "list", "--data-dir", "data").lines.count == 1)
    }
}
