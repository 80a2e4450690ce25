import Artifacts
import BerthTesting
import Foundation
import Registry
import Testing

/// Every store of artifacts keeps these promises.
struct ArtifactStoreContractTests {
    enum Kind: CaseIterable {
        case memory
        case files
    }

    private struct Fixture {
        let store: any ArtifactStore
        let data = TemporaryData()

        init(_ kind: Kind) {
            switch kind {
            case .memory: self.store = MemoryArtifactStore()
            case .files: self.store = FileArtifactStore(self.data.path + "/artifacts")
            }
        }

        func path(of artifact: ArtifactFingerprint) -> String {
            "artifacts/\(artifact.sha256.prefix(2))/\(artifact.sha256)"
        }
    }

    private struct Refusal: Error {}

    @Test(arguments: Kind.allCases)
    func `bytes come back as they were written, however they were cut`(kind: Kind) async throws {
        let fixture = Fixture(kind)
        let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
        var offset = 0
        let streamed = try await fixture.store.write {
            let piece = [UInt8](bytes[offset..<min(bytes.count, offset + 65_537)])
            offset += piece.count
            return piece.isEmpty ? nil : piece
        }
        #expect(streamed == ArtifactFingerprint(of: bytes))
        #expect(try await fixture.store.write(bytes) == streamed)
        #expect(try await fixture.store.bytes(of: streamed) == bytes)
        let empty = try await fixture.store.write(Data())
        #expect(try await fixture.store.bytes(of: empty) == Data())
    }

    @Test(arguments: Kind.allCases)
    func `what was never written is missing`(kind: Kind) async throws {
        let fixture = Fixture(kind)
        let artifact = ArtifactFingerprint(of: Data("x".utf8))
        await #expect {
            try await fixture.store.bytes(of: artifact)
        } throws: { error in
            guard case .missing(artifact, _) = error as? ArtifactError else { return false }
            return true
        }
    }

    @Test(arguments: Kind.allCases)
    func `a writer or a reader that fails leaves nothing behind`(kind: Kind) async throws {
        let fixture = Fixture(kind)
        var isFirst = true
        await #expect(throws: Refusal.self) {
            _ = try await fixture.store.write {
                defer { isFirst = false }
                if isFirst { return [1, 2, 3] }
                throw Refusal()
            }
        }
        let artifact = ArtifactFingerprint(of: Data([1, 2, 3]))
        await #expect(throws: ArtifactError.self) { try await fixture.store.bytes(of: artifact) }
        _ = try await fixture.store.write(Data([1, 2, 3]))
        await #expect(throws: Refusal.self) { try await fixture.store.read(artifact) { _ in throw Refusal() } }
        #expect(try await fixture.store.bytes(of: artifact) == Data([1, 2, 3]))
        guard kind == .files else { return }
        let names = try FileManager.default.subpathsOfDirectory(atPath: fixture.data.path + "/artifacts")
        #expect(names.filter { $0.contains(".new") } == [])
    }

    @Test func `damage is found by every read, named, and healed by writing the bytes again`() async throws {
        let fixture = Fixture(.files)
        let bytes = Data("tree\nversion=v4\n".utf8)
        let artifact = try await fixture.store.write(bytes)
        let path = fixture.path(of: artifact)
        #expect(try fixture.data.permissions(path) == 0o600)
        for damaged in [Data("tree\nversion=v5\n".utf8), bytes.dropLast(), bytes + Data([0]), Data()] {
            try damaged.write(to: fixture.data.url(path))
            await #expect(
                throws: ArtifactError.damaged(
                    expected: artifact,
                    found: ArtifactFingerprint(of: damaged),
                    place: fixture.data.path + "/" + path
                )
            ) { try await fixture.store.bytes(of: artifact) }
        }
        #expect(try await fixture.store.write(bytes) == artifact)
        #expect(try await fixture.store.bytes(of: artifact) == bytes)
    }

    @Test func `what a crash left is removed, and a write that goes on is not`() async throws {
        let fixture = Fixture(.files)
        let files = FileArtifactStore(fixture.data.path + "/artifacts")
        let kept = try await files.write(Data("kept".utf8))
        let remains = fixture.data.url("artifacts/.new-1-1")
        try Data("half".utf8).write(to: remains)
        var pieces = [[UInt8]("ab".utf8), [UInt8]("cd".utf8)]
        let written = try await files.write {
            if pieces.count == 1 { try files.removeRemains() }
            return pieces.isEmpty ? nil : pieces.removeFirst()
        }
        #expect(!FileManager.default.fileExists(atPath: remains.path))
        #expect(try await files.bytes(of: written) == Data("abcd".utf8))
        #expect(try await files.bytes(of: kept) == Data("kept".utf8))
    }

    @Test func `an empty store has no remains`() throws {
        try FileArtifactStore(TemporaryData().path + "/artifacts").removeRemains()
    }

    @Test func `many who write the same bytes at once keep them once`() async throws {
        let fixture = Fixture(.files)
        let bytes = Data(repeating: 7, count: 100_000)
        let prints = try await withThrowingTaskGroup(of: ArtifactFingerprint.self) { group in
            for _ in 0..<16 { group.addTask { try await fixture.store.write(bytes) } }
            return try await group.reduce(into: Set<ArtifactFingerprint>()) { $0.insert($1) }
        }
        #expect(prints == [ArtifactFingerprint(of: bytes)])
        let names = try FileManager.default.subpathsOfDirectory(atPath: fixture.data.path + "/artifacts")
        #expect(names.count == 2)
    }
}
