internal import ArgumentParser
internal import Foundation

/// Where commands write: results to standard output, messages and progress to standard error.
enum Console {
    static func result(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    static func message(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

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

/// One line a stage on standard error; in a terminal the line is rewritten as the share grows.
final class ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var stage = ""

    func show(_ stage: String, _ share: Double) {
        if self.isTerminal {
            FileHandle.standardError.write(Data("\r\u{1B}[K\(Int(share * 100)) % \(stage)".utf8))
        } else if stage != self.stage {
            Console.message("\(Int(share * 100)) % \(stage)")
        }
        self.stage = stage
    }

    func end() {
        if self.isTerminal, !self.stage.isEmpty { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}

/// Ends a command with a message and an exit code that scripts can use (`sysexits.h`).
struct CommandFailure: Error {
    enum Kind: Int32 {
        case refusedInput = 65
        case missingInput = 66
        case missingLibrary = 69
        case busy = 75
    }

    let kind: Kind
    let message: String
}

/// Runs a command's work and turns what it throws into a message and an exit code.
func reporting(_ work: () throws -> Void) throws {
    do {
        try work()
    } catch let failure as CommandFailure {
        Console.message("error: \(failure.message)")
        throw ExitCode(failure.kind.rawValue)
    } catch let error as ExitCode {
        throw error
    } catch let error as ValidationError {
        throw error
    } catch {
        Console.message("error: \(error)")
        throw ExitCode(CommandFailure.Kind.refusedInput.rawValue)
    }
}
