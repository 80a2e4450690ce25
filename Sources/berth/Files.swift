internal import Foundation
internal import Tables

/// Reading what a command is given.
enum Files {
    static let standardInput = "-"

    /// The bytes of a file, or of standard input for `-`.
    static func bytes(_ path: String) throws -> [UInt8] {
        if path == Self.standardInput { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
        do {
            // A handle, since a pipe such as a shell's <(…) is read as well.
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? file.close() }
            return [UInt8](try file.readToEnd() ?? Data())
        } catch {
            throw CommandFailure(kind: .missingInput, message: "cannot read \(path): \(Self.reason(error, path: path))")
        }
    }

    private static func reason(_ error: any Error, path: String) -> String {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return "there is no such file"
        }
        return isDirectory.boolValue ? "it is a folder" : error.localizedDescription
    }

    static func text(_ path: String) throws -> String { String(decoding: try Self.bytes(path), as: UTF8.self) }

    static func table(_ path: String) throws -> Table { try Table(csv: try Self.bytes(path), file: path) }

    /// Several files with the same columns in any order, as one table.
    static func table(_ paths: [String]) throws -> Table { Table.concatenating(try paths.map(Self.table)) }
}
