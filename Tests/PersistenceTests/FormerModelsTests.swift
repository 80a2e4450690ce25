import Artifacts
import BerthTesting
import Foundation
import Persistence
import Placement
import Registry
import Synchronization
import Testing

/// How models come from the folders of earlier versions into the registry: whole, or not at all.
struct FormerModelsTests {
    private let data = TemporaryData()
    private let origin = ChangeOrigin(by: "local", at: Timestamp(microseconds: 7))

    private static func artifact(_ version: String) -> Data { Data("tree \(version)\n".utf8) }

    private func write(_ version: ModelVersion, _ artifact: Data) throws {
        let folder = self.data.url("models/\(version.id.name)/\(version.id.version)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try artifact.write(to: folder.appending(path: "model.json"))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try encoder.encode(version).write(to: folder.appending(path: "version.json"))
    }

    /// Three versions of two models, as earlier versions of Berth kept them.
    private func fill() throws -> [ModelVersion] {
        _ = try self.data.directory()
        let versions = [("cluster", "v1.0.0"), ("sandbox", "v1.9.0"), ("sandbox", "v1.10.0")].map { name, version in
            SampleModels.version(version, of: name, artifact: Self.artifact(version))
        }
        for version in versions { try self.write(version, Self.artifact("\(version.id.version)")) }
        return versions
    }

    private struct Opened {
        let former: FormerModels
        let registry: SQLModelRegistry
        let artifacts: FileArtifactStore
        let models: RegisteredModels
        private let directory: DataDirectory

        init(_ data: TemporaryData, _ access: DataDirectory.Access = .writing) throws {
            let directory = try data.directory(access)
            self.directory = directory
            self.former = FormerModels(directory)
            self.registry = SQLModelRegistry(SQLiteDriver(try SQLiteDatabase(directory)))
            self.artifacts = FileArtifactStore(directory.artifactsPath)
            self.models = RegisteredModels(registry: self.registry, artifacts: self.artifacts, principal: "local")
        }
    }

    private func takeOver() async throws -> Opened {
        let opened = try Opened(self.data)
        try await opened.former.takeOver(into: opened.registry, opened.artifacts, self.origin)
        return opened
    }

    private func requireTakenOver(_ versions: [ModelVersion], _ opened: Opened) async throws {
        #expect(try await opened.models.names() == ["cluster", "sandbox"])
        #expect(try await opened.models.versions(of: "sandbox") == Array(versions.dropFirst()))
        for version in versions {
            #expect(try await opened.models.version(version.id) == version)
            #expect(try await opened.models.artifact(of: version.id) == Self.artifact("\(version.id.version)"))
            let history = try await opened.registry.history(of: version.id.name, before: nil, limit: 10)
            #expect(history.filter { $0.version == version.id.version && $0.action == .takenOver }.count == 1)
            #expect(history.allSatisfy { $0.origin == self.origin })
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: self.data.path)
        #expect(!names.contains("models") && !names.contains(".models-taken-over"))
    }

    @Test func `every version comes over with its record and its bytes, and the folder goes`() async throws {
        let versions = try self.fill()
        try FileManager.default.createDirectory(
            at: self.data.url("models/sandbox/.new-v2.0.0"),
            withIntermediateDirectories: true
        )
        try Data("half".utf8).write(to: self.data.url("models/sandbox/.new-v2.0.0/model.json"))
        try await self.requireTakenOver(versions, try await self.takeOver())
        try await self.requireTakenOver(versions, try await self.takeOver())
    }

    @Test func `a directory without such a folder has nothing to take over`() async throws {
        let opened = try await self.takeOver()
        #expect(try await opened.models.names() == [])
        try opened.former.requireNone()
    }

    @Test func `who only reads is told that a start for writing is needed`() async throws {
        _ = try self.fill()
        do { _ = try self.data.database() }
        #expect(throws: DataDirectoryError.olderDatabase(file: "models")) {
            try Opened(self.data, .reading).former.requireNone()
        }
    }

    /// A registry or a store of artifacts that breaks off after so many calls, as a crash would.
    private final class Breaking: ModelRegistry, ArtifactStore {
        private let registry: any ModelRegistry
        private let artifacts: any ArtifactStore
        private let writesLeft: Mutex<Int>
        private let registersFirst: Bool

        struct Crash: Error {}

        init(_ opened: Opened, afterWrites count: Int, registersFirst: Bool) {
            self.registry = opened.registry
            self.artifacts = opened.artifacts
            self.writesLeft = Mutex(count)
            self.registersFirst = registersFirst
        }

        func write(_ next: () async throws -> [UInt8]?) async throws -> ArtifactFingerprint {
            let left = self.writesLeft.withLock { left in
                left -= 1
                return left
            }
            guard left >= 0 else { throw Crash() }
            return try await self.artifacts.write(next)
        }

