import Foundation
import Testing

/// `berth decide` and `berth models` on a data directory with runs and models.
struct DecideTests {
    private static let workload = """
        {"language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512, "gpu": false, "timeoutSeconds": 20}
        """

    private func decide(_ input: String = workload, _ options: String..., in berth: Berth? = nil) async throws
        -> CommandAnswer
    {
        let folder = if let berth { berth } else { try await TrainedFolder.shared() }
        let running = try folder.start(
            ["decide", "-", "--domains", Berth.domains, "--data-dir", "data"] + options,
            input: input
        )
        return try await running.answer()
    }

    // MARK: models

    @Test func `an unknown model or version is answered with the known ones`() async throws {
        let berth = try await TrainedFolder.shared()
        let name = try await berth.run("models", "show", "sandbx", "--data-dir", "data")
        #expect(name.status == 65 && name.messages.contains("did you mean 'sandbox'?"))
        let version = try await berth.run("models", "show", "sandbox", "v9.0.0", "--data-dir", "data")
        #expect(version.status == 65 && version.messages.contains("v1.0.0"))
        let text = try await berth.run("models", "show", "sandbox", "nine", "--data-dir", "data")
        #expect(text.status == 65 && text.messages.contains("such as v1.2.0"))
    }

    @Test func `an exported model is the registered one, byte for byte`() async throws {
        let berth = try await TrainedFolder.shared()
        let export = try await berth.run("models", "export", "sandbox", "v1.0.0", "--data-dir", "data")
        #expect(export.status == 0)
        #expect(export.output == (try berth.text(try await berth.artifact("sandbox", "v1.0.0"))))
        let unknown = try await berth.run("models", "export", "sandbox", "v9.0.0", "--data-dir", "data")
        #expect(unknown.status == 65 && unknown.output.isEmpty && unknown.messages.contains("v1.0.0"))
    }

    @Test func `a changed model file is refused`() async throws {
        let berth = try await TrainedFolder.copy()
        let path = try await berth.artifact("sandbox", "v1.1.0")
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
        (#"{"code": 3}"#, ["code is '3'", "a string"]),
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
        let berth = try await TrainedFolder.shared()
        let answer = try await berth.start(
            ["decide", "-", "--domains", Berth.domains, "--data-dir", "data"] + options,
            input: Self.workload
        ).answer()
        #expect(answer.status == 65)
        #expect(answer.lines.first == "none")
        #expect(answer.output.contains(part), "\(answer.output)")
        #expect(answer.messages.contains("no target is feasible"))
    }
}
