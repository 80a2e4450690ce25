import Foundation
import Testing

/// The files of `deploy/`: held against each other, and tried with a running Prometheus.
@Suite(
    .enabled(
        if: DeployTools.areRequired || DeployTools.areThere,
        "Prometheus or PyYAML is missing; Scripts/prometheus-tools.sh brings them"
    ),
    .timeLimit(.minutes(10))
)
struct DeployTests {
    /// Runs a script of Python's and requires that it finds nothing wrong.
    private func require(_ script: String, _ arguments: String...) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", DeployTools.script(script).path()] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let (exit, exited) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        process.terminationHandler = { process in
            exited.yield(process.terminationStatus)
            exited.finish()
        }
        try process.run()
        // What it writes is less than a pipe holds.
        var status: Int32?
        for await code in exit { status = code }
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(status == 0, "\(text)")
    }

    @Test func `rules, dashboards and containers fit each other, the metrics and the guides`() async throws {
        try await self.require("check-deploy.py")
    }

    @Test func `damage to any of them is found`() async throws {
        try await self.require("check-deploy.py", "--self-test")
    }

    @Test func `a running Prometheus has data for all of it, and tells of a node that is down`() async throws {
        let berth = try #require(try Berth().process([], environment: [:]).executableURL).path()
        try await self.require("try-prometheus.py", "--berth", berth)
    }
}

/// What the checks of `deploy/` need beside Python.
enum DeployTools {
    static let areRequired = ProcessInfo.processInfo.environment["CI"] == "true"

    static let areThere: Bool = {
        let process = Process()
        process.executableURL = Self.script("prometheus-tools.sh")
        process.arguments = ["--check"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    static func script(_ name: String) -> URL { Berth.root.appending(path: "Scripts").appending(path: name) }
}
