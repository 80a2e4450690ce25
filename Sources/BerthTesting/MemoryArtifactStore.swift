internal import Foundation
package import Registry
internal import Synchronization

/// Keeps the bytes of artifacts in memory.
package final class MemoryArtifactStore: ArtifactStore {
    private let artifacts = Mutex<[ArtifactFingerprint: [UInt8]]>([:])

    package init() {}

    package func write(_ next: () async throws -> [UInt8]?) async throws -> ArtifactFingerprint {
        var bytes: [UInt8] = []
        while let more = try await next() { bytes += more }
        let fingerprint = ArtifactFingerprint(of: Data(bytes))
        self.artifacts.withLock { $0[fingerprint] = bytes }
        return fingerprint
    }

    package func read(_ artifact: ArtifactFingerprint, _ take: ([UInt8]) async throws -> Void) async throws {
        let place = "memory/\(artifact.sha256)"
        guard let bytes = self.artifacts.withLock({ $0[artifact] }) else {
            throw ArtifactError.missing(artifact, place: place)
        }
        try await take(bytes)
        let found = ArtifactFingerprint(of: Data(bytes))
        guard found == artifact else { throw ArtifactError.damaged(expected: artifact, found: found, place: place) }
    }

    /// Changes the kept bytes, as a disk may.
    package func damage(_ artifact: ArtifactFingerprint, _ change: (inout [UInt8]) -> Void) {
        self.artifacts.withLock { artifacts in
            guard var bytes = artifacts[artifact] else { return }
            change(&bytes)
            artifacts[artifact] = bytes
        }
    }
}
