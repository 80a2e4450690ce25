import Foundation
import Testing

/// `berth runs import` and `export`: CSV and reports come in whole or not at all, and go out as they are.
struct RunImportTests {
    private func report(_ number: Int, _ change: (inout [String: Any]) -> Void = { _ in }) throws -> String {
        var report: [String: Any] = [
            "runId": "r-\(number)", "provider": "e2b", "language": "python", "startedAt": "2026-02-0\(number % 9 + 1)",
            "durationMs": 800 + number, "costUSD": 0.0000216, "success": true, "spec": ["memoryMB": 512],
        ]
        change(&report)
        return String(decoding: try JSONSerialization.data(withJSONObject: report), as: UTF8.self)
    }

    private func importRuns(_ berth: Berth, _ arguments: String...) async throws -> CommandAnswer {
        try await berth.start(
            ["runs", "import", "--domains", Berth.domains, "--data-dir", "data"] + arguments
        ).answer()
    }

    private func export(_ berth: Berth, _ arguments: String...) async throws -> CommandAnswer {
        try await berth.start(
            ["runs", "export", "--domains", Berth.domains, "--data-dir", "data"] + arguments
        ).answer()
    }

    /// Runs that the data directory holds.
    private func stored(_ berth: Berth, _ domain: String = "sandbox") async throws -> Int {
        guard FileManager.default.fileExists(atPath: berth.path("data")) else { return 0 }
        let answer = try await self.export(berth, "--domain", domain)
        #expect(answer.status == 0, "\(answer.messages)")
        return answer.output.split(separator: "\n").count
    }

    @Test func `the demo's CSV is a template that comes in, once`() async throws {
        let berth = try Berth()
        let csv = try await berth.run("demo", "--csv", "--runs", "400")
        #expect(csv.status == 0)
        try berth.write("history.csv", csv.output)
        let first = try await self.importRuns(berth, "history.csv")
        #expect(first.status == 0 && first.output.hasPrefix("imported 400 runs, 0 known before\n"), "\(first.messages)")
        let second = try await self.importRuns(berth, "history.csv", "--json")
        let answer = try second.object()
        #expect(answer["imported"] as? Int == 0 && answer["duplicates"] as? Int == 400)
        #expect(Set(answer.keys) == ["imported", "duplicates", "contradicting", "unknownDecisions", "bad", "report"])
        #expect(try await self.stored(berth) == 400)
        // The same columns in another order, and one more, are the same runs.
        let train = try await berth.run(
            "train",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data",
            "--set",
            "rounds=5",
            "--json"
        )
        #expect(train.status == 0, "\(train.messages)")
    }