        func read(_ artifact: ArtifactFingerprint, _ take: ([UInt8]) async throws -> Void) async throws {
            try await self.artifacts.read(artifact, take)
        }

        func register(
            _ versions: [(version: ModelVersion, files: [ArtifactFile])],
            as action: RegistryEntry.Action,
            _ origin: ChangeOrigin
        ) async throws {
            if self.registersFirst { try await self.registry.register(versions, as: action, origin) }
            throw Crash()
        }

        func names() async throws -> [String] { try await self.registry.names() }
        func versions(of name: String) async throws -> [RegisteredVersion] {
            try await self.registry.versions(of: name)
        }
        func latest(of name: String) async throws -> RegisteredVersion? { try await self.registry.latest(of: name) }
        func version(_ id: ModelVersion.ID) async throws -> RegisteredVersion { try await self.registry.version(id) }
        func version(of name: String, alias: String) async throws -> RegisteredVersion {
            try await self.registry.version(of: name, alias: alias)
        }
        func change(_ name: String, _ change: ModelChange, _ origin: ChangeOrigin) async throws {
            try await self.registry.change(name, change, origin)
        }
        func history(of name: String, before: Int64?, limit: Int) async throws -> [RegistryEntry] {
            try await self.registry.history(of: name, before: before, limit: limit)
        }
    }

    @Test(arguments: [(0, false), (1, false), (2, false), (3, false), (3, true)])
    func `a take-over that breaks off anywhere leaves the folder, and the next one completes it`(
        writes: Int,
        registersFirst: Bool
    ) async throws {
        let versions = try self.fill()
        do {
            let opened = try Opened(self.data)
            let breaking = Breaking(opened, afterWrites: writes, registersFirst: registersFirst)
            await #expect(throws: Breaking.Crash.self) {
                try await opened.former.takeOver(into: breaking, breaking, self.origin)
            }
            #expect(try await opened.models.names() == (registersFirst ? ["cluster", "sandbox"] : []))
            #expect(FileManager.default.fileExists(atPath: self.data.path + "/models/sandbox/v1.9.0/model.json"))
        }
        try await self.requireTakenOver(versions, try await self.takeOver())
    }

    @Test func `a take-over that was killed while it removed the folder is completed`() async throws {
        let versions = try self.fill()
        do { _ = try await self.takeOver() }
        try FileManager.default.createDirectory(
            at: self.data.url(".models-taken-over/sandbox/v1.9.0"),
            withIntermediateDirectories: true
        )
        try await self.requireTakenOver(versions, try await self.takeOver())
    }

    private static let place = "models/sandbox/v1.10.0"

    @Test(arguments: [
        ("\(Self.place)/model.json", nil, "it is missing"), ("\(Self.place)/version.json", nil, "it is missing"),
        ("\(Self.place)/model.json", "tree v1.10.1\n", "SHA-256"), ("\(Self.place)/version.json", "{", "not a record"),
        ("\(Self.place)/notes.txt", "x", "not a file of a model"), ("models/sandbox/notes", "x", "is not a version"),
    ])
    func `one damaged or stray file is named, and everything stays as it was`(
        file: String,
        content: String?,
        problem: String
    ) async throws {
        _ = try self.fill()
        if let content {
            try Data(content.utf8).write(to: self.data.url(file))
        } else {
            try FileManager.default.removeItem(at: self.data.url(file))
        }
        let before = try self.contents()
        let opened = try Opened(self.data)
        await #expect {
            try await opened.former.takeOver(into: opened.registry, opened.artifacts, self.origin)
        } throws: { error in
            guard case .damagedFile(file, let found) = error as? DataDirectoryError else { return false }
            return found.contains(problem)
        }
        #expect(try await opened.models.names() == [])
        #expect(try self.contents() == before)
        #expect(!FileManager.default.fileExists(atPath: self.data.path + "/artifacts"))
    }

    @Test func `a record of another version is damage`() async throws {
        _ = try self.fill()
        let record = "\(Self.place)/version.json"
        let text = String(decoding: try self.data.bytes(record), as: UTF8.self)
        try Data(text.replacing("v1.10.0", with: "v1.10.1").utf8).write(to: self.data.url(record))
        await #expect(
            throws: DataDirectoryError.damagedFile(file: record, problem: "it is the record of sandbox@v1.10.1")
        ) { try await self.takeOver() }
    }

    /// What lies in the folder of models.
    private func contents() throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: self.data.path + "/models")
        return names.reduce(into: [:]) { $0[$1] = try? Data(contentsOf: self.data.url("models/\($1)")) }
    }
}
