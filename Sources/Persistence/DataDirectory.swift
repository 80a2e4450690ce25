internal import Files
internal import Foundation

/// The folder in which one Berth keeps its data: decisions, runs, models, the catalog.
///
///     VERSION                                    format of the folder
///     lock                                       held by the one writer, with its process id
///     models.lock                                held while models of the former layout are taken over
///     berth.sqlite                               decisions, runs, history, models, what operators have set
///     artifacts/ab/abcd…                         the bytes of models, each file named by its SHA-256
///     catalog.json
///
/// Folders and files belong to their owner alone. One process may write; any number may read beside it.
package final class DataDirectory: Sendable {
    package enum Access: Sendable, Hashable {
        case reading
        /// Creates what is missing and keeps other writers out for as long as this object lives.
        case writing
    }

    package static let formatVersion = 2

    package let access: Access
    let folder: Folder
    /// Held, never used: the lock goes with it.
    private let lock: OpenFile?

    /// - Throws: ``DataDirectoryError`` for what the user can answer, ``FileFailure`` for what the system refuses.
    package init(_ path: String, for access: Access) throws {
        self.folder = Folder(path)
        self.access = access
        switch access {
        case .reading: self.lock = nil
        case .writing:
            try self.folder.create()
            // Before anything is written: a folder that is refused is left as it is.
            if try self.folder.contents(of: Self.versionFile) != nil {
                try Self.requireFormat(of: self.folder)
            } else if try !self.folder.names().allSatisfy(Self.isOwn) {
                throw DataDirectoryError.foreign(path: path)
            }
            self.lock = try Self.lock(self.folder, Self.lockFile)
            if try self.folder.contents(of: Self.versionFile) == nil {
                try self.folder.replace(Self.versionFile, with: Array("\(Self.format) \(Self.formatVersion)\n".utf8))
            }
        }
        try Self.requireFormat(of: self.folder)
    }

    package var path: String { self.folder.path }
    /// Of the folder with the bytes of models.
    package var artifactsPath: String { self.folder.path(of: "artifacts") }

    private static let format = "berth-data"
    private static let versionFile = "VERSION"
    private static let lockFile = "lock"
    static let modelsLockFile = "models.lock"

    /// What a first start may have left behind before the version was written.
    private static func isOwn(_ name: String) -> Bool { name == Self.lockFile }

    /// Takes another of the directory's locks, for as long as the answer lives.
    func locked(_ name: String) throws -> OpenFile { try Self.lock(self.folder, name) }

    private static func lock(_ folder: Folder, _ name: String) throws -> OpenFile {
        let file = try OpenFile(folder.path(of: name), for: .appending)
        guard try file.lock() else {
            let holder = String(decoding: try file.read(20, at: 0), as: UTF8.self)
            throw DataDirectoryError.inUse(path: folder.path, process: Int(holder.prefix { $0.isNumber }))
        }
        try file.cut(toByteCount: 0)
        try file.write(Array("\(getpid())\n".utf8))
        return file
    }

    private static func requireFormat(of folder: Folder) throws {
        guard let bytes = try folder.contents(of: self.versionFile) else {
            throw DataDirectoryError.notThere(path: folder.path)
        }
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, words[0] == self.format, let version = Int(words[1]) else {
            throw DataDirectoryError.foreign(path: folder.path)
        }
        if version == 1 {
            throw DataDirectoryError.formerFormat(path: folder.path, runFiles: try self.formerRunFiles(in: folder))
        }
        guard version == self.formatVersion else {
            throw DataDirectoryError.otherVersion(path: folder.path, found: version, supported: self.formatVersion)
        }
    }

    /// Where version 1 kept runs.
    private static func formerRunFiles(in folder: Folder) throws -> [String] {
        let runs = folder.folder("runs")
        return try runs.names().filter { $0.hasSuffix(".ndjson") }.map(runs.path(of:))
    }

    /// - Precondition: The directory was opened for writing.
    func requireWriting() { precondition(self.access == .writing, "the data directory was opened for reading only") }

    /// A user's name as the name of a file or folder: what cannot leave the directory, whatever the file system.
    static func checked(_ name: String) throws(DataDirectoryError) -> String {
        let allowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard allowed, (1...64).contains(name.utf8.count) else { throw .unusableName(name) }
        return name
    }
}
