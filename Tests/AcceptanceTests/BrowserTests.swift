import Foundation
import Testing

/// The pages in a real browser, on a real service with three real nodes.
@Suite(.timeLimit(.minutes(10)))
struct BrowserTests {
    @Test func `the pages work in headless Chromium`() async throws {
        let (status, report) = try await Self.run()
        let isCI = ProcessInfo.processInfo.environment["CI"] == "true"
        // 77: there is no Chromium here, and none could be installed.
        if status == 77, !isCI {
            print("BrowserTests: SKIPPED, there is no Chromium here. \(report)")
            return
        }
        #expect(status == 0, "\(report)")
        print(report)
    }

    private static func run() async throws -> (status: Int32, report: String) {
        let output = FileManager.default.temporaryDirectory.appending(path: "berth-browser-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: output) }
        try Data().write(to: output)
        let file = try FileHandle(forWritingTo: output)
        let process = Process()
        process.executableURL = Berth.root.appending(path: "Scripts/browser-test.sh")
        process.environment = ProcessInfo.processInfo.environment.merging(["BERTH": try Berth.executable().path()]) {
            $1
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        let (exit, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(1))
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        try process.run()
        var status: Int32 = -1
        for await code in exit { status = code }
        return (status, try String(contentsOf: output, encoding: .utf8))
    }
}
