import Catalog
import Foundation
import Persistence
import Placement
import Testing

struct FolderCatalogStoreTests {
    private let data = TemporaryData()

    private let catalog = OfferingCatalog(
        types: [],
        offerings: [
            Offering(
                type: InstanceType.ID(provider: Provider.ID("aws"), name: "m7i.large"),
                region: "eu-west-1",
                onDemand: Money(nanos: 112_350_000, currency: .usd),
                spot: nil,
                spotZone: nil,
                converted: nil,
                origin: Origin(source: "test", date: nil, dated: .read, reading: .vendor)
            )
        ],
        egress: []
    )

    @Test func `a catalog is replaced whole and survives the process`() throws {
        let store = FolderCatalogStore(try self.data.directory())
        #expect(try store.load() == nil)
        try store.save(.empty)
        try store.save(self.catalog)
        #expect(try FolderCatalogStore(self.data.directory(.reading)).load() == self.catalog)
        #expect(!FileManager.default.fileExists(atPath: self.data.url(".new-catalog.json").path))
    }

    @Test func `a damaged catalog is named`() throws {
        let store = FolderCatalogStore(try self.data.directory())
        try Data("{".utf8).write(to: self.data.url("catalog.json"))
        #expect(throws: DataDirectoryError.self) { try store.load() }
    }
}