    @Test func `a simulated history of tasks trains a model that states its accuracy`() async throws {
        let berth = try Berth()
        let options = ["--domain", "task", "--domains", Berth.domains]
        let csv = try await berth.start(["demo", "--csv", "--runs", "400"] + options).answer()
        #expect(csv.status == 0, "\(csv.messages)")
        try berth.write("tasks.csv", csv.output)
        let imported = try await berth.start(["runs", "import", "tasks.csv", "--data-dir", "data"] + options).answer()
        #expect(imported.status == 0, "\(imported.messages)")
        let train = try await berth.start(["train", "--data-dir", "data", "--set", "rounds=5"] + options).answer()
        #expect(train.status == 0, "\(train.messages)")
        let line = try #require(train.output.split(separator: "\n").first { $0.hasPrefix("Model Accuracy: ") })
        let accuracy = try #require(Double(line.dropFirst(16).prefix { $0 != "," }))
        #expect((0.5..<1).contains(accuracy), "\(line)")
        #expect(train.output.contains("Model saved to data: task@v1.0.0"))
        #expect(
            try await berth.run("models", "show", "task", "--data-dir", "data", "--json").output.contains(
                "randomForest"
            )
        )
        let alone = try await berth.run("demo", "--domain", "task")
        #expect(alone.status == 64 && alone.messages.contains("--domain task requires --csv"))
    }

    @Test func `one bad report of ten is named by its line, and nothing is kept`() async throws {
        let berth = try Berth()
        let good = try (1...10).map { try self.report($0) }
        var bad = good
        bad[6] = try self.report(7) { $0["durationMs"] = -5 }
        try berth.write("first.ndjson", good[0] + "\n")
        try berth.write("bad.ndjson", bad.joined(separator: "\n") + "\n")
        #expect(try await self.importRuns(berth, "first.ndjson").status == 0)
        let refused = try await self.importRuns(berth, "bad.ndjson", "--json")
        #expect(refused.status == 65)
        #expect(refused.output == "")
        #expect(refused.messages.contains("bad.ndjson:7: durationMs: found -5"), "\(refused.messages)")
        #expect(try await self.stored(berth) == 1)
        let kept = try await self.importRuns(berth, "bad.ndjson", "--keep-going")
        #expect(kept.status == 0)
        #expect(kept.messages.contains("skipped: bad.ndjson:7"))
        #expect(kept.output.hasPrefix("imported 8 runs, 1 known before\n"), "\(kept.output)")
        #expect(try await self.stored(berth) == 9)
    }

    @Test func `a run with a known id and another content is told, and the known one stays`() async throws {
        let berth = try Berth()
        try berth.write("one.json", try self.report(1))
        try berth.write("other.json", try self.report(1) { $0["durationMs"] = 9 })
        #expect(try await self.importRuns(berth, "one.json").status == 0)
        let other = try await self.importRuns(berth, "other.json")
        #expect(other.status == 0 && other.messages.contains("not stored: r-1 is known with different content"))
        #expect(try await self.stored(berth) == 1)
    }

    @Test(arguments: [
        (
            #"{"runId": "r", "provider": "e2c", "startedAt": "2026-02-01", "durationMs": 1, "costUSD": 0, "success": true}"#,
            "did you mean 'e2b'?"
        ),
        (
            #"{"runId": "r", "provider": "e2b", "startedAt": "2026-02-01", "durationMs": 1, "costUSD": 0, "success": 1}"#,
            "success"
        ),
        (
            #"{"runId": "r", "provider": "e2b", "startedAt": "2026-02-01", "durationMS": 1, "costUSD": 0, "success": true}"#,
            "did you mean 'durationMs'?"
        ),
        ("", "has no runs"), ("{", "not JSON"),
    ])
    func `a report at fault is refused with what is allowed`(text: String, part: String) async throws {
        let berth = try Berth()
        try berth.write("runs.json", text)
        let answer = try await self.importRuns(berth, "runs.json")
        #expect(answer.status == 65)
        #expect(answer.messages.contains(part), "\(answer.messages)")
        #expect(try await self.stored(berth) == 0)
    }

    @Test func `a bad row of a CSV is named by file and line, and nothing is kept`() async throws {
        let berth = try Berth()
        let measured = [
            "is_cold", "failed", "exec_ms", "provider_exec_ms", "provider_init_ms", "connect_ms", "first_byte_ms",
            "compute_ms", "download_ms", "upload_ms", "download_bytes", "upload_bytes", "memory_used_mb", "billed_ms",
        ]
        var rows = ["function,language,provider,memory_mb,mode,started_at,client_ms,usd_per_million"]
        rows += (1...10).map { "f,python,aws,512,warm,2026-02-0\($0 % 9 + 1) 00:00:00,\($0),3.5" }
        rows = rows.enumerated().map { index, row in
            ([row] + measured.map { index == 0 ? $0 : "0" }).joined(separator: ",")
        }
        rows[7] = rows[7].replacing(",3.5,", with: ",cheap,")
        try berth.write("calls.csv", rows.joined(separator: "\n") + "\n")
        let answer = try await self.importRuns(berth, "calls.csv", "--domain", "serverless")
        #expect(answer.status == 65)
        #expect(answer.messages.contains("calls.csv:8"), "\(answer.messages)")
        #expect(answer.messages.contains("cheap"), "\(answer.messages)")
        #expect(try await self.stored(berth, "serverless") == 0)
        let kept = try await self.importRuns(berth, "calls.csv", "--domain", "serverless", "--keep-going")
        #expect(kept.output.hasPrefix("imported 9 runs"), "\(kept.messages)")
    }

    @Test func `a second writer is told that the folder is in use`() async throws {
        let berth = try Berth()
        // The first writer holds the folder while it waits for its reports.
        let pipe = berth.path("slow.ndjson")
        #expect(mkfifo(pipe, 0o600) == 0)
        let first = try berth.start(
            ["runs", "import", "--domains", Berth.domains, "--data-dir", "data", "slow.ndjson"])
        // Opens once the first writer does, which is after it took the lock.
        let reports = try FileHandle(forWritingTo: URL(filePath: pipe))
        try berth.write("two.json", try self.report(2))
        let second = try await self.importRuns(berth, "two.json")
        #expect(second.status == 75)
        #expect(second.messages.contains("data"), "\(second.messages)")
        let reader = try await berth.run("models", "list", "--data-dir", "data")
        #expect(reader.status == 0, "readers are welcome beside the writer")
        try reports.write(contentsOf: Data((try self.report(1) + "\n").utf8))
        try reports.close()
        #expect(try await first.answer().status == 0)
        #expect(try await self.importRuns(berth, "two.json").status == 0)
        #expect(try await self.stored(berth) == 2)
    }

    @Test func `what is exported comes back unchanged, elsewhere too`() async throws {
        let berth = try Berth()
        let csv = try await berth.run("demo", "--csv", "--runs", "400")
        try berth.write("history.csv", csv.output)
        try berth.write(
            "reports.ndjson",
            try self.report(1) {
                $0["error"] = "killed: λ"; $0["success"] = false; $0["metrics"] = ["cpuMs": 1.5]
            }
        )
        #expect(try await self.importRuns(berth, "history.csv", "reports.ndjson").status == 0)
        let exported = try await self.export(berth)
        #expect(exported.lines.count == 401 && exported.output.contains(#""error":"killed: λ""#))
        try berth.write("exported.ndjson", exported.output)
        let again = try await self.importRuns(berth, "exported.ndjson")
        #expect(again.output.hasPrefix("imported 0 runs, 401 known before\n"), "\(again.messages)")
        let elsewhere = try await berth.start(
            ["runs", "import", "--domains", Berth.domains, "--data-dir", "other", "exported.ndjson"]
        ).answer()
        #expect(elsewhere.output.hasPrefix("imported 401 runs"), "\(elsewhere.messages)")
        let second = try await berth.start(
            ["runs", "export", "--domains", Berth.domains, "--data-dir", "other"]
        ).answer()
        #expect(second.output == exported.output)
        let window = try await self.export(berth, "--from", "2026-02-01", "--until", "2026-03-01")
        #expect(window.lines.count == 1)
        #expect(try await self.export(berth, "--from", "yesterday").status == 64)
    }

    @Test func `a run of an unknown decision is told and not kept, unless without its decision`() async throws {
        let berth = try Berth()
        try berth.write("one.json", try self.report(1) { $0["decisionId"] = "d-0000000000001" })
        let refused = try await self.importRuns(berth, "one.json")
        #expect(refused.status == 0 && refused.output.hasPrefix("imported 0 runs"), "\(refused.messages)")
        #expect(refused.messages.contains("not stored: r-1 names a decision that is not in the log"))
        let kept = try await self.importRuns(berth, "one.json", "--without-decisions")
        #expect(kept.output.hasPrefix("imported 1 run,"))
    }

    @Test func `a folder of the former format says how its runs are brought over, and they are`() async throws {
        let berth = try Berth()
        try FileManager.default.createDirectory(atPath: berth.path("old/runs"), withIntermediateDirectories: true)
        try berth.write("old/VERSION", "berth-data 1\n")
        let line =
            #"{"sum":"0123456789abcdef","run":{"id":"r-1","outcome":{"cost":{"currency":"USD","nanos":21600},"#
            + #""succeeded":true,"timeSeconds":0.8},"startedAt":"2026-02-01T00:00:00Z","#
            + #""target":{"attributes":{"provider":"e2b"},"id":"e2b"},"#
            + #""workload":{"attributes":{"language":"python"},"key":"python/-"}}}"#
        try berth.write("old/runs/sandbox.ndjson", line + "\n")
        let refused = try await berth.start(
            ["decide", "-", "--domains", Berth.domains, "--data-dir", "old"],
            input: #"{"language": "python"}"#
        ).answer()
        #expect(refused.status == 65)
        #expect(refused.messages.contains("berth runs import --data-dir NEW --domain DOMAIN old/runs/sandbox.ndjson"))
        let brought = try await self.importRuns(berth, "old/runs/sandbox.ndjson")
        #expect(brought.output.hasPrefix("imported 1 run,"), "\(brought.messages)")
    }
}
