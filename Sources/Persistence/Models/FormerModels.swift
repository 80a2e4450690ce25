internal import Files
internal import Foundation
package import Registry

/// The folders in which earlier versions of Berth kept models, and how they come into the registry.
///
///     models/<name>/<version>/model.json         the artifact
///     models/<name>/<version>/version.json       its record
///
/// They are taken over whole or not at all. Everything is read and checked first; then the bytes are kept, then all
/// records in one transaction, then the folder is put aside and removed. A take-over that is broken off at any point
/// begins anew at the next start, and finds done what was done.
package struct FormerModels {
    private let directory: DataDirectory
    private let folder: Folder

    private static let name = "models"
    /// The folder once everything is in the registry.
    private static let takenOver = ".models-taken-over"
    private static let artifactFile = "model.json"
    private static let recordFile = "version.json"

    package init(_ directory: DataDirectory) {
        self.directory = directory
        self.folder = directory.folder.folder(Self.name)
    }

    /// - Throws: ``DataDirectoryError/olderDatabase(file:)`` when there are folders that are not yet taken over.
    package func requireNone() throws {
        guard try !self.isThere else { throw DataDirectoryError.olderDatabase(file: Self.name) }
    }

    private var isThere: Bool { get throws { try self.directory.folder.allNames().contains(Self.name) } }

    /// Takes the models over, if there are any.
    ///
    /// - Throws: ``DataDirectoryError/damagedFile(file:problem:)`` with the file that is damaged, missing or not ours;
    ///   everything is as it was then.
    /// - Precondition: The data directory was opened for writing.
    package func takeOver(
        into registry: any ModelRegistry,
        _ artifacts: any ArtifactStore,
        _ origin: ChangeOrigin
    ) async throws {
        self.directory.requireWriting()
        try self.directory.folder.remove(Self.takenOver)
        guard try self.isThere else { return }
        // An earlier version of Berth may be registering a model.
        let lock = try self.directory.locked(DataDirectory.modelsLockFile)
        defer { withExtendedLifetime(lock) {} }
        let found = try self.found()
        for version in found { _ = try self.artifact(of: version) }
        var missing: [(version: ModelVersion, files: [ArtifactFile])] = []
        for version in found where try await !Self.isKnown(version, to: registry) {
            let fingerprint = try await artifacts.write(try self.artifact(of: version))
            missing.append((version, [ArtifactFile(name: ArtifactFile.model, fingerprint: fingerprint)]))
        }
        if !missing.isEmpty { try await registry.register(missing, as: .takenOver, origin) }
        try self.directory.folder.rename(Self.name, to: Self.takenOver)
        try self.directory.folder.remove(Self.takenOver)
    }

    private static func isKnown(_ version: ModelVersion, to registry: any ModelRegistry) async throws -> Bool {
        let known = try await registry.versions(of: version.id.name).first { $0.version.id == version.id }
        guard let known else { return false }
        guard known.version == version else {
            throw Self.damaged(Self.recordFile, version.id, "another model is registered as \(version.id)")
        }
        return true
    }

    /// Every version, ascending by name and version. Nothing but models stands in the folder, or it is not removed.
    private func found() throws -> [ModelVersion] {
        try self.folder.names().flatMap { name in
            let model = self.folder.folder(try DataDirectory.checked(name))
            return try model.names().map { entry in
                let version: SemanticVersion
                do throws(SemanticVersionError) {
                    version = try SemanticVersion(parsing: entry)
                } catch {
                    throw DataDirectoryError.damagedFile(
                        file: "\(Self.name)/\(name)/\(entry)",
                        problem: error.description
                    )
                }
                let id = ModelVersion.ID(name: name, version: version)
                let files = try model.folder(entry).allNames()
                if let stray = files.first(where: { $0 != Self.artifactFile && $0 != Self.recordFile }) {
                    throw Self.damaged(stray, id, "it is not a file of a model; move it away")
                }
                return try self.record(id)
            }.sorted { $0.id.version < $1.id.version }
        }
    }

    private func record(_ id: ModelVersion.ID) throws -> ModelVersion {
        guard let bytes = try self.contents(of: Self.recordFile, id) else {
            throw Self.damaged(Self.recordFile, id, "it is missing")
        }
        let version: ModelVersion
        do {
            version = try JSONDecoder().decode(ModelVersion.self, from: Data(bytes))
        } catch {
            throw Self.damaged(Self.recordFile, id, "it is not a record of a model: \(error)")
        }
        guard version.id == id else { throw Self.damaged(Self.recordFile, id, "it is the record of \(version.id)") }
        return version
    }

    private func artifact(of version: ModelVersion) throws -> Data {
        guard let bytes = try self.contents(of: Self.artifactFile, version.id) else {
            throw Self.damaged(Self.artifactFile, version.id, "it is missing")
        }
        let artifact = Data(bytes)
        do throws(ModelStoreError) {
            try version.requireUndamaged(artifact)
        } catch {
            throw Self.damaged(Self.artifactFile, version.id, error.description)
        }
        return artifact
    }

    private func contents(of file: String, _ id: ModelVersion.ID) throws -> [UInt8]? {
        try self.folder.folder(id.name).folder(id.version.description).contents(of: file)
    }

    private static func damaged(_ file: String, _ id: ModelVersion.ID, _ problem: String) -> DataDirectoryError {
        .damagedFile(file: "\(Self.name)/\(id.name)/\(id.version)/\(file)", problem: problem)
    }
}
