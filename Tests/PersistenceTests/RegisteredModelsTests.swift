import BerthTesting
import Foundation
import GRDB
import Persistence
import Registry
import Testing

/// Models of a data directory: records in its database, bytes in files.
struct RegisteredModelsTests {
    private let data = TemporaryData()
    private let artifact = Data("tree\nversion=v4\n".utf8)

    private func register() async throws -> ModelVersion {
        let version = SampleModels.version("v1.0.0", artifact: self.artifact)
        try await self.data.models().register(version, artifact: self.artifact)
        return version
    }

    private var store: RegisteredModels { get throws { try self.data.models(.reading) } }

    private func file(of version: ModelVersion) -> String {
        "artifacts/\(version.artifact.sha256.prefix(2))/\(version.artifact.sha256)"
    }

    @Test func `models survive the process, each in a file of its own`() async throws {
        let version = try await self.register()
        #expect(try self.data.bytes(self.file(of: version)) == self.artifact)
        #expect(try await self.store.latest(of: "sandbox") == version)
        #expect(try await self.store.latest(of: "cluster") == nil)
    }

    @Test func `a change of any byte of the artifact is found`() async throws {
        let version = try await self.register()
        for position in self.artifact.indices {
            var damaged = self.artifact
            damaged[position] ^= 1
            try damaged.write(to: self.data.url(self.file(of: version)))
            let found = ArtifactFingerprint(of: damaged)
            await #expect(
                throws: ModelStoreError.artifactDamaged(version.id, expected: version.artifact, found: found)
            ) { try await self.store.artifact(of: version.id) }
        }
    }

    @Test func `a missing artifact is named`() async throws {
        let version = try await self.register()
        try FileManager.default.removeItem(at: self.data.url(self.file(of: version)))
        await #expect(
            throws: ArtifactError.missing(version.artifact, place: self.data.path + "/" + self.file(of: version))
        ) { try await self.store.artifact(of: version.id) }
    }

    @Test func `a damaged record is named, and the others stay readable`() async throws {
        let version = try await self.register()
        let second = SampleModels.version("v1.1.0", artifact: self.artifact)
        try await self.data.models().register(second, artifact: self.artifact)
        for record in ["{", #"{"id": "sandbox"}"#] {
            do {
                let queue = try DatabaseQueue(path: self.data.path + "/berth.sqlite")
                try await queue.write { database in
                    try database.execute(
                        sql: "UPDATE model_versions SET record = ? WHERE version = 'v1.0.0'",
                        arguments: [record]
                    )
                }
            }
            await #expect {
                try await self.store.versions(of: "sandbox")
            } throws: { error in
                guard case .damagedFile("berth.sqlite", let problem) = error as? DataDirectoryError else {
                    return false
                }
                return problem.contains("the record of sandbox@v1.0.0 cannot be read")
            }
            await #expect(throws: DataDirectoryError.self) { try await self.store.version(version.id) }
            #expect(try await self.store.latest(of: "sandbox") == second)
        }
    }

    @Test func `a model is registered beside the process that holds the directory, and seen there`() async throws {
        let holder = try self.data.models()
        let beside = try self.data.models(.reading)
        let version = SampleModels.version("v1.0.0", artifact: self.artifact)
        try await beside.register(version, artifact: self.artifact)
        #expect(try await holder.latest(of: "sandbox") == version)
        let second = SampleModels.version("v1.1.0", artifact: self.artifact)
        try await holder.register(second, artifact: self.artifact)
        #expect(try await beside.versions(of: "sandbox") == [version, second])
        let taken = ModelStoreError.alreadyRegistered(
            second.id,
            nextFree: SemanticVersion(major: 1, minor: 1, patch: 1)
        )
        await #expect(throws: taken) { try await beside.register(second, artifact: self.artifact) }
    }

    @Test func `nothing is registered where there is no database`() async throws {
        _ = try self.data.directory()
        let version = SampleModels.version("v1.0.0", artifact: self.artifact)
        await #expect(throws: DataDirectoryError.notThere(path: self.data.path)) {
            try await self.data.models(.reading).register(version, artifact: self.artifact)
        }
    }

    @Test func `many processes that register at once each get what they registered, or are refused`() async throws {
        _ = try self.data.database()
        let data = self.data
        let artifact = self.artifact
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<6 {
                group.addTask {
                    let models = try data.models(.reading)
                    let version = SampleModels.version("v1.\(index / 2).0", artifact: artifact)
                    do {
                        try await models.register(version, artifact: artifact)
                        return 1
                    } catch ModelStoreError.alreadyRegistered {
                        return 0
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(count == 3)
        #expect(try await self.store.versions(of: "sandbox").count == 3)
    }
}
