internal import Artifacts
package import Persistence
package import Placement
package import Registry

extension RegisteredModels {
    /// The models of a data directory: their records in its database, their bytes in its folder `artifacts`.
    ///
    /// With the directory opened for writing, the folders in which earlier versions kept models are taken over first.
    ///
    /// - Parameters:
    ///   - principal: Who registers.
    ///   - now: When a take-over happens.
    /// - Throws: `DataDirectoryError`: for reading, when there are such folders; for writing, when one of them is
    ///   damaged.
    package static func opened(
        in directory: DataDirectory,
        _ database: SQLiteDatabase,
        principal: String,
        now: Timestamp
    ) async throws -> RegisteredModels {
        let registry = SQLModelRegistry(SQLiteDriver(database))
        let artifacts = FileArtifactStore(directory.artifactsPath)
        let former = FormerModels(directory)
        switch directory.access {
        case .reading: try former.requireNone()
        case .writing:
            try artifacts.removeRemains()
            try await former.takeOver(into: registry, artifacts, ChangeOrigin(by: principal, at: now))
        }
        return RegisteredModels(registry: registry, artifacts: artifacts, principal: principal)
    }
}
