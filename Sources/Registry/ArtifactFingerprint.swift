internal import Crypto
package import Foundation

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

        package mutating func take(_ bytes: some Collection<UInt8> & ContiguousBytes) {
            bytes.withUnsafeBytes { self.hash.update(bufferPointer: $0) }
            self.byteCount += bytes.count
        }

        /// Of what was taken so far.
        package var fingerprint: ArtifactFingerprint {
            let digits = self.hash.finalize().map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0" + text : text
            }
            return ArtifactFingerprint(sha256: digits.joined(), byteCount: self.byteCount)
        }
    }
}

extension ArtifactFingerprint: CustomStringConvertible {
    package var description: String { "\(self.byteCount) bytes with SHA-256 \(self.sha256)" }
}
