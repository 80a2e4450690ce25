package import Registry
internal import Synchronization

/// Keeps what is known of models in memory.
package final class MemoryModelRegistry: ModelRegistry {
    private struct Entry {
        let version: ModelVersion
        let files: [ArtifactFile]
        var stage = ModelStage.none
        /// By the bytes of the name, ascending.
        var tags: [ModelTag] = []
    }

    private struct State {
        var models: [String: [SemanticVersion: Entry]] = [:]
        var aliases: [String: [String: SemanticVersion]] = [:]
        var history: [RegistryEntry] = []

        mutating func note(
            _ model: String,
            _ version: SemanticVersion?,
            _ action: RegistryEntry.Action,
            name: String? = nil,
            before: String? = nil,
            after: String? = nil,
            _ origin: ChangeOrigin
        ) {
            self.history.append(
                RegistryEntry(
                    number: Int64(self.history.count) + 1,
                    origin: origin,
                    model: model,
                    version: version,
                    action: action,
                    name: name,
                    before: before,
                    after: after
                )
            )
        }

        func versions(of name: String) throws(ModelStoreError) -> [SemanticVersion: Entry] {
            guard let versions = self.models[name] else {
                throw .unknownModel(name, known: self.models.keys.sorted())
            }
            return versions
        }

        func entry(_ id: ModelVersion.ID) throws(ModelStoreError) -> Entry {
            let versions = try self.versions(of: id.name)
            guard let entry = versions[id.version] else {
                throw .unknownVersion(id, known: versions.keys.sorted())
            }
            return entry
        }

        func registered(_ entry: Entry) -> RegisteredVersion {
            let id = entry.version.id
            return RegisteredVersion(
                version: entry.version,
                files: entry.files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) },
                stage: entry.stage,
                tags: entry.tags,
                aliases: self.aliases[id.name, default: [:]].filter { $0.value == id.version }.keys.sorted()
            )
        }
    }

    private let state = Mutex(State())

    package init() {}

    package func register(
        _ versions: [(version: ModelVersion, files: [ArtifactFile])],
        as action: RegistryEntry.Action,
        _ origin: ChangeOrigin
    ) async throws {
        try self.state.withLock { state in
            var next = state
            for (version, files) in versions {
                let taken = next.models[version.id.name].map { Array($0.keys) } ?? []
                try version.requireRegistrable(with: files, beside: taken)
                next.models[version.id.name, default: [:]][version.id.version] = Entry(version: version, files: files)
                next.note(version.id.name, version.id.version, action, origin)
            }
            state = next
        }
    }

    package func names() async throws -> [String] { self.state.withLock { $0.models.keys.sorted() } }

    package func versions(of name: String) async throws -> [RegisteredVersion] {
        self.state.withLock { state in
            state.models[name, default: [:]].sorted { $0.key < $1.key }.map { state.registered($0.value) }
        }
    }

    package func latest(of name: String) async throws -> RegisteredVersion? { try await self.versions(of: name).last }

    package func version(_ id: ModelVersion.ID) async throws -> RegisteredVersion {
        try self.state.withLock { state in state.registered(try state.entry(id)) }
    }

    package func version(of name: String, alias: String) async throws -> RegisteredVersion {
        try self.state.withLock { state in
            _ = try state.versions(of: name)
            let aliases = state.aliases[name, default: [:]]
            guard let version = aliases[alias] else {
                throw ModelStoreError.unknownAlias(alias, of: name, known: aliases.keys.sorted())
            }
            return state.registered(try state.entry(ModelVersion.ID(name: name, version: version)))
        }
    }

    package func change(_ name: String, _ change: ModelChange, _ origin: ChangeOrigin) async throws {
        try change.requireUsable()
        try self.state.withLock { state in
            switch change {
            case .alias(let alias, let version):
                _ = try state.versions(of: name)
                if let version { _ = try state.entry(ModelVersion.ID(name: name, version: version)) }
                let before = state.aliases[name, default: [:]][alias]
                guard before != version else { return }
                state.aliases[name, default: [:]][alias] = version
                state.note(
                    name,
                    version,
                    .alias,
                    name: alias,
                    before: before?.description,
                    after: version?.description,
                    origin
                )
            case .stage(let version, let stage):
                let before = try state.entry(ModelVersion.ID(name: name, version: version)).stage
                guard before != stage else { return }
                state.models[name]?[version]?.stage = stage
                state.note(name, version, .stage, before: before.rawValue, after: stage.rawValue, origin)
            case .tag(let version, let tag, let value):
                var tags = try state.entry(ModelVersion.ID(name: name, version: version)).tags
                func isNamed(_ other: ModelTag) -> Bool { other.name.utf8.elementsEqual(tag.utf8) }
                let before = tags.first(where: isNamed)?.value
                guard before.map({ Array($0.utf8) }) != value.map({ Array($0.utf8) }) else { return }
                tags.removeAll(where: isNamed)
                if let value { tags.append(ModelTag(name: tag, value: value)) }
                tags.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
                state.models[name]?[version]?.tags = tags
                state.note(name, version, .tag, name: tag, before: before, after: value, origin)
            }
        }
    }

    package func history(of name: String, before: Int64?, limit: Int) async throws -> [RegistryEntry] {
        self.state.withLock { state in
            let entries = state.history.reversed().filter { $0.model == name && $0.number < before ?? .max }
            return Array(entries.prefix(max(0, limit)))
        }
    }
}
