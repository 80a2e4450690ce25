package import Foundation
package import Registry

/// Keeps each model version in a folder of its own in the data directory, the record beside the artifact.
///
/// The folder is written under another name, synced, and renamed: a version is there whole or not at all.
package final class FolderModelStore: ModelStore {
    private let directory: DataDirectory
    private let folder: Folder

    package init(_ directory: DataDirectory) {
        self.directory = directory
        self.folder = directory.folder.folder("models")
    }

    private static let artifactFile = "model.json"
    private static let recordFile = "version.json"

    /// Models are registered beside a process that writes decisions and runs: one registration at a time.
    package func register(_ version: ModelVersion, artifact: Data) throws {
        let lock = try self.directory.locked(DataDirectory.modelsLockFile)
        defer { withExtendedLifetime(lock) {} }
        let model = self.folder.folder(try DataDirectory.checked(version.id.name))
        try version.requireRegistrable(with: artifact, beside: try self.versionNumbers(of: version.id.name))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let record = try encoder.encode(version)
        let name = version.id.version.description
        let unfinished = ".new-\(name)"
        try model.create()
        try model.remove(unfinished)
        let folder = model.folder(unfinished)
        try folder.create()
        try folder.write(Self.artifactFile, artifact)
        try folder.write(Self.recordFile, record)
        try folder.sync()
        try model.rename(unfinished, to: name)
    }

    package func names() throws -> [String] {
        try self.folder.names().filter { try !self.versionNumbers(of: $0).isEmpty }
    }

    package func versions(of name: String) throws -> [ModelVersion] {
        try self.versionNumbers(of: name).map { try self.record(ModelVersion.ID(name: name, version: $0)) }
    }

    package func latest(of name: String) throws -> ModelVersion? {
        try self.versionNumbers(of: name).last.map { try self.record(ModelVersion.ID(name: name, version: $0)) }
    }

    package func version(_ id: ModelVersion.ID) throws -> ModelVersion {
        let known = try self.versionNumbers(of: id.name)
        guard !known.isEmpty else { throw ModelStoreError.unknownModel(id.name, known: try self.names()) }
        guard known.contains(id.version) else { throw ModelStoreError.unknownVersion(id, known: known) }
        return try self.record(id)
    }

    package func artifact(of id: ModelVersion.ID) throws -> Data {
        let version = try self.version(id)
        guard let bytes = try self.contents(of: Self.artifactFile, id) else {
            throw DataDirectoryError.damagedFile(file: Self.name(of: Self.artifactFile, id), problem: "it is missing")
        }
        let artifact = Data(bytes)
        try version.requireUndamaged(artifact)
        return artifact
    }

    /// Ascending; none for a name without models. Nothing but versions stands in a model's folder.
    private func versionNumbers(of name: String) throws -> [SemanticVersion] {
        let entries = try self.folder.folder(try DataDirectory.checked(name)).names()
        return try entries.map { entry in
            do throws(SemanticVersionError) {
                return try SemanticVersion(parsing: entry)
            } catch {
                throw DataDirectoryError.damagedFile(file: "models/\(name)/\(entry)", problem: error.description)
            }
        }.sorted()
    }

    private func record(_ id: ModelVersion.ID) throws -> ModelVersion {
        func damaged(_ problem: String) -> DataDirectoryError {
            .damagedFile(file: Self.name(of: Self.recordFile, id), problem: problem)
        }
        guard let bytes = try self.contents(of: Self.recordFile, id) else { throw damaged("it is missing") }
        let version: ModelVersion
        do {
            version = try JSONDecoder().decode(ModelVersion.self, from: Data(bytes))
        } catch {
            throw damaged("it is no record of a model: \(error)")
        }
        guard version.id == id else { throw damaged("it is the record of \(version.id)") }
        return version
    }

    private func contents(of file: String, _ id: ModelVersion.ID) throws -> [UInt8]? {
        try self.folder.folder(id.name).folder(id.version.description).contents(of: file)
    }

    private static func name(of file: String, _ id: ModelVersion.ID) -> String {
        "models/\(id.name)/\(id.version)/\(file)"
    }
}
