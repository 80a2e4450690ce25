import Artifacts
import Foundation
import Persistence
import Registry

/// A path that no one else uses; removed with what is there when the object goes.
final class TemporaryData: Sendable {
    let path: String

    init() {
        self.path =
            FileManager.default.temporaryDirectory.appendingPathComponent("berth-data-\(UUID().uuidString)").path
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    func directory(_ access: DataDirectory.Access = .writing) throws -> DataDirectory {
        try DataDirectory(self.path, for: access)
    }

    func database(_ access: DataDirectory.Access = .writing) throws -> SQLiteDatabase {
        try SQLiteDatabase(try self.directory(access))
    }

    /// Models as a data directory keeps them.
    func models(_ access: DataDirectory.Access = .writing) throws -> RegisteredModels {
        let directory = try self.directory(access)
        return RegisteredModels(
            registry: SQLModelRegistry(SQLiteDriver(try SQLiteDatabase(directory))),
            artifacts: FileArtifactStore(directory.artifactsPath),
            principal: "local"
        )
    }

    func url(_ name: String) -> URL { URL(fileURLWithPath: self.path).appendingPathComponent(name) }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: self.url(name)) }

    func permissions(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: self.url(name).path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }
}
