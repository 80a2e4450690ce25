package import Foundation
internal import Statistics

/// What an artifact's bytes must be: their number and their SHA-256.
package struct ArtifactFingerprint: Sendable, Hashable, Codable {
    /// In lower-case hexadecimal.
    package let sha256: String
    package let byteCount: Int

    package init(of bytes: Data) {
        self.sha256 = SHA256.hexadecimal(of: bytes)
        self.byteCount = bytes.count
    }
}

extension ArtifactFingerprint: CustomStringConvertible {
    package var description: String { "\(self.byteCount) bytes with SHA-256 \(self.sha256)" }
}
