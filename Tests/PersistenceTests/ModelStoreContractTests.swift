import BerthTesting
import Foundation
import Persistence
import Registry
import Testing

/// Every store of models keeps these promises.
struct ModelStoreContractTests {
    enum Kind: CaseIterable {
        case memory
        case directory
    }

    private struct Fixture {
        let store: any ModelStore
        let data = TemporaryData()

        init(_ kind: Kind) throws {
            switch kind {
            case .memory: self.store = MemoryModelStore()
            case .directory: self.store = try self.data.models()
            }
        }
    }

    private let artifact = Data((0...255).map { UInt8($0) })

    @Test(arguments: Kind.allCases)
    func `a store without models has no names, no versions and no latest`(kind: Kind) async throws {
        let store = try Fixture(kind).store
        #expect(try await store.names() == [])
        #expect(try await store.versions(of: "sandbox") == [])
        #expect(try await store.latest(of: "sandbox") == nil)
    }

    @Test(arguments: Kind.allCases)
    func `models come back as they were registered, ordered by version`(kind: Kind) async throws {
        let fixture = try Fixture(kind)
        let versions = ["v1.10.0", "v1.9.0", "v2.0.0"].map { SampleModels.version($0, artifact: self.artifact) }
        for version in versions { try await fixture.store.register(version, artifact: self.artifact) }
        let other = SampleModels.version("v0.1.0", of: "cluster", artifact: Data())
        try await fixture.store.register(other, artifact: Data())
        #expect(try await fixture.store.names() == ["cluster", "sandbox"])
        #expect(try await fixture.store.versions(of: "sandbox") == [versions[1], versions[0], versions[2]])
        #expect(try await fixture.store.latest(of: "sandbox") == versions[2])
        #expect(try await fixture.store.version(versions[0].id) == versions[0])
        #expect(try await fixture.store.artifact(of: versions[0].id) == self.artifact)
        #expect(try await fixture.store.artifact(of: other.id) == Data())
    }

    @Test(arguments: Kind.allCases)
    func `a registered version is never written again`(kind: Kind) async throws {
        let fixture = try Fixture(kind)
        let version = SampleModels.version("v1.0.0", artifact: self.artifact)
        try await fixture.store.register(version, artifact: self.artifact)
        let later = Data("other".utf8)
        await #expect(
            throws: ModelStoreError.alreadyRegistered(
                version.id,
                nextFree: SemanticVersion(major: 1, minor: 0, patch: 1)
            )
        ) { try await fixture.store.register(SampleModels.version("v1.0.0", artifact: later), artifact: later) }
        #expect(try await fixture.store.artifact(of: version.id) == self.artifact)
    }

    @Test(arguments: Kind.allCases)
    func `an artifact that is not the described one, or a metric that is no number, is refused`(
        kind: Kind
    ) async throws {
        let fixture = try Fixture(kind)
        let version = SampleModels.version("v1.0.0", artifact: self.artifact)
        let other = Data("other".utf8)
        await #expect(
            throws: ModelStoreError.artifactDamaged(
                version.id,
                expected: version.artifact,
                found: ArtifactFingerprint(of: other)
            )
        ) { try await fixture.store.register(version, artifact: other) }
        let unmeasured = SampleModels.version("v1.0.0", artifact: self.artifact, metrics: ["costMAPE": .infinity])
        await #expect(
            throws: ModelStoreError.unusableMetric("costMAPE", value: .infinity, in: unmeasured.id)
        ) { try await fixture.store.register(unmeasured, artifact: self.artifact) }
        #expect(try await fixture.store.names() == [])
    }

    @Test(arguments: Kind.allCases)
    func `an unknown model or version names those that there are`(kind: Kind) async throws {
        let fixture = try Fixture(kind)
        let version = SampleModels.version("v1.0.0", artifact: self.artifact)
        try await fixture.store.register(version, artifact: self.artifact)
        let misspelled = ModelVersion.ID(name: "sandbx", version: version.id.version)
        await #expect(throws: ModelStoreError.unknownModel("sandbx", known: ["sandbox"])) {
            try await fixture.store.version(misspelled)
        }
        let later = ModelVersion.ID(name: "sandbox", version: SemanticVersion(major: 1, minor: 1, patch: 0))
        await #expect(throws: ModelStoreError.unknownVersion(later, known: [version.id.version])) {
            try await fixture.store.artifact(of: later)
        }
    }
}
