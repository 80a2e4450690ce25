import Foundation
import Testing

/// `berth train` on a data directory with runs.
struct TrainTests {
    @Test func `a window of the runs trains a named version, whose lineage says so`() async throws {
        let berth = try await TrainedFolder.copy()
        let options = ["--days", "7", "--min-data-points", "50", "--domains", Berth.domains, "--data-dir", "data"]
        let train = try await berth.start(
            ["train", "--version", "v2.0.0", "--set", "rounds=20", "--json"] + options
        ).answer()
        #expect(train.status == 0, "\(train.messages)")
        let record = try train.object()
        #expect((record["id"] as? [String: String])?["version"] == "v2.0.0")
        #expect((record["parent"] as? String) == "v1.1.0")
        #expect((record["parameters"] as? [String: String])?["rounds"] == "20")
        let count = try #require((record["trainingRuns"] as? [String: Any])?["count"] as? Int)
        #expect((50..<200).contains(count), "a week of four: \(count)")
        // Registered means final.
        let again = try await berth.start(["train", "--version", "v2.0.0", "--set", "rounds=20"] + options).answer()
        #expect(again.status == 65 && again.messages.contains("v2.0.1"))
        // Another process, the same runs, the same seed: the same bytes.
        let next = try await berth.start(["train", "--set", "rounds=20", "--json"] + options).answer().object()
        #expect((next["id"] as? [String: String])?["version"] == "v2.1.0")
        func withoutVersion(_ version: String) async throws -> String {
            try berth.text(try await berth.artifact("sandbox", version))
                .replacing(#""version":"\#(version)""#, with: "")
        }
        #expect(try await withoutVersion("v2.1.0") == withoutVersion("v2.0.0"))
    }

    @Test(arguments: [
        (["--min-data-points", "100000"], Int32(65), "found 400 runs, needed 100000"),
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
        let berth = try await TrainedFolder.copy()
        let answer = try await berth.start(
            ["train", "--domains", Berth.domains, "--data-dir", "data"] + options
        ).answer()
        #expect(answer.status == status)
        #expect(answer.messages.contains(part), "\(answer.messages)")
        #expect(try await berth.run("models", "list", "--data-dir", "data").lines.count == 2)
    }

    @Test func `without LightGBM's library training says how to get it`() async throws {
        let berth = try await TrainedFolder.copy()
        let environment = ["BERTH_LIGHTGBM_LIBRARY": "/nonexistent/lib_lightgbm.so"]
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
        #expect(try await berth.run("models", "list", "--data-dir", "data").lines.count == 2)
    }
}
