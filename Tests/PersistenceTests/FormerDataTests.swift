import Artifacts
import BerthTesting
import Decisions
import Delivery
import Foundation
import Persistence
import Placement
import Registry
import Testing

/// A data directory that `berth serve` left behind before models were in the registry: sixty runs, two models in folders,
/// a policy, states of a target, a model chosen by hand, and six decisions.
struct FormerDataTests {
    private let data = TemporaryData()

    private func unpack() throws {
        let archive = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/data-before-registry.tar.gz")
        try FileManager.default.createDirectory(atPath: self.data.path, withIntermediateDirectories: true)
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", archive.path(), "--strip-components", "1", "-C", self.data.path]
        try tar.run()
        tar.waitUntilExit()
        #expect(tar.terminationStatus == 0)
    }

    @Test func `who only reads is told to let a command that writes bring it up to date`() throws {
        try self.unpack()
        #expect(throws: DataDirectoryError.olderDatabase(file: SQLiteDatabase.file)) {
            try self.data.database(.reading)
        }
    }

    @Test func `what operators had set stands, and the numbers of changes go on`() async throws {
        try self.unpack()
        let control = SQLControlStore(SQLiteDriver(try self.data.database()))
        let exploration = try #require(try await control.policies()["sandbox"]?.exploration)
        #expect(exploration.share == 0.2 && exploration.budget == 0.1)
        #expect(try await control.targetStates() == ["sandbox": [Target.ID("e2b"): .enabled]])
        let served = try #require(try await control.lineups()["sandbox"])
        #expect(served.primary.description == "sandbox@v1.0.0")
        #expect(served.fallback?.description == "sandbox@v1.1.0")
        let changes = try await control.changes(after: 0, limit: 10)
        #expect(changes.map(\.number) == [1, 2, 3, 4, 5])
        #expect(changes.map(\.entry.subject) == [.model, .policy, .target, .model, .target])
        #expect(changes[2].entry.after == #"{"mode":"draining","reason":"maintenance é"}"#)
        #expect(try await control.audit(before: nil, limit: 10) == changes.reversed())
        let number = try await control.set(Policy(), for: "sandbox", audit: changes[1].entry)
        #expect(number == 6)
    }

    @Test func `its models come into the registry, byte for byte, and its decisions stay`() async throws {
        try self.unpack()
        let before = try ["v1.0.0", "v1.1.0"].map { try self.data.bytes("models/sandbox/\($0)/model.json") }
        let directory = try self.data.directory()
        let database = try SQLiteDatabase(directory)
        let registry = SQLModelRegistry(SQLiteDriver(database))
        let artifacts = FileArtifactStore(directory.artifactsPath)
        let origin = ChangeOrigin(by: "local", at: Timestamp(microseconds: 1))
        try await FormerModels(directory).takeOver(into: registry, artifacts, origin)
        let versions = try await registry.versions(of: "sandbox")
        #expect(versions.map(\.version.id.version.description) == ["v1.0.0", "v1.1.0"])
        for (version, bytes) in zip(versions, before) {
            #expect(version.files == [ArtifactFile(name: "model.json", fingerprint: ArtifactFingerprint(of: bytes))])
            #expect(try await artifacts.bytes(of: version.version.artifact) == bytes)
        }
        let history = try await registry.history(of: "sandbox", before: nil, limit: 10)
        #expect(history.map(\.action) == [.takenOver, .takenOver])
        let decisions = try await SQLiteDecisionLog(database).decisions(DecisionQuery(limit: 10)).decisions
        #expect(decisions.count == 6 && decisions.allSatisfy { $0.decision.model == "sandbox@v1.0.0" })
    }
}
