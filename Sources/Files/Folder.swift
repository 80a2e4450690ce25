package import Foundation

/// A folder's path and what is done in it, durably.
package struct Folder: Sendable, Hashable {
    /// As it was given, absolute or relative to the process.
    package let path: String

    package init(_ path: String) { self.path = path }

    /// The path of a file or folder in it.
    package func path(of name: String) -> String { "\(self.path)/\(name)" }

    /// A folder in it.
    package func folder(_ name: String) -> Folder { Folder(self.path(of: name)) }

    /// Creates the folder for its owner alone, with those above it, unless it exists.
    package func create() throws(FileFailure) {
        guard mkdir(self.path, 0o700) != 0, errno != EEXIST else { return }
        let code = errno
        let above = URL(fileURLWithPath: self.path).deletingLastPathComponent().path
        guard code == ENOENT, above != self.path else { throw FileFailure(.create, self.path, code: code) }
        try Folder(above).create()
        guard mkdir(self.path, 0o700) == 0 || errno == EEXIST else { throw FileFailure(.create, self.path) }
        try Folder(above).sync()
    }

    /// The names in the folder, ascending, without hidden ones; none where the folder does not exist.
    package func names() throws(FileFailure) -> [String] { try self.allNames().filter { !$0.hasPrefix(".") } }

    /// With hidden ones.
    package func allNames() throws(FileFailure) -> [String] {
        guard let stream = opendir(self.path) else {
            let failure = FileFailure(.list, self.path)
            guard failure.isMissing else { throw failure }
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// All bytes of a file; `nil` where it does not exist.
    package func contents(of name: String) throws(FileFailure) -> [UInt8]? {
        guard let file = try OpenFile.existing(self.path(of: name)) else { return nil }
        return try file.read(try file.byteCount(), at: 0)
    }

    /// Puts a file in the place of what stands there: a reader sees the old bytes or the new ones, also after a crash.
    package func replace(_ name: String, with bytes: some ContiguousBytes) throws(FileFailure) {
        let temporary = ".new-\(name)"
        try self.remove(temporary)
        try self.write(temporary, bytes)
        try self.rename(temporary, to: name)
    }

    /// Writes a file that does not exist yet, and syncs it.
    package func write(_ name: String, _ bytes: some ContiguousBytes) throws(FileFailure) {
        let file = try OpenFile(self.path(of: name), for: .creating)
        try file.write(bytes)
        try file.sync()
    }

    /// Renames a file or folder, durably, in the place of a file that has the name.
    package func rename(_ name: String, to other: String) throws(FileFailure) {
        guard Foundation.rename(self.path(of: name), self.path(of: other)) == 0 else {
            throw FileFailure(.rename, self.path(of: name))
        }
        try self.sync()
    }

    /// Moves a file into another folder of the same file system, in the place of what stands there.
    package func rename(_ name: String, into folder: Folder, as other: String) throws(FileFailure) {
        guard Foundation.rename(self.path(of: name), folder.path(of: other)) == 0 else {
            throw FileFailure(.rename, self.path(of: name))
        }
        try folder.sync()
    }

    /// Removes a file, or a folder with what is in it; nothing when there is none.
    package func remove(_ name: String) throws(FileFailure) {
        let path = self.path(of: name)
        guard unlink(path) != 0, errno != ENOENT else { return }
        // A folder: EISDIR on Linux, EPERM elsewhere.
        guard errno == EISDIR || errno == EPERM else { throw FileFailure(.remove, path) }
        for inner in try self.folder(name).allNames() { try self.folder(name).remove(inner) }
        guard rmdir(path) == 0 else { throw FileFailure(.remove, path) }
    }

    /// Makes the names in the folder durable.
    package func sync() throws(FileFailure) { try OpenFile(self.path, for: .reading).sync() }
}
