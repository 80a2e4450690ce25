import Foundation
import Testing

/// `berth runs import`: CSV and reports come in whole or not at all.
struct RunImportTests {
    private func report(_ number: Int, _ change: (inout [String: Any]) -> Void = { _ in }) throws -> String {
        var report: [String: Any] = [
            "runId": "r-\(number)", "provider": "e2b", "language": "python", "startedAt": "2026-02-0\(number % 9 + 1)",
            "durationMs": 800 + number, "costUSD": 0.0000216, "success": true, "spec": ["memoryMB": 512],
        ]
        change(&report)
        return String(decoding: try JSONSerialization.data(withJSONObject: report), as: UTF8.self)
    }

    private func importRuns(_ berth: Berth, _ arguments: String...) async throws -> Answer {
        try await berth.start(
            ["runs", "import", "--domains", Berth.domains, "--data-dir", "data"] + arguments
        ).answer()
    }

    /// Runs that the data directory holds.
    private func stored(_ berth: Berth) throws -> Int {
        guard FileManager.default.fileExists(atPath: berth.path("data/runs/sandbox.ndjson")) else { return 0 }
        return try berth.text("data/runs/sandbox.ndjson").split(separator: "\n").count
    }

    @Test func `the demo's CSV is a template that comes in, once`() async throws {
        let berth = try Berth()
        let csv = try await berth.run("demo", "--csv", "--runs", "200")
        #expect(csv.status == 0)
        try berth.write("history.csv", csv.output)
        let first = try await self.importRuns(berth, "history.csv")
        #expect(first.status == 0 && first.output.hasPrefix("imported 200 runs, 0 known before\n"), "\(first.messages)")
        let second = try await self.importRuns(berth, "history.csv", "--json")
        let answer = try second.object()
        #expect(answer["imported"] as? Int == 0 && answer["duplicates"] as? Int == 200)
        #expect(Set(answer.keys) == ["imported", "duplicates", "contradicting", "bad", "report"])
        #expect(try self.stored(berth) == 200)
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
        #expect(try self.stored(berth) == 1)
        let kept = try await self.importRuns(berth, "bad.ndjson", "--keep-going")
        #expect(kept.status == 0)
        #expect(kept.messages.contains("left out: bad.ndjson:7"))
        #expect(kept.output.hasPrefix("imported 8 runs, 1 known before\n"), "\(kept.output)")
        #expect(try self.stored(berth) == 9)
    }

    @Test func `a run with a known id and another content is told, and the known one stays`() async throws {
        let berth = try Berth()
        try berth.write("one.json", try self.report(1))
        try berth.write("other.json", try self.report(1) { $0["durationMs"] = 9 })
        #expect(try await self.importRuns(berth, "one.json").status == 0)
        let other = try await self.importRuns(berth, "other.json")
        #expect(other.status == 0 && other.messages.contains("not kept: r-1 is known with other content"))
        #expect(try self.stored(berth) == 1)
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
        #expect(try self.stored(berth) == 0)
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
        #expect(!FileManager.default.fileExists(atPath: berth.path("data/runs/serverless.ndjson")))
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
        #expect(try self.stored(berth) == 2)
    }
}
