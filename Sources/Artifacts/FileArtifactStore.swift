internal import Files
internal import Foundation
package import Registry
internal import Synchronization

/// Keeps artifacts in files of one folder, each named by its SHA-256.
///
/// A file is written under another name, synced, and renamed: it is there whole or not at all. Several processes may
/// write beside each other; both put the same bytes in the same place.
package final class FileArtifactStore: ArtifactStore {
    private let folder: Folder
    private let count = Atomic<Int>(0)

    /// Bytes that are read at a time.
    private static let piece = 1 << 20

    /// - Parameter path: The folder, made when the first artifact comes.
    package init(_ path: String) { self.folder = Folder(path) }

    package func write(_ next: () async throws -> [UInt8]?) async throws -> ArtifactFingerprint {
        try self.folder.create()
        let (name, file) = try self.begin()
        do {
            var fingerprint = ArtifactFingerprint.Stream()
            while let bytes = try await next() {
                fingerprint.take(bytes)
                try file.write(bytes)
            }
            try file.sync()
            return try self.publish(name, fingerprint.fingerprint)
        } catch {
            // What failed is told, not that its remains could not be removed: they go with the next ``removeRemains()``.
            try? self.folder.remove(name)
            throw error
        }
    }

    /// A file whose name nobody else uses, locked for as long as it is written.
    private func begin() throws -> (name: String, file: OpenFile) {
        while true {
            let number = self.count.add(1, ordering: .relaxed).newValue
            let name = "\(Self.unfinished)\(getpid())-\(number)"
            let path = self.folder.path(of: name)
            let file: OpenFile
            do throws(FileFailure) {
                file = try OpenFile(path, for: .creating)
            } catch {
                // Another store of this process writes under this name, or an earlier process with its id left it behind.
                guard error.isTaken else { throw error }
                continue
            }
            // Whoever removes remains may have taken it for one before it was locked.
            if try file.lock(), try OpenFile.existing(path) != nil { return (name, file) }
        }
    }

    private static let unfinished = ".new-"

    private func publish(_ name: String, _ artifact: ArtifactFingerprint) throws -> ArtifactFingerprint {
        let place = self.folder.folder(String(artifact.sha256.prefix(2)))
        try place.create()
        try self.folder.sync()
        try self.folder.rename(name, into: place, as: artifact.sha256)
        return artifact
    }

    package func read(_ artifact: ArtifactFingerprint, _ take: ([UInt8]) async throws -> Void) async throws {
        let place = "\(artifact.sha256.prefix(2))/\(artifact.sha256)"
        let path = self.folder.path(of: place)
        guard let file = try OpenFile.existing(path) else { throw ArtifactError.missing(artifact, place: path) }
        var found = ArtifactFingerprint.Stream()
        var offset = 0
        while true {
            try Task.checkCancellation()
            let bytes = try file.read(Self.piece, at: offset)
            guard !bytes.isEmpty else { break }
            found.take(bytes)
            offset += bytes.count
            try await take(bytes)
        }
        guard found.fingerprint == artifact else {
            throw ArtifactError.damaged(expected: artifact, found: found.fingerprint, place: path)
        }
    }

    /// Removes what writes that a crash broke off have left. Writes that go on, here or in another process, are left
    /// alone: they hold their files' locks.
    package func removeRemains() throws {
        for name in try self.folder.allNames() where name.hasPrefix(Self.unfinished) {
            guard let file = try OpenFile.existing(self.folder.path(of: name)), try file.lock() else { continue }
            try self.folder.remove(name)
        }
    }
}
