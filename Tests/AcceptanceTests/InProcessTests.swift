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

    @Test func `with a model it chooses what berth decide chooses`() async throws {
        let berth = try await TrainedFolder.shared()
        let model = "data/models/sandbox/v1.1.0/model.json"
        let answer = try self.run(["\(Berth.domains)/sandbox.yaml", berth.path(model)])
        #expect(answer.status == 0)
        let command = try await berth.start(
            [
                "decide", "-", "--domains", Berth.domains, "--data-dir", "data", "--strategy", "model",
                "--model-version", "v1.1.0", "--no-exploration",
            ],
            input:
                #"{"language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512, "gpu": false, "timeoutSeconds": 20}"#
        ).answer()
        #expect(answer.lines.first.map(String.init) == command.lines.first)
        #expect(answer.record.contains(#""model":"sandbox@v1.1.0""#))
    }
}
