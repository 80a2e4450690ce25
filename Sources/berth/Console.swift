internal import ArgumentParser
internal import BerthServer
internal import Foundation
internal import Logging
internal import Persistence
internal import Placement
internal import Synchronization

/// Where commands write: results to standard output, messages and progress to standard error.
enum Console {
    static func result(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    static func message(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// A value as one line of JSON.
    static func jsonLine(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Self.result(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Values as JSON with sorted keys, so that equal answers are equal bytes.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "infinity",
            negativeInfinity: "-infinity",
            nan: "nan"
        )
        Self.result(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// One line a stage on standard error; in a terminal the line is rewritten as the share grows. Work on any thread may
/// show how far it is.
final class ProgressLine: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let stage = Mutex("")

    func show(_ stage: String, _ share: Double) {
        self.stage.withLock { last in
            if self.isTerminal {
                FileHandle.standardError.write(Data("\r\u{1B}[K\(Int(share * 100)) % \(stage)".utf8))
            } else if stage != last {
                Console.message("\(Int(share * 100)) % \(stage)")
            }
            last = stage
        }
    }

    func end() {
        self.stage.withLock { stage in
            if self.isTerminal, !stage.isEmpty { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        }
    }
}

/// Ends a command with a message and an exit code that scripts can use (`sysexits.h`).
struct CommandFailure: Error {
    enum Kind: Int32 {
        case refusedInput = 65
        case missingInput = 66
        case missingLibrary = 69
        case failedDisk = 74
        case busy = 75
        case configuration = 78
    }

    let kind: Kind
    let message: String
}

/// Runs a command's work and turns what it throws into a message and an exit code.
func reporting(_ work: () throws -> Void) throws {
    do { try work() } catch { throw reported(error) }
}

/// The same for work that waits.
func reporting(_ work: () async throws -> Void) async throws {
    do { try await work() } catch { throw reported(error) }
}

/// Tells the user of an error, unless the parser will.
private func reported(_ error: any Error) -> any Error {
    let failure: CommandFailure
    switch error {
    case is ExitCode, is ValidationError: return error
    case let error as CommandFailure: failure = error
    case let error as ConfigurationFaults: failure = CommandFailure(kind: .configuration, message: "\(error)")
    case let error as ServerError: failure = CommandFailure(kind: .busy, message: "\(error)")
    case DataDirectoryError.inUse: failure = CommandFailure(kind: .busy, message: "\(error)")
    case let error as StorageError: failure = CommandFailure(kind: .failedDisk, message: "\(error)")
    default: failure = CommandFailure(kind: .refusedInput, message: "\(error)")
    }
    Console.message("error: \(failure.message)")
    return ExitCode(failure.kind.rawValue)
}

extension JSONLogHandler {
    /// Writes to standard error, with the time of day.
    init(onStandardError label: String, level: Logger.Level) {
        self.init(label: label, level: level, now: { .now() }) { FileHandle.standardError.write(Data($0)) }
    }
}
