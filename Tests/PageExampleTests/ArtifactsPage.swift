// swift-format-ignore-file
// Written from Sources/Artifacts/Artifacts.docc/Artifacts.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Artifacts
internal import Foundation
internal import Registry

private func example(bytes: Data) async throws {
    let artifacts = FileArtifactStore("data/artifacts")
    let fingerprint = try await artifacts.write(bytes)
    let again = try await artifacts.bytes(of: fingerprint)
    _ = artifacts
    _ = fingerprint
    _ = again
}
