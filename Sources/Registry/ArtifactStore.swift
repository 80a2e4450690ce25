package import Foundation

/// Keeps the bytes of artifacts under their SHA-256. What is the same is kept once; what is kept is never changed.
///
/// Bytes are streamed both ways, so that an artifact may be larger than memory.
package protocol ArtifactStore: Sendable {
    /// Keeps bytes, durably before it returns. Bytes that are there already, damaged perhaps, are replaced by the same.
    ///
    /// - Parameter next: The next bytes, as many as the caller likes; `nil` at the end. When it throws, nothing is kept.
    func write(_ next: () async throws -> [UInt8]?) async throws -> ArtifactFingerprint

    /// Gives the bytes of an artifact, piece by piece.
    ///
    /// - Parameter take: Gets the bytes before they are proved to be the right ones: use none of them before the call
    ///   returns.
    /// - Throws: ``ArtifactError`` when it is not there or not what was written, and what `take` throws.
    func read(_ artifact: ArtifactFingerprint, _ take: ([UInt8]) async throws -> Void) async throws
}

extension ArtifactStore {
    /// Keeps bytes that are in memory.
    package func write(_ bytes: Data) async throws -> ArtifactFingerprint {
        var rest: Data? = bytes
        return try await self.write {
            defer { rest = nil }
            return rest.map { [UInt8]($0) }
        }
    }

    /// All bytes of an artifact.
    package func bytes(of artifact: ArtifactFingerprint) async throws -> Data {
        var bytes = Data()
        try await self.read(artifact) { bytes.append(contentsOf: $0) }
        return bytes
    }
}

/// Why an artifact cannot be read.
package enum ArtifactError: Error, Sendable, Hashable {
    /// The place is where the store keeps it.
    case missing(ArtifactFingerprint, place: String)
    case damaged(expected: ArtifactFingerprint, found: ArtifactFingerprint, place: String)
}

extension ArtifactError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(_, let place): "\(place) is damaged: it is missing; restore it from a backup, or recreate it"
        case .damaged(let expected, let found, let place):
            "\(place) is damaged: expected \(expected), found \(found); restore it from a backup, or recreate it"
        }
    }
}
