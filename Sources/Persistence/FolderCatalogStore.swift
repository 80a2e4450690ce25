package import Catalog
internal import Files
internal import Foundation

/// Keeps the imported catalog in one file of the data directory, replaced whole.
package struct FolderCatalogStore: Sendable {
    private let directory: DataDirectory
    private static let file = "catalog.json"

    package init(_ directory: DataDirectory) { self.directory = directory }

    /// - Precondition: The data directory was opened for writing.
    package func save(_ catalog: OfferingCatalog) throws {
        self.directory.requireWriting()
        try self.directory.folder.replace(Self.file, with: try CatalogFile.encode(catalog))
    }

    /// The saved catalog; `nil` where none was imported yet.
    ///
    /// - Throws: ``DataDirectoryError/damagedFile(file:problem:)`` for a file that is no catalog or of another version.
    package func load() throws -> OfferingCatalog? {
        guard let bytes = try self.directory.folder.contents(of: Self.file) else { return nil }
        do {
            return try CatalogFile.decode(Data(bytes))
        } catch {
            throw DataDirectoryError.damagedFile(file: Self.file, problem: error.description)
        }
    }
}
