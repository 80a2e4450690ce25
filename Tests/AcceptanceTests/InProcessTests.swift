import Foundation
import Testing

/// `Examples/decide-in-process`: the library without a service.
struct InProcessTests {
    private func run(_ arguments: [String]) throws -> (status: Int32, lines: [Substring], record: String) {
        let process = Process()
        process.executableURL = try Berth.executable().deletingLastPathComponent().appending(path: "decide-in-process")
        process.arguments = arguments
        let (output, messages) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = messages
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let record = try messages.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: text, as: UTF8.self).split(separator: "\n"),
            String(decoding: record, as: UTF8.self)
        )
    }

    @Test func `without a model the rules decide`() throws {
        let answer = try self.run(["\(Berth.domains)/sandbox.yaml"])
        #expect(answer.status == 0)
        #expect(answer.lines[1].contains("by the rule"))
        #expect(answer.record.contains(#""basis":{"rules""#))
    }

    @Test func `with a model of berth train the model decides`() async throws {
        let berth = try await TrainedFolder.shared()
        let answer = try self.run([
            "\(Berth.domains)/sandbox.yaml", berth.path(try await berth.artifact("sandbox", "v1.1.0")),
        ])
        #expect(answer.status == 0)
        #expect(answer.lines[1].contains("the model expects the lowest"))
        #expect(answer.record.contains(#""model":"sandbox@v1.1.0""#))
        #expect(answer.record.contains(#""basis":{"model""#))
    }
}
