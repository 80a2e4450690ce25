import Foundation
import Testing

/// Faults of the machine and its operators: a refusal to start that says what to do, or a service that goes on.
struct ServiceFaultTests {
    private func serve(_ berth: Berth, _ options: String..., environment: [String: String] = [:]) async throws
        -> CommandAnswer
    {
        try await berth.start(
            ["serve", "--domains", Berth.domains, "--data-dir", "data"]
                + (options.contains("--http") ? options : ["--http", "127.0.0.1:0"] + options),
            environment: environment
        ).answer()
    }

    // MARK: Somebody else is there

    @Test func `a second service on the same folder is told who holds it, and the first goes on`() async throws {
        let service = try await ServedBerth(in: try Berth())
        let second = try await self.serve(service.berth)
        #expect(second.status == 75)
        #expect(second.messages.contains("in use by process \(service.processID)"), "\(second.messages)")
        try service.berth.write("one.json", Sandbox.run("one"))
        let importing = try await service.berth.run(
            "runs",
            "import",
            "one.json",
            "--domains",
            Berth.domains,
            "--data-dir",
            "data"
        )
        #expect(importing.status == 75, "\(importing.messages)")
        #expect(try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))["recorded"] as? Bool == true)
        try await service.stop()
        // The lock goes with the process.
        try await ServedBerth(in: service.berth).stop()
    }

    @Test func `an address that is taken is named with what to do`() async throws {
        let service = try await ServedBerth(in: try Berth())
        let second = try await self.serve(try Berth(), "--http", "127.0.0.1:\(service.port)")
        #expect(second.status == 75)
        #expect(second.messages.contains("127.0.0.1:\(service.port)") && second.messages.contains("--http"))
        try await service.stop()
    }

    @Test func `an address that this machine does not have is refused`() async throws {
        let answer = try await self.serve(try Berth(), "--http", "192.0.2.1:80")
        #expect(answer.status == 75 && answer.messages.contains("cannot serve 192.0.2.1:80"), "\(answer.messages)")
    }

    // MARK: Configuration

