import BerthTesting
import Foundation
import Persistence
import Registry
import Testing

struct FolderModelStoreTests {
    private let data = TemporaryData()
    private let artifact = Data("tree\nversion=v4\n".utf8)
    private let folder = "models/sandbox/v1.0.0"

    private func register() throws -> ModelVersion {
        let version = SampleModels.version("v1.0.0", artifact: self.artifact)
        try FolderModelStore(self.data.directory()).register(version, artifact: self.artifact)
        return version
    }

    private var store: FolderModelStore { get throws { FolderModelStore(try self.data.directory(.reading)) } }

    @Test func `models survive the process, each in a folder of its own`() throws {
        let version = try self.register()
        #expect(try self.data.bytes("\(self.folder)/model.json") == self.artifact)
        #expect(try self.store.latest(of: "sandbox") == version)
        #expect(try self.store.latest(of: "cluster") == nil)
    }

    @Test func `a change of any byte of the artifact is found`() throws {
        let version = try self.register()
        for position in self.artifact.indices {
            var damaged = self.artifact
            damaged[position] ^= 1
            try damaged.write(to: self.data.url("\(self.folder)/model.json"))
            let found = ArtifactFingerprint(of: damaged)
            #expect(
                throws: ModelStoreError.artifactDamaged(version.id, expected: version.artifact, found: found)
            ) { try self.store.artifact(of: version.id) }
        }
    }

    @Test func `a missing artifact, a missing or damaged record and a stray file are named`() throws {
        let version = try self.register()
        let record = "\(self.folder)/version.json"
        let text = String(decoding: try self.data.bytes(record), as: UTF8.self)
        try FileManager.default.removeItem(at: self.data.url("\(self.folder)/model.json"))
        #expect(
            throws: DataDirectoryError.damagedFile(file: "\(self.folder)/model.json", problem: "it is missing")
        ) { try self.store.artifact(of: version.id) }
        try Data(text.replacing("v1.0.0", with: "v1.0.1").utf8).write(to: self.data.url(record))
        #expect(
            throws: DataDirectoryError.damagedFile(file: record, problem: "it is the record of sandbox@v1.0.1")
        ) { try self.store.version(version.id) }
        try Data(text.dropLast(5).utf8).write(to: self.data.url(record))
        #expect(throws: DataDirectoryError.self) { try self.store.versions(of: "sandbox") }
        try FileManager.default.removeItem(at: self.data.url(record))
        #expect(throws: DataDirectoryError.damagedFile(file: record, problem: "it is missing")) {
            try self.store.latest(of: "sandbox")
        }
        try Data().write(to: self.data.url("models/sandbox/notes"))
        #expect(throws: DataDirectoryError.self) { try self.store.versions(of: "sandbox") }
    }

    @Test func `a registration that a crash broke off leaves nothing and is done anew`() throws {
        let unfinished = self.data.url("models/sandbox/.new-v1.0.0")
        _ = try self.data.directory()
        try FileManager.default.createDirectory(at: unfinished, withIntermediateDirectories: true)
        try Data("half".utf8).write(to: unfinished.appendingPathComponent("model.json"))
        #expect(try self.store.names() == [])
        let version = try self.register()
        #expect(try self.store.artifact(of: version.id) == self.artifact)
        #expect(!FileManager.default.fileExists(atPath: unfinished.path))
    }
}
