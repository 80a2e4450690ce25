import BerthServer
import Decisions
import Foundation
import Testing

struct ConfigurationTests {
    private func configuration(
        _ file: String? = nil,
        environment: [String: String] = [:],
        flags: [String: (flag: String, value: String)] = [:]
    ) throws(ConfigurationFaults) -> ServerConfiguration {
        try ServerConfiguration(
            file: file.map { ($0, "berth.yaml") },
            environment: environment,
            flags: flags,
            seed: 1
        )
    }

    private func faults(
        _ file: String? = nil,
        environment: [String: String] = [:],
        flags: [String: (flag: String, value: String)] = [:]
    ) -> [String] {
        do throws(ConfigurationFaults) {
            _ = try self.configuration(file, environment: environment, flags: flags)
            return []
        } catch {
            return error.faults
        }
    }

    @Test func `without anything the defaults hold`() throws {
        let configuration = try self.configuration()
        #expect(configuration.httpAddress == SocketAddress(host: "127.0.0.1", port: 8080))
        #expect(configuration.decisions.cacheSeconds == 300)
        #expect(configuration.decisions.fallsBackToRules)
        #expect(configuration.resolved.allSatisfy { $0.source == "default" })
    }

    @Test func `flags are stronger than the environment, and that than the file`() throws {
        let file = "http:\n  address: 127.0.0.1:1\ndecisions:\n  cacheSeconds: 1\nlog: {level: debug}\n"
        let configuration = try self.configuration(
            file,
            environment: ["BERTH_HTTP_ADDRESS": "127.0.0.1:2", "BERTH_DECISIONS_CACHE_SECONDS": "2"],
            flags: ["http.address": ("--http", "127.0.0.1:3")]
        )
        #expect(configuration.httpAddress.port == 3)
        #expect(configuration.decisions.cacheSeconds == 2)
        #expect(configuration.logLevel == "debug")
        let sources = Dictionary(uniqueKeysWithValues: configuration.resolved.map { ($0.key, $0.source) })
        #expect(sources["http.address"] == "--http")
        #expect(sources["decisions.cacheSeconds"] == "BERTH_DECISIONS_CACHE_SECONDS")
        #expect(sources["log.level"] == "berth.yaml:5")
    }

    @Test func `all faults are told together, each with its place, value and what is allowed`() {
        let file = """
            http: {address: nowhere, idleSeconds: -1}
            retentoin: {runDays: 3}
            log:
              level: warn
            probes:
              - {domain: sandbox, target: e2b, url: ftp://x}
            """
        #expect(
            self.faults(
                file,
                environment: ["BERTH_DECISIONS_FALLBACK_TO_RULES": "perhaps"],
                flags: ["data.dir": ("--data-dir", "")]
            ) == [
                "berth.yaml:2: unknown setting 'retentoin'; did you mean 'retention'? allowed: "
                    + Setting.all.map(\.key).joined(separator: ", ") + ", probes",
                "berth.yaml:6: probes[0].url: 'ftp://x' is not allowed; expected an http:// or https:// address",
                "berth.yaml:1: http.address: 'nowhere' is not allowed; expected HOST:PORT, such as 127.0.0.1:8080",
                "berth.yaml:1: http.idleSeconds: '-1' is not allowed; expected a number from 1 to 3600 seconds",
                "--data-dir: data.dir: '' is not allowed; expected a path",
                "BERTH_DECISIONS_FALLBACK_TO_RULES: decisions.fallbackToRules: 'perhaps' is not allowed; "
                    + "expected true or false",
                "berth.yaml:4: log.level: 'warn' is not allowed; expected one of trace, debug, info, warning, error",
            ]
        )
    }

    @Test func `a variable that is nearly a setting is told, a stranger is not`() throws {
        let configuration = try self.configuration(
            environment: ["BERTH_HTTP_ADDRES": "x", "BERTH_SERVICE_HOST": "10.0.0.1", "BERTH_LIGHTGBM_LIBRARY": "/x"]
        )
        #expect(configuration.unknownVariables == ["BERTH_HTTP_ADDRES"])
    }

    @Test func `the retention knobs of a telemetry collector are understood`() throws {
        #expect(try self.configuration(environment: ["TELEMETRY_METRICS_RETENTION_DAYS": "7"]).runDays == 7)
    }

    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1", 80), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65_535),
    ])
    func `addresses`(text: String, host: String, port: Int) {
        #expect(SocketAddress(text) == SocketAddress(host: host, port: port))
        #expect(SocketAddress(text)?.description == text)
    }

    @Test(arguments: ["", "80", ":80", "a:", "a:65536", "a:-1", "::1:80", "a b:1", "a:b"])
    func `what is no address`(text: String) { #expect(SocketAddress(text) == nil) }

    @Test func `settings, domain files, discounts and probes are found at fault together`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "berth-check-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ name: String, _ text: String) throws {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        func faults(_ file: String) -> [String] {
            do throws(ConfigurationFaults) {
                let flags = ["domains.dir": (flag: "--domains", value: folder.path())]
                _ = try ServerConfiguration.checked(file: (file, "f.yaml"), environment: [:], flags: flags, seed: 1)
                return []
            } catch {
                return error.faults
            }
        }
        try write("one.yaml", "domain: one\nobjective: cost\nfeatures: {size: {from: workload.size}}\n")
        try write("prices.txt", "discounts: 3")
        #expect(faults("log: {level: info}\n") == [])
        let probe = faults("probes:\n  - {domain: on, target: x, url: http://localhost}\n")
        #expect(probe == ["probes: there is no domain 'on'; did you mean 'one'? there are one"])
        try write("two.yaml", "domain: [\n")
        let all = faults("log: {level: loud}\ncatalog: {discounts: \(folder.path())prices.txt}\n")
        #expect(all.count == 3 && all[0].contains("log.level"), "\(all)")
        #expect(all[1].contains("two.yaml") && all[2].contains("prices.txt"), "\(all)")
    }

    @Test func `every setting has a default that it allows, and a name of its own`() {
        #expect(self.faults() == [])
        #expect(Set(Setting.all.map(\.variable)).count == Setting.all.count)
    }

    /// `BERTH_REWRITE=1 swift test --filter ConfigurationTests` writes the table anew.
    @Test func `the docs list every setting`() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/configuration.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        let head = "|---|---|---|---|\n"
        let start = try #require(text.range(of: head)).upperBound
        let end = text.range(of: "\n\n", range: start..<text.endIndex)?.lowerBound ?? text.endIndex
        let rows = Setting.all.map { setting in
            "| `\(setting.key)` | `\(setting.variable)` | \(setting.fallback.isEmpty ? "none" : "`\(setting.fallback)`") "
                + "| \(setting.allowed). \(setting.meaning) |"
        }.joined(separator: "\n")
        if ProcessInfo.processInfo.environment["BERTH_REWRITE"] == "1" {
            try text.replacingCharacters(in: start..<end, with: rows).write(to: path, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start..<end] == rows)
        }
    }
}
