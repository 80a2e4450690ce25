package import NodeRuntime
package import Nodes
internal import Placement
package import Problems

/// Runs a program that the node allows: no shell, no input, an empty environment but for `PATH` and `LANG`, and limits
/// of processor time, address space, files and output.
///
/// Answers with the exit code, or the signal that ended it, and the beginning of both outputs. A program that ends with
/// another code than 0 makes a failed task. When the task is stopped, the whole process group is killed.
package struct Command: TaskHandler {
    /// What it is called and what it takes.
    package let type = TaskType.command
    private let allowed: [String]
    private let folder: String

    /// How often a stop is looked for.
    private static let pollMilliseconds: Int32 = 20
    private static let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"]
    /// Of processor time; a task's own time is usually less.
    private static let cpuSeconds: UInt64 = 86_400
    private static let fileBytes: UInt64 = 64 << 20
    private static let openFiles: UInt64 = 256

    /// - Parameters:
    ///   - allowed: Full paths of the programs that may run.
    ///   - folder: Where they work.
    package init(allowed: [String], folder: String = "/") {
        self.allowed = allowed.sorted()
        self.folder = folder
    }

    package func work(on payload: Payload) throws(FieldFault) -> TaskWork {
        let program = payload.text("program")
        guard self.allowed.contains(program) else {
            throw FieldFault(
                field: "payload.program",
                found: "'\(program)'",
                allowed: self.allowed.joined(separator: ", ")
            )
        }
        let arguments = payload.texts("arguments")
        if let place = arguments.firstIndex(where: { $0.utf8.contains(0) }) {
            throw FieldFault(
                field: "payload.arguments[\(place)]",
                found: "a string with a NUL",
                allowed: "strings without NUL, which cannot be passed to a program"
            )
        }
        let limits = LimitedProcess.Limits(
            cpuSeconds: Self.cpuSeconds,
            memoryBytes: UInt64(payload.wholeNumber("memoryMB")) << 20,
            fileBytes: Self.fileBytes,
            openFiles: Self.openFiles
        )
        let keptBytes = payload.wholeNumber("outputBytes")
        let folder = self.folder
        return { supervision in
            try Self.run(program, arguments, folder, limits, keptBytes: keptBytes, supervision)
        }
    }

    /// Holds its thread while the program runs; it is the task's own.
    private static func run(
        _ program: String,
        _ arguments: [String],
        _ folder: String,
        _ limits: LimitedProcess.Limits,
        keptBytes: Int,
        _ supervision: Supervision
    ) throws -> Value {
        try supervision.check()
        var process: LimitedProcess
        do throws(LimitedProcess.Refusal) {
            process = try LimitedProcess(
                path: program,
                arguments: arguments,
                environment: Self.environment,
                folder: folder,
                limits: limits,
                keptBytes: keptBytes
            )
        } catch {
            throw TaskFailure("'\(program)' cannot be started: \(error.reason)")
        }
        var ending: LimitedProcess.Ending?
        do {
            while ending == nil {
                ending = process.poll(milliseconds: Self.pollMilliseconds)
                try supervision.check()
            }
        } catch {
            process.finish()
            throw error
        }
        process.finish()
        let result = Self.result(of: process, ending)
        switch ending {
        case .exit(0): return result
        case .exit(let code): throw TaskFailure("'\(program)' ended with code \(code)", result: result)
        case .signal(let number): throw TaskFailure("'\(program)' was ended by signal \(number)", result: result)
        case nil: preconditionFailure("the loop above ends with an ending")
        }
    }

    private static func result(of process: LimitedProcess, _ ending: LimitedProcess.Ending?) -> Value {
        var fields: [String: Value] = [
            "output": .text(String(decoding: process.output.bytes, as: UTF8.self)),
            "errors": .text(String(decoding: process.errors.bytes, as: UTF8.self)),
            "isOutputCut": .flag(process.output.isCut || process.errors.isCut),
        ]
        switch ending {
        case .exit(let code)?: fields["exitCode"] = .number(Double(code))
        case .signal(let number)?: fields["signal"] = .number(Double(number))
        case nil: break
        }
        return .record(fields)
    }
}
