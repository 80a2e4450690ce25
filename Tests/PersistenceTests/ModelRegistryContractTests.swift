import BerthTesting
import Foundation
import Persistence
import Placement
import Registry
import Testing

/// Every registry of models keeps these promises.
struct ModelRegistryContractTests {
    enum Kind: CustomTestStringConvertible {
        case memory
        case sql(SQLKind)

        static var available: [Kind] { [.memory] + SQLKind.available.map(Kind.sql) }
        var testDescription: String { if case .sql(let kind) = self { kind.rawValue } else { "memory" } }
    }

    private struct Fixture {
        let registry: any ModelRegistry
        private let database: TestDatabase?

        init(_ kind: Kind) async throws {
            switch kind {
            case .memory:
                self.registry = MemoryModelRegistry()
                self.database = nil
            case .sql(let kind):
                let database = try await TestDatabase(kind)
                self.registry = SQLModelRegistry(database.database)
                self.database = database
            }
        }

        /// Registers versions of a model, each with two files.
        func register(_ versions: String..., of name: String = "sandbox") async throws {
            for version in versions { try await self.register([ModelRegistryContractTests.entry(version, of: name)]) }
        }

        func register(_ versions: [(version: ModelVersion, files: [ArtifactFile])]) async throws {
            try await self.registry.register(versions, as: .registered, ModelRegistryContractTests.origin(0))
        }
    }

    private static func entry(
        _ version: String,
        of name: String = "sandbox"
    ) -> (version: ModelVersion, files: [ArtifactFile]) {
        let bytes = Data("\(name) \(version)".utf8)
        let model = ArtifactFile(name: "model.json", fingerprint: ArtifactFingerprint(of: bytes))
        let plot = ArtifactFile(name: "plots/error.svg", fingerprint: ArtifactFingerprint(of: Data()))
        return (SampleModels.version(version, of: name, artifact: bytes), [plot, model])
    }

    private static func origin(_ number: Int64) -> ChangeOrigin {
        ChangeOrigin(by: number % 2 == 0 ? "local" : "ann@example.org", at: Timestamp(microseconds: number))
    }

    private static func number(_ text: String) throws -> SemanticVersion { try SemanticVersion(parsing: text) }

    private static func id(_ version: String, of name: String = "sandbox") throws -> ModelVersion.ID {
        ModelVersion.ID(name: name, version: try Self.number(version))
    }

    @Test(arguments: Kind.available)
    func `an empty registry has nothing`(kind: Kind) async throws {
        let registry = try await Fixture(kind).registry
        #expect(try await registry.names() == [])
        #expect(try await registry.versions(of: "sandbox") == [])
        #expect(try await registry.latest(of: "sandbox") == nil)
        #expect(try await registry.history(of: "sandbox", before: nil, limit: 10) == [])
    }

