import Foundation
import Testing

/// A data directory that an earlier Berth left behind, with models in folders, opens, serves and replays.
struct FormerDataTests {
    private func unpacked() async throws -> Berth {
        let berth = try Berth()
        let archive = Berth.root.appending(path: "Tests/Fixtures/data-before-registry.tar.gz").path()
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", archive, "-C", berth.folder.path()]
        try tar.run()
        tar.waitUntilExit()
        try #require(tar.terminationStatus == 0)
        return berth
    }

    @Test func `the first start takes it over, and everything is as it was`() async throws {
        let berth = try await self.unpacked()
        let early = try await berth.run("models", "list", "--data-dir", "data")
        #expect(early.status == 65 && early.messages.contains("was written by an older Berth"), "\(early.messages)")
        let service = try await ServedBerth(in: berth)
        let models = try #require(try await service.ask("GET", "/api/v1/models")["models"] as? [[String: Any]])
        #expect(models.flatMap { $0["versions"] as? [Any] ?? [] }.count == 2)
        let decision = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(decision["model"] as? String == "sandbox@v1.0.0", "\(decision)")
        let audit = try #require(try await service.ask("GET", "/api/v1/audit")["entries"] as? [[String: Any]])
        #expect(audit.compactMap { $0["number"] as? Int } == [5, 4, 3, 2, 1])
        try await service.stop()
        let list = try await berth.run("models", "list", "--data-dir", "data")
        #expect(list.lines.count == 2, "\(list.messages)")
        #expect(!FileManager.default.fileExists(atPath: berth.path("data/models")))
        let replay = try await berth.run(
            "decisions",
            "replay",
            "--json",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data"
        )
        #expect(try replay.object()["recomputed"] as? Int == 7 && replay.object()["equal"] as? Int == 7)
    }

    @Test func `a damaged model is named, the start refuses, and everything stays as it was`() async throws {
        let berth = try await self.unpacked()
        let model = "data/models/sandbox/v1.1.0/model.json"
        try berth.write(model, try berth.text(model) + " ")
        let refused = try await berth.run(
            "serve",
            "--data-dir",
            "data",
            "--domains",
            Berth.domains,
            "--http",
            "127.0.0.1:0"
        )
        #expect(refused.status == 65, "\(refused.messages)")
        #expect(refused.messages.contains("models/sandbox/v1.1.0/model.json is damaged"), "\(refused.messages)")
        for version in ["v1.0.0", "v1.1.0"] {
            #expect(FileManager.default.fileExists(atPath: berth.path("data/models/sandbox/\(version)/model.json")))
        }
    }
}
