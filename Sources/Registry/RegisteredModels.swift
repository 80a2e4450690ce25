package import Foundation

/// Models whose records are in a registry and whose bytes are in a store of artifacts.
package struct RegisteredModels: ModelStore {
    package let registry: any ModelRegistry
    package let artifacts: any ArtifactStore
    /// Who registers, as the registry's history has it.
    private let principal: String

    package init(registry: any ModelRegistry, artifacts: any ArtifactStore, principal: String) {
        self.registry = registry
        self.artifacts = artifacts
        self.principal = principal
    }

    /// The bytes come first: a crash between leaves bytes that nothing refers to, never a record without its bytes.
    package func register(_ version: ModelVersion, artifact: Data) async throws {
        let taken = try await self.registry.versions(of: version.id.name).map(\.version.id.version)
        try version.requireRegistrable(with: artifact, beside: taken)
        let file = ArtifactFile(name: ArtifactFile.model, fingerprint: try await self.artifacts.write(artifact))
        let origin = ChangeOrigin(by: self.principal, at: version.createdAt)
        try await self.registry.register([(version, [file])], as: .registered, origin)
    }

    package func names() async throws -> [String] { try await self.registry.names() }

    package func versions(of name: String) async throws -> [ModelVersion] {
        try await self.registry.versions(of: name).map(\.version)
    }

    package func latest(of name: String) async throws -> ModelVersion? {
        try await self.registry.latest(of: name)?.version
    }

    package func version(_ id: ModelVersion.ID) async throws -> ModelVersion {
        try await self.registry.version(id).version
    }

    package func artifact(of id: ModelVersion.ID) async throws -> Data {
        let version = try await self.registry.version(id).version
        do {
            return try await self.artifacts.bytes(of: version.artifact)
        } catch ArtifactError.damaged(let expected, let found, _) {
            throw ModelStoreError.artifactDamaged(id, expected: expected, found: found)
        }
    }
}
