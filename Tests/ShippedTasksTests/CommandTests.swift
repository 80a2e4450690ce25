import BerthTesting
import Foundation
import NodeRuntime
import Nodes
import Placement
import Problems
import Testing

@testable import ShippedTasks

struct CommandTests {
    private static let shell = "/bin/sh"
    private let handler = Command(allowed: [Self.shell, "/bin/nothing-here"])

    private func run(_ script: String, _ more: [String: Value] = [:]) async throws -> [String: Value] {
        try await result(
            of: self.handler,
            ["program": .text(Self.shell), "arguments": .list(["-c", .text(script)])].merging(more) { $1 }
        )
    }

    private func failure(_ script: String, _ more: [String: Value] = [:]) async -> (String, [String: Value]) {
        let failure = await #expect(throws: TaskFailure.self) { try await self.run(script, more) }
        guard case .record(let fields)? = failure?.result else { return (failure?.reason ?? "", [:]) }
        return (failure?.reason ?? "", fields)
    }

    @Test func `both outputs and the code come back`() async throws {
        let answer = try await self.run("echo out; echo err >&2")
        #expect(answer.text("output") == "out\n" && answer.text("errors") == "err\n")
        #expect(answer.number("exitCode") == 0 && answer["isOutputCut"] == false)
        let (reason, rest) = await self.failure("echo so far; exit 3")
        #expect(reason.contains("code 3") && rest.number("exitCode") == 3 && rest.text("output") == "so far\n")
    }

    @Test func `arguments are not read by a shell, and nothing of the node's environment comes along`() async throws {
        let answer = try await result(
            of: Command(allowed: ["/usr/bin/env"]),
            ["program": "/usr/bin/env", "arguments": .list([])]
        )
        #expect(answer.text("output") == "PATH=/usr/bin:/bin\nLANG=C.UTF-8\n")
        let echo = try await result(
            of: Command(allowed: ["/bin/echo"]),
            ["program": "/bin/echo", "arguments": .list(["$HOME", "a;b", "*"])]
        )
        #expect(echo.text("output") == "$HOME a;b *\n")
    }

    @Test func `output beyond the limit is dropped, and the program ends all the same`() async throws {
        let answer = try await self.run("head -c 300000 /dev/zero; echo end >&2", ["outputBytes": 100])
        #expect(answer.text("output")?.utf8.count == 100 && answer["isOutputCut"] == true)
        #expect(answer.text("errors") == "end\n")
    }

    @Test func `more address space than allowed is not there`() async {
        let (_, fields) = await self.failure("head -c 200000000 /dev/zero | tail -c 100000000", ["memoryMB": 32])
        #expect(fields.text("errors")?.contains("emory") == true, "\(fields)")
    }

    @Test func `a program that is not allowed or not there is told`() async throws {
        let payload = try TaskType.command.check(.record(["program": "/bin/rm"]))
        let fault = #expect(throws: FieldFault.self) { try self.handler.work(on: payload) }
        #expect(fault?.field == "payload.program" && fault?.allowed == "/bin/nothing-here, /bin/sh")
        let missing = await #expect(throws: TaskFailure.self) {
            try await result(of: self.handler, ["program": "/bin/nothing-here"])
        }
        #expect(missing?.reason.contains("No such file") == true)
        let cut = try TaskType.command.check(.record(["program": "/bin/sh", "arguments": .list(["a\0b"])]))
        #expect(throws: FieldFault.self) { try self.handler.work(on: cut) }
    }

    @Test(.timeLimit(.minutes(5))) func `a stop kills the program and all that it started`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "berth-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let handler = Command(allowed: [Self.shell], folder: folder.path())
        // Says both process ids, in the end with a name that is there whole or not at all, and never ends.
        let script = "sleep 1000 & echo $$ $! > ids.part; mv ids.part ids; wait"
        let payload = try handler.type.check(
            .record(["program": .text(Self.shell), "arguments": .list(["-c", .text(script)])])
        )
        let work = try handler.work(on: payload)
        let ids = folder.appending(path: "ids")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { _ = try await work(.idle) }
            }
            try await eventually("the program's note") { FileManager.default.fileExists(atPath: ids.path()) }
            group.cancelAll()
            try await group.waitForAll()
        }
        let processes = try String(contentsOf: ids, encoding: .utf8).split(whereSeparator: \.isWhitespace)
            .compactMap { Int32($0) }
        #expect(processes.count == 2)
        for process in processes { try await Self.end(of: process) }
    }

    /// Waits for the end of a process that was killed, which takes the system a moment.
    private static func end(of process: Int32) async throws {
        try await eventually("the end of process \(process)") { Self.isGone(process) }
    }

    /// Nobody has this id, or who has it has ended and waits for its parent: an orphan's is the system's first process,
    /// which takes its time.
    private static func isGone(_ process: Int32) -> Bool {
        if kill(process, 0) != 0 { return true }
        let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat")
        return stat.map { String(decoding: $0, as: UTF8.self).contains(") Z ") } ?? true
    }

    @Test(.timeLimit(.minutes(5))) func `what a program leaves behind ends with it`() async throws {
        let answer = try await self.run("sleep 1000 > /dev/null 2>&1 & echo $!")
        let left = try #require(answer.text("output").flatMap { Int32($0.dropLast()) })
        try await Self.end(of: left)
    }
}
