package import Foundation
package import Registry
internal import Synchronization

/// Keeps models in memory.
package final class MemoryModelStore: ModelStore {
    private struct Entry {
        let version: ModelVersion
        let artifact: Data
    }

    private let models = Mutex<[String: [SemanticVersion: Entry]]>([:])

    /// No models.
    package init() {}

    package func register(_ version: ModelVersion, artifact: Data) throws {
        try self.models.withLock { models in
            let taken = models[version.id.name].map { Array($0.keys) } ?? []
            try version.requireRegistrable(with: artifact, beside: taken)
            models[version.id.name, default: [:]][version.id.version] = Entry(version: version, artifact: artifact)
        }
    }

    package func names() -> [String] { self.models.withLock { $0.keys.sorted() } }

    package func versions(of name: String) -> [ModelVersion] {
        self.models.withLock { $0[name]?.values.map(\.version).sorted { $0.id.version < $1.id.version } ?? [] }
    }

    package func version(_ id: ModelVersion.ID) throws -> ModelVersion { try self.entry(id).version }

    package func artifact(of id: ModelVersion.ID) throws -> Data {
        let entry = try self.entry(id)
        try entry.version.requireUndamaged(entry.artifact)
        return entry.artifact
    }

    private func entry(_ id: ModelVersion.ID) throws -> Entry {
        try self.models.withLock { models in
            guard let versions = models[id.name] else {
                throw ModelStoreError.unknownModel(id.name, known: models.keys.sorted())
            }
            guard let entry = versions[id.version] else {
                throw ModelStoreError.unknownVersion(id, known: versions.keys.sorted())
            }
            return entry
        }
    }
}
