import Foundation
import Testing

/// `berth demo`, and the service on what it leaves behind.
@Suite(.afterDemo)
struct DemoTests {
    @Test func `the demo ends well, says that it is simulated, and shows every phase beside the rules`() throws {
        let demo = try #require(DemoFolder.current).demo
        #expect(demo.status == 0, "\(demo.messages)")
        #expect(demo.output.hasPrefix("Simulated sandbox providers; the service at http://127.0.0.1:"))
        for phase in [
            "rules, 30 % explored", "first model, hybrid", "drift, same model", "second model", "third model",
        ] {
            #expect(demo.lines.contains { $0.hasPrefix(phase) }, "no row of \(phase)")
        }
        #expect(demo.lines.contains { $0.hasPrefix("all ") } && demo.output.contains("curl -s http://"))
        #expect(!demo.output.contains("inf") && !demo.output.contains("nan"))
    }

    @Test func `every decision of the demo is computed again bit by bit`() async throws {
        let replay = try await DemoFolder.read().run(
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
        #expect(
            replay["recomputed"] as? Int == DemoFolder.runs && replay["equal"] as? Int == DemoFolder.runs,
            "\(replay)"
        )
    }

    @Test func `the demo's models say that they learnt from simulated runs`() async throws {
        let berth = try DemoFolder.read()
        let list = try await berth.run("models", "list", "--data-dir", "data")
        #expect(list.lines.map { $0.prefix(14) } == ["sandbox v1.0.0", "sandbox v1.1.0", "sandbox v1.2.0"])
        let show = try await berth.run("models", "show", "sandbox", "--data-dir", "data", "--json")
        let record = try show.object()
        #expect((record["id"] as? [String: String]) == ["name": "sandbox", "version": "v1.2.0"])
        #expect((record["notes"] as? [String])?.contains("made by berth demo from simulated runs") == true)
        let card = try await berth.run("models", "show", "sandbox", "v1.0.0", "--data-dir", "data")
        #expect(card.lines.contains("  note: made by berth demo from simulated runs"))
    }

    @Test func `the service goes on where the demo ended`() async throws {
        let service = try await ServedBerth(in: try DemoFolder.copy())
        let model = try await service.ask("GET", "/api/v1/models/sandbox")
        #expect(model["serving"] as? String == "v1.2.0" && model["previous"] as? String == "v1.1.0")
        let last = try await service.ask("GET", "/api/v1/decisions?limit=1")
        let newest = try #require((last["decisions"] as? [[String: Any]])?.first?["id"] as? String)
        let decision = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(decision["model"] as? String == "sandbox@v1.2.0")
        #expect(try #require(decision["id"] as? String) > newest)
        try await service.stop()
    }

    @Test func `a second demo begins anew, and a folder of somebody else is left alone`() async throws {
        let berth = try Berth()
        try FileManager.default.createDirectory(atPath: berth.path("data"), withIntermediateDirectories: true)
        try berth.write("data/letter.txt", "Dear")
        let arguments = ["demo", "--once", "--domains", Berth.domains, "--data-dir", "data"]
        let refused = try await berth.start(arguments).answer()
        #expect(refused.status == 65 && refused.messages.contains("choose another folder"), "\(refused.messages)")
        #expect(try berth.text("data/letter.txt") == "Dear")
    }

    @Test func `without LightGBM's library the demo says how to get it before it begins`() async throws {
        let berth = try Berth()
        let demo = try await berth.run(
            "demo",
            "--once",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data",
            environment: ["BERTH_LIGHTGBM_LIBRARY": "/nonexistent/lib_lightgbm.so"]
        )
        #expect(demo.status == 69 && demo.messages.contains("make deps"), "\(demo.messages)")
        #expect(demo.output == "")
        #expect(!FileManager.default.fileExists(atPath: berth.path("data")))
    }
}