    @Test(arguments: Kind.available)
    func `versions come back as they were registered, ordered by their numbers`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        try await fixture.register("v1.10.0", "v1.9.0", "v2.0.0")
        try await fixture.register("v0.1.0", of: "cluster")
        let registry = fixture.registry
        #expect(try await registry.names() == ["cluster", "sandbox"])
        let versions = try await registry.versions(of: "sandbox")
        #expect(versions.map(\.version) == ["v1.9.0", "v1.10.0", "v2.0.0"].map { Self.entry($0).version })
        let latest = try #require(try await registry.latest(of: "sandbox"))
        let expected = Self.entry("v2.0.0")
        #expect(latest.version == expected.version)
        #expect(latest.files == expected.files.reversed(), "ascending by name")
        #expect(latest.stage == .none && latest.tags == [] && latest.aliases == [])
        #expect(try await registry.version(try Self.id("v1.9.0")) == versions[0])
    }

    @Test(arguments: Kind.available)
    func `several versions are registered all or none`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        try await fixture.register("v1.0.0")
        let taken = ModelStoreError.alreadyRegistered(try Self.id("v1.0.0"), nextFree: try Self.number("v1.0.1"))
        await #expect(throws: taken) {
            try await fixture.register([Self.entry("v1.1.0"), Self.entry("v1.0.0"), Self.entry("v1.2.0")])
        }
        #expect(try await fixture.registry.versions(of: "sandbox").map(\.version.id) == [try Self.id("v1.0.0")])
        #expect(try await fixture.registry.history(of: "sandbox", before: nil, limit: 10).map(\.number) == [1])
        await #expect(throws: ModelStoreError.self) {
            try await fixture.register([Self.entry("v1.1.0"), Self.entry("v1.1.0")])
        }
        #expect(try await fixture.registry.latest(of: "sandbox")?.version.id == Self.id("v1.0.0"))
    }

    @Test(arguments: Kind.available)
    func `one of many who register the same version succeeds`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let count = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        try await fixture.register("v1.0.0")
                        return true
                    } catch {
                        #expect(error is ModelStoreError, "\(error)")
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 1)
    }

    @Test(arguments: Kind.available)
    func `files need usable names, the model among them, and its fingerprint`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let (version, files) = Self.entry("v1.0.0")
        for name in ["", "/a", "a/", "a//b", "../a", "a/./b", "a b", "é", "a\u{0}", String(repeating: "a", count: 256)]
        {
            let stray = ArtifactFile(name: name, fingerprint: files[0].fingerprint)
            await #expect(throws: ModelStoreError.unusableName(.file, name)) {
                try await fixture.register([(version, files + [stray])])
            }
        }
        await #expect(throws: ModelStoreError.unusableName(.file, "model.json")) {
            try await fixture.register([(version, files + [files[1]])])
        }
        await #expect(throws: ModelStoreError.unusableName(.file, "plots/error.svg")) {
            try await fixture.register([(version, [files[0]])])
        }
        let other = ArtifactFile(name: "model.json", fingerprint: files[0].fingerprint)
        await #expect(
            throws: ModelStoreError.artifactDamaged(
                version.id,
                expected: version.artifact,
                found: other.fingerprint
            )
        ) { try await fixture.register([(version, [other])]) }
        #expect(try await fixture.registry.names() == [])
    }

    @Test(arguments: Kind.available)
    func `an alias stands for one version, moves and goes`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let registry = fixture.registry
        try await fixture.register("v1.0.0", "v1.1.0")
        let (first, second) = (try Self.number("v1.0.0"), try Self.number("v1.1.0"))
        try await registry.change("sandbox", .alias("champion", first), Self.origin(1))
        try await registry.change("sandbox", .alias("Champion", first), Self.origin(2))
        #expect(try await registry.version(try Self.id("v1.0.0")).aliases == ["Champion", "champion"])
        try await registry.change("sandbox", .alias("champion", second), Self.origin(3))
        #expect(try await registry.version(of: "sandbox", alias: "champion").version.id == Self.id("v1.1.0"))
        #expect(try await registry.versions(of: "sandbox").map(\.aliases) == [["Champion"], ["champion"]])
        try await registry.change("sandbox", .alias("Champion", nil), Self.origin(4))
        await #expect(throws: ModelStoreError.unknownAlias("Champion", of: "sandbox", known: ["champion"])) {
            try await registry.version(of: "sandbox", alias: "Champion")
        }
        await #expect(throws: ModelStoreError.unknownModel("sandbx", known: ["sandbox"])) {
            try await registry.version(of: "sandbx", alias: "champion")
        }
        await #expect(throws: ModelStoreError.unknownModel("sandbx", known: ["sandbox"])) {
            try await registry.change("sandbx", .alias("champion", nil), Self.origin(5))
        }
        let unknown = ModelStoreError.unknownVersion(try Self.id("v3.0.0"), known: [first, second])
        await #expect(throws: unknown) {
            try await registry.change("sandbox", .alias("champion", try Self.number("v3.0.0")), Self.origin(5))
        }
    }

    @Test(arguments: Kind.available)
    func `stages and tags change, and names are their bytes`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let registry = fixture.registry
        try await fixture.register("v1.0.0", "v1.1.0")
        let version = try Self.number("v1.0.0")
        try await registry.change("sandbox", .stage(version, .production), Self.origin(1))
        let tags = [("zeta", ""), ("e\u{301}", "apart"), ("\u{E9}", "together"), ("a b", "c\nd")]
        for (index, (name, value)) in tags.enumerated() {
            try await registry.change("sandbox", .tag(version, name: name, value: value), Self.origin(Int64(index)))
        }
        try await registry.change("sandbox", .tag(version, name: "zeta", value: "last"), Self.origin(6))
        let found = try await registry.version(try Self.id("v1.0.0"))
        #expect(found.stage == .production)
        #expect(found.tags.map { Array($0.name.utf8) } == ["a b", "e\u{301}", "zeta", "\u{E9}"].map { Array($0.utf8) })
        #expect(found.tags.map(\.value) == ["c\nd", "apart", "last", "together"])
        let other = try await registry.version(try Self.id("v1.1.0"))
        #expect(other.stage == .none && other.tags == [])
        try await registry.change("sandbox", .tag(version, name: "\u{E9}", value: nil), Self.origin(7))
        #expect(try await registry.version(try Self.id("v1.0.0")).tags.map(\.value) == ["c\nd", "apart", "last"])
    }

    @Test(arguments: Kind.available)
    func `what cannot be a name is refused`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let registry = fixture.registry
        try await fixture.register("v1.0.0")
        let version = try Self.number("v1.0.0")
        for alias in ["", "latest", "v1.0.0", "1.2.3", "a b", "é", "a/b", String(repeating: "a", count: 256)] {
            await #expect(throws: ModelStoreError.unusableName(.alias, alias)) {
                try await registry.change("sandbox", .alias(alias, version), Self.origin(1))
            }
        }
        for name in ["", "a\n", "\u{0}", String(repeating: "a", count: 251)] {
            await #expect(throws: ModelStoreError.unusableName(.tag, name)) {
                try await registry.change("sandbox", .tag(version, name: name, value: "x"), Self.origin(1))
            }
        }
        for value in ["a\u{0}b", String(repeating: "a", count: 8193)] {
            await #expect(throws: ModelStoreError.unusableName(.tagValue, value)) {
                try await registry.change("sandbox", .tag(version, name: "a", value: value), Self.origin(1))
            }
        }
        #expect(try await registry.history(of: "sandbox", before: nil, limit: 10).count == 1)
    }

    @Test(arguments: Kind.available)
    func `every change is an entry with who and when, and what stands already is none`(kind: Kind) async throws {
        let fixture = try await Fixture(kind)
        let registry = fixture.registry
        try await fixture.register("v1.0.0")
        try await fixture.register("v1.0.0", of: "cluster")
        let version = try Self.number("v1.0.0")
        let changes: [ModelChange] = [
            .alias("champion", version), .alias("champion", version), .stage(version, .none),
            .stage(version, .staging), .tag(version, name: "owner", value: "ann"),
            .tag(version, name: "owner", value: "ann"), .tag(version, name: "owner", value: nil),
            .alias("champion", nil), .alias("champion", nil),
        ]
        for (index, change) in changes.enumerated() {
            try await registry.change("sandbox", change, Self.origin(Int64(index) + 1))
        }
        func entry(
            _ number: Int64,
            _ at: Int64,
            _ version: SemanticVersion?,
            _ action: RegistryEntry.Action,
            _ name: String?,
            _ before: String?,
            _ after: String?
        ) -> RegistryEntry {
            RegistryEntry(
                number: number,
                origin: Self.origin(at),
                model: "sandbox",
                version: version,
                action: action,
                name: name,
                before: before,
                after: after
            )
        }
        let expected = [
            entry(1, 0, version, .registered, nil, nil, nil),
            entry(3, 1, version, .alias, "champion", nil, "v1.0.0"),
            entry(4, 4, version, .stage, nil, "none", "staging"),
            entry(5, 5, version, .tag, "owner", nil, "ann"),
            entry(6, 7, version, .tag, "owner", "ann", nil),
            entry(7, 8, nil, .alias, "champion", "v1.0.0", nil),
        ]
        #expect(try await registry.history(of: "sandbox", before: nil, limit: 10) == expected.reversed())
        #expect(try await registry.history(of: "sandbox", before: 5, limit: 2) == [expected[2], expected[1]])
    }
}
