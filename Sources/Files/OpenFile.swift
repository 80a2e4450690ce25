package import Foundation

/// An open file, closed with the last reference. Every failed call throws a ``FileFailure``.
package final class OpenFile: Sendable {
    /// As it was opened.
    package let path: String
    private let descriptor: Int32

    /// What a file is opened for.
    package enum Access {
        case reading
        /// Creates the file where it does not exist.
        case appending
        /// Creates the file, which must not exist.
        case creating
    }

    /// Files that it creates are their owner's alone.
    package init(_ path: String, for access: Access) throws(FileFailure) {
        let flags: Int32 =
            switch access {
            case .reading: O_RDONLY
            case .appending: O_RDWR | O_CREAT | O_APPEND
            case .creating: O_WRONLY | O_CREAT | O_EXCL
            }
        self.path = path
        self.descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard self.descriptor >= 0 else { throw FileFailure(.open, path) }
    }

    /// The file, to be read; `nil` where it does not exist.
    package static func existing(_ path: String) throws(FileFailure) -> OpenFile? {
        do throws(FileFailure) {
            return try OpenFile(path, for: .reading)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
    }

    deinit {
        // Nothing unwritten is lost here: whoever writes syncs first.
        _ = close(self.descriptor)
    }

    /// How long the file is now, in bytes.
    package func byteCount() throws(FileFailure) -> Int {
        var status = stat()
        guard fstat(self.descriptor, &status) == 0 else { throw FileFailure(.read, self.path) }
        return Int(status.st_size)
    }

    /// Up to `count` bytes from `offset`; fewer only at the file's end.
    package func read(_ count: Int, at offset: Int) throws(FileFailure) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(
                    self.descriptor,
                    buffer.baseAddress.map { $0 + filled },
                    count - filled,
                    off_t(offset + filled)
                )
                if got < 0, errno == EINTR { continue }
                if got < 0 { code = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        guard code == 0 else { throw FileFailure(.read, self.path, code: code) }
        return bytes
    }

    /// Writes all bytes.
    package func write(_ bytes: some ContiguousBytes) throws(FileFailure) {
        let code = bytes.withUnsafeBytes { buffer -> Int32 in
            var done = 0
            while done < buffer.count {
                let written = Foundation.write(
                    self.descriptor,
                    buffer.baseAddress.map { $0 + done },
                    buffer.count - done
                )
                if written < 0, errno == EINTR { continue }
                guard written >= 0 else { return errno }
                done += written
            }
            return 0
        }
        guard code == 0 else { throw FileFailure(.write, self.path, code: code) }
    }

    /// Makes the file as long as this, in bytes.
    package func cut(toByteCount count: Int) throws(FileFailure) {
        guard ftruncate(self.descriptor, off_t(count)) == 0 else { throw FileFailure(.cut, self.path) }
    }

    /// Returns when the bytes would survive a loss of power.
    package func sync() throws(FileFailure) {
        #if canImport(Darwin)
            // fsync leaves the bytes in the drive's cache there.
            guard fcntl(self.descriptor, F_FULLFSYNC) == 0 else { throw FileFailure(.sync, self.path) }
        #else
            guard fsync(self.descriptor) == 0 else { throw FileFailure(.sync, self.path) }
        #endif
    }

    /// Takes the file's exclusive lock, which the system frees with this object or with the process.
    ///
    /// - Returns: `false` when another holder has it.
    /// - SeeAlso: flock(2).
    package func lock() throws(FileFailure) -> Bool {
        if flock(self.descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw FileFailure(.lock, self.path) }
        return false
    }
}