    @Test func `all faults of file, environment and flags are told together, and nothing is begun`() async throws {
        let berth = try Berth()
        try berth.write("berth.yaml", "http: {adress: 127.0.0.1:1}\nlog: {level: loud}\n")
        let answer = try await self.serve(
            berth,
            "--http",
            "nowhere",
            "--config",
            "berth.yaml",
            environment: ["BERTH_BREAKER_FAILURES": "0"]
        )
        #expect(answer.status == 78)
        for part in [
            "4 errors", "berth.yaml:1: unknown setting 'http.adress'; did you mean 'http.address'?",
            "berth.yaml:2: log.level: 'loud' is not allowed", "BERTH_BREAKER_FAILURES: breaker.failures: '0'",
            "--http: http.address: 'nowhere' is not allowed; expected HOST:PORT",
        ] { #expect(answer.messages.contains(part), "\(answer.messages)") }
        #expect(!FileManager.default.fileExists(atPath: berth.path("data")))
        #expect(try await self.serve(berth, "--config", "none.yaml").status == 66)
    }

    @Test func `every domain file at fault is named, and nothing is begun`() async throws {
        let berth = try Berth()
        let folder = berth.path("own")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func start() async throws -> CommandAnswer {
            try await berth.run("serve", "--http", "127.0.0.1:0", "--domains", "own", "--data-dir", "data")
        }
        let empty = try await start()
        #expect(empty.status == 78 && empty.messages.contains("no domain"), "\(empty.messages)")
        try berth.write("own/one.yaml", "domain: one\n")
        try berth.write("own/two.yaml", "domain: [\n")
        let answer = try await start()
        #expect(answer.status == 78)
        #expect(answer.messages.contains("own/one.yaml") && answer.messages.contains("own/two.yaml"))
        let check = try await berth.run("serve", "--check", "--http", "nowhere", "--domains", "own")
        #expect(check.status == 78 && check.messages.contains("3 errors"), "\(check.messages)")
        let missing = try await berth.run("serve", "--domains", "none", "--data-dir", "data")
        #expect(missing.status == 78)
        #expect(missing.messages.contains("none") && missing.messages.contains("--domains"), "\(missing.messages)")
        #expect(!FileManager.default.fileExists(atPath: berth.path("data")))
    }

    @Test func `a probe of a domain that is not served is refused`() async throws {
        let berth = try Berth()
        try berth.write("berth.yaml", "probes:\n  - {domain: sandbx, target: e2b, url: http://localhost}\n")
        let answer = try await self.serve(berth, "--config", "berth.yaml")
        #expect(answer.status == 78)
        #expect(answer.messages.contains("there is no domain 'sandbx'"), "\(answer.messages)")
    }

    // MARK: Damage

    /// Changes a byte of a file, which may be read-only.
    private func damage(_ berth: Berth, _ name: String, at offset: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: berth.path(name))
        let file = try FileHandle(forUpdating: URL(filePath: berth.path(name)))
        try file.seek(toOffset: UInt64(offset))
        let byte = try #require(try file.read(upToCount: 1)?.first)
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: Data([byte ^ 1]))
        try file.close()
    }

    @Test func `a damaged model does not keep the service from starting: the rules decide, and say why`() async throws {
        let berth = try await TrainedFolder.copy()
        try self.damage(berth, try await berth.artifact("sandbox", "v1.1.0"), at: 1000)
        let service = try await ServedBerth(in: berth)
        #expect(service.messages.contains("a model cannot serve") && service.messages.contains("SHA-256"))
        let health = try await service.get("/health/ready")
        #expect(health.status == 200 && health.text.contains(#""status":"degraded""#), "\(health.text)")
        #expect(health.text.contains("models: sandbox@v1.1.0: ") && health.text.contains("SHA-256"), "\(health.text)")
        let decision = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(decision["basis"] as? String == "model-unavailable", "\(decision)")
        #expect((decision["reason"] as? String)?.contains("SHA-256") == true, "\(decision)")
        #expect(decision["chosen"] is String && decision["recorded"] as? Bool == true)
        let refused = try await service.post("/api/v1/models/sandbox/serve", #"{"version": "v1.1.0"}"#)
        #expect(refused.status == 422)
        #expect(try refused.text("detail").contains("SHA-256"))
        _ = try await service.ask("POST", "/api/v1/models/sandbox/serve", #"{"version": "v1.0.0"}"#)
        let learned = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(learned["model"] as? String == "sandbox@v1.0.0" && learned["basis"] as? String != "model-unavailable")
        #expect(try await service.ask("GET", "/health/ready")["status"] as? String == "ready")
        try await service.stop()
    }

    @Test func `a model that is damaged later keeps the one that serves in force`() async throws {
        let berth = try await TrainedFolder.copy()
        var service = try await ServedBerth(in: berth)
        try self.damage(berth, try await berth.artifact("sandbox", "v1.0.0"), at: 1000)
        #expect(try await service.post("/api/v1/models/sandbox/serve", #"{"version": "v1.0.0"}"#).status == 422)
        #expect(
            try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))["model"] as? String
                == "sandbox@v1.1.0"
        )
        // Every version that served is at hand: the one before answers for the one that cannot be read.
        let again = try await TrainedFolder.copy()
        try await service.stop()
        service = try await ServedBerth(in: again)
        _ = try await service.ask("POST", "/api/v1/models/sandbox/serve", #"{"version": "v1.0.0"}"#)
        try await service.stop()
        try self.damage(again, try await again.artifact("sandbox", "v1.0.0"), at: 1000)
        service = try await ServedBerth(in: again)
        let decision = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(decision["model"] as? String == "sandbox@v1.1.0", "\(decision)")
        try await service.stop()
    }

    /// Makes the record of a model in the database no JSON any more.
    private func damageRecord(of version: String, in berth: Berth) throws {
        let path = berth.path("data/berth.sqlite")
        let bytes = try Data(contentsOf: URL(filePath: path))
        let place = Data(#""id":{"name":"sandbox","version":"\#(version)"}"#.utf8)
        let found = try #require(bytes.range(of: place), "the record is in the file, not in the log")
        try self.damage(berth, "data/berth.sqlite", at: found.lowerBound)
    }

    @Test(arguments: ["v1.1.0", "v1.0.0"])
    func `a damaged record of a model is named, and the service goes on`(version: String) async throws {
        let berth = try await TrainedFolder.copy()
        try self.damageRecord(of: version, in: berth)
        let service = try await ServedBerth(in: berth)
        let decision = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(decision["chosen"] is String && decision["recorded"] as? Bool == true)
        let list = try await service.get("/api/v1/models")
        #expect(list.status == 503 && list.text.contains("damaged"), "\(list.text)")
        #expect(service.messages.contains("the record of sandbox@\(version)"), "\(service.messages)")
        let other = version == "v1.1.0" ? "v1.0.0" : "v1.1.0"
        _ = try await service.ask("POST", "/api/v1/models/sandbox/serve", #"{"version": "\#(other)"}"#)
        let learned = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(learned["model"] as? String == "sandbox@\(other)")
        try await service.stop()
    }

    @Test func `a database whose head is damaged is refused with what to do, and left as it is`() async throws {
        let berth = try await TrainedFolder.copy()
        try self.damage(berth, "data/berth.sqlite", at: 3)
        let before = try Data(contentsOf: URL(filePath: berth.path("data/berth.sqlite")))
        let answer = try await self.serve(berth)
        #expect(answer.status == 65)
        #expect(answer.messages.contains("berth.sqlite is damaged"), "\(answer.messages)")
        #expect(answer.messages.contains("restore it from a backup"))
        #expect(try Data(contentsOf: URL(filePath: berth.path("data/berth.sqlite"))) == before)
        #expect(try await berth.run("decisions", "list", "--data-dir", "data").status == 65)
    }

    @Test func `a database that is damaged inside answers what it can, and names itself for what it cannot`()
        async throws
    {
        let berth = try await TrainedFolder.copy()
        let path = berth.path("data/berth.sqlite")
        var bytes = try Data(contentsOf: URL(filePath: path))
        let pages = bytes.count / 4096
        let damaged = (pages * 3 / 10 * 4096)..<(pages * 7 / 10 * 4096)
        bytes.replaceSubrange(damaged, with: Data(repeating: 0x5A, count: damaged.count))
        try bytes.write(to: URL(filePath: path))
        let service = try await ServedBerth(in: berth)
        let runs = try await service.get("/api/telemetry/training-data?limit=10000")
        #expect(runs.status == 503)
        #expect(try runs.text("detail").contains("restore from a backup"), "\(runs.text)")
        #expect(service.messages.contains("berth.sqlite is damaged"))
        let decision = try await service.ask("POST", "/api/v1/decisions", Sandbox.decision(1))
        #expect(decision["chosen"] is String)
        let training = try await berth.run("train", "--domains", Berth.domains, "--data-dir", "data")
        #expect(training.status == 65 && training.messages.contains("berth.sqlite is damaged"), "\(training.messages)")
        try await service.stop()
    }

    @Test func `what is no data directory is refused and left as it is`() async throws {
        let berth = try Berth()
        try FileManager.default.createDirectory(atPath: berth.path("data"), withIntermediateDirectories: true)
        try berth.write("data/letter.txt", "Dear")
        let foreign = try await self.serve(berth)
        #expect(foreign.status == 65 && foreign.messages.contains("choose another folder"), "\(foreign.messages)")
        try berth.write("data/VERSION", "berth-data 9\n")
        let newer = try await self.serve(berth)
        #expect(newer.status == 65 && newer.messages.contains("version 9"), "\(newer.messages)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: berth.path("data")).sorted() == [
                "VERSION", "letter.txt",
            ]
        )
        let file = try Berth()
        try file.write("data", "a file")
        let notFolder = try await self.serve(file)
        #expect(notFolder.status != 0 && notFolder.messages.contains("data"), "\(notFolder.messages)")
    }
}
