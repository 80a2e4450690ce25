import Foundation
import Testing

/// `berth replay` on a small history.
struct ReplayCommandTests {
    /// Three jobs on three machine types, eight times each; `big` is worth its price for `sort` alone.
    private static func history(from day: Int) -> String {
        var rows = [
            "workload,app,framework,input,input_bytes,program,vm_type,family,size,nodes,vcpus_total,mem_gib_total,completed,runtime_s,usd_per_hour,cost_usd,timestamp"
        ]
        let types = [("small", 2, 0.1), ("middle", 4, 0.2), ("big", 8, 0.4)]
        for round in 0..<8 {
            for (job, speedup) in [("sort", 5.0), ("count", 1.2), ("join", 1.6)] {
                for (index, type) in types.enumerated() {
                    let seconds = 1000 / pow(speedup, Double(index)) + Double(round)
                    let cost = seconds / 3600 * type.2
                    rows.append(
                        "\(job)-a,\(job),spark,a,,\(job),\(type.0),m,\(type.0),1,\(type.1),\(type.1 * 4),1,\(seconds),\(type.2),"
                            + "\(cost),2026-02-\(String(day + round + 100).suffix(2)) 0\(index):00:00"
                    )
                }
            }
        }
        return rows.joined(separator: "\n") + "\n"
    }

    private func replay(_ berth: Berth, _ options: String...) async throws -> CommandAnswer {
        try await berth.start(
            ["replay", "--domain", "cluster", "--domains", Berth.domains, "--set", "rounds=20"] + options
        ).answer()
    }

    private func folder() throws -> Berth {
        let berth = try Berth()
        try berth.write("old.csv", Self.history(from: 1))
        try berth.write("new.csv", Self.history(from: 15))
        return berth
    }

    @Test func `the answer has every figure that is promised`() async throws {
        let berth = try self.folder()
        let replay = try await self.replay(berth, "--train", "old.csv", "--test", "new.csv", "--json", "--verbose")
        #expect(replay.status == 0, "\(replay.messages)")
        let answer = try replay.object()
        #expect(answer["decisions"] as? Int == 3 && answer["skipped"] as? Int == 0)
        let keys = ["mean", "geometricMean", "median", "p90", "exactShare"]
        for policy in ["normalized", "random", "bestFixed", "cheapestHourly", "rules"] {
            let scores = try #require(answer[policy] as? [String: Any], "\(policy)")
            for key in keys { #expect(scores[key] as? Double != nil, "\(policy).\(key)") }
        }
        #expect((answer["normalized"] as? [String: Any])?["mean"] as? Double == 1)
        let saving = try #require(answer["saving"] as? [String: Any])
        for policy in ["random", "bestFixed", "cheapestHourly", "rules"] {
            #expect(saving[policy] is Double, "\(policy)")
        }
        #expect(answer["coverage"] != nil && answer["groups"] != nil && answer["accuracy"] != nil)
        #expect((answer["confidence"] as? [String: Any])?["calibrationError"] != nil)
        #expect((answer["details"] as? [Any])?.count == 3)
        let text = try await self.replay(berth, "--train", "old.csv", "--test", "new.csv")
        #expect(text.lines.contains { $0.hasPrefix("Berth (model)") })
        #expect(
            try await self.replay(berth, "--train", "old.csv", "--test", "new.csv", "--json", "--verbose").output
                == replay.output
        )
    }

    @Test(arguments: [
        ["--train", "old.csv", "--leave-out", "app"], ["--train", "old.csv", "--leave-out", "app", "--probes", "1"],
        ["--train", "old.csv", "--test", "new.csv", "--online"],
        ["--train", "old.csv", "--test", "new.csv", "--strategy", "rules"],
        ["--train", "old.csv", "--test", "new.csv", "--menu", "2", "--repeat", "5", "--objective", "cost*time"],
        ["--train", "old.csv", "new.csv", "--leave-out", "workload", "--strategy", "hybrid"],
    ])
    func `every way to replay answers in JSON`(options: [String]) async throws {
        let berth = try self.folder()
        let answer = try await berth.start(
            ["replay", "--domain", "cluster", "--domains", Berth.domains, "--set", "rounds=10", "--json"] + options
        ).answer()
        #expect(answer.status == 0, "\(answer.messages)")
        #expect(try #require(try answer.object()["decisions"] as? Int) >= 3)
    }

    @Test func `rules replay without LightGBM's library, a model does not`() async throws {
        let berth = try self.folder()
        let environment = ["BERTH_LIGHTGBM_LIBRARY": "/nonexistent/lib_lightgbm.so"]
        let options = [
            "replay", "--domain", "cluster", "--domains", Berth.domains, "--train", "old.csv", "--test", "new.csv",
        ]
        #expect(
            try await berth.start(options + ["--strategy", "rules"], environment: environment).answer().status == 0
        )
        let model = try await berth.start(options, environment: environment).answer()
        #expect(model.status == 69 && model.messages.contains("make deps"))
    }

    @Test(arguments: [
        (["--train", "old.csv"], Int32(65), "test"), (["--train", "none.csv", "--test", "new.csv"], 66, "none.csv"),
        (["--test", "new.csv"], 64, "--train"), (["--train", "old.csv", "--leave-out", "ap"], 65, "app"),
        (["--train", "old.csv", "--leave-out", "cost_usd"], 65, "cost_usd"),
        (["--train", "old.csv", "--test", "new.csv", "--objective", "speed"], 64, "cost*time"),
        (["--train", "old.csv", "--test", "new.csv", "--menu", "1"], 65, "1"),
        (["--train", "old.csv", "--test", "new.csv", "--side", "types.csv"], 64, "NAME=CSV"),
    ])
    func `a replay that cannot be is refused`(options: [String], status: Int32, part: String) async throws {
        let berth = try self.folder()
        let answer = try await berth.start(
            ["replay", "--domain", "cluster", "--domains", Berth.domains] + options
        ).answer()
        #expect(answer.status == status)
        #expect(answer.output == "")
        #expect(answer.messages.contains(part), "\(answer.messages)")
    }
}
