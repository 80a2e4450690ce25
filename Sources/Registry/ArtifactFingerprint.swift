package import Foundation
internal import Statistics

/// What an artifact's bytes must be: their number and their SHA-256.
package struct ArtifactFingerprint: Sendable, Hashable, Codable {
    /// In lower-case hexadecimal.
    package let sha256: String
    package let byteCount: Int

    package init(sha256: String, byteCount: Int) {
        self.sha256 = sha256
        self.byteCount = byteCount
    }

    package init(of bytes: Data) {
        var stream = Stream()
        stream.take(bytes)
        self = stream.fingerprint
    }

    /// Takes bytes as they come.
    package struct Stream: Sendable {
        private var hash = SHA256()
        private var byteCount = 0

        package init() {}

        package mutating func take(_ bytes: some Collection<UInt8>) {
            self.hash.update(bytes)
            self.byteCount += bytes.count
        }

        /// Of what was taken so far.
        package var fingerprint: ArtifactFingerprint {
            ArtifactFingerprint(sha256: self.hash.hexadecimal, byteCount: self.byteCount)
        }
    }
}

extension ArtifactFingerprint: CustomStringConvertible {
    package var description: String { "\(self.byteCount) bytes with SHA-256 \(self.sha256)" }
}
