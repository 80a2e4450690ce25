import Catalog
import Foundation
import Interop
import Placement
import Testing

/// The real catalog beside the package, or where `BERTH_SHARED` says.
private enum SharedCatalog {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["BERTH_SHARED"] { return URL(filePath: path) }
        return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
    }().appending(path: "data/catalog")

    /// Without the folder the tests are skipped, except where everything must run.
    static let mayRun =
        FileManager.default.fileExists(atPath: folder.path)
        || ProcessInfo.processInfo.environment["CI"] == "true"

    static func table(_ name: String) throws -> SourceTable {
        InteropTests.table(name, try String(contentsOf: self.folder.appending(path: name), encoding: .utf8))
    }
}

@Suite(.enabled(if: SharedCatalog.mayRun, "needs ../shared/data/catalog or BERTH_SHARED"))
struct SharedCatalogTests {
    @Test func `the shared catalog imports whole, with its known gaps`() throws {
        let imported = try CatalogTables(
            offers: SharedCatalog.table("offers.csv"),
            types: SharedCatalog.table("instance_types.csv"),
            regions: SharedCatalog.table("regions.csv"),
            egress: (Provider.ID("aws"), SharedCatalog.table("aws_egress_usd_per_gb.csv")),
            observedOn: Timestamp(parsing: "2026-07-20"),
            rate: nil
        ).imported()
        let report = imported.report
        #expect(report.rowsRead == 69_628)
        // Six rows of azure/spaincentral have a price of 0.
        #expect(report.leftOut.zeroPrices == 6)
        #expect(report.leftOut.duplicates == 0)
        #expect(report.offerings == 69_622)
        #expect(report.spotOfferings == 12_840)
        #expect(report.spotAboveOnDemand == 0)
        #expect(report.instanceTypes == 5_663)
        #expect(report.regions == 157)
        #expect(report.egressPrices == 674)
        #expect(report.offeringsOfProvider["azure"] == 55_130)
        #expect(report.offeringsOfProvider["daytona"] == 64)
        #expect(report.prices["USD"]?.greatest == Money(nanos: 492_480_000_000, currency: .usd))
        #expect(report.typesWithoutSpecification.count == 275)
        let g6f = imported.catalog.type(.init(provider: Provider.ID("aws"), name: "g6f.large"))
        #expect(g6f?.hasGPU == false)
        #expect(g6f?.gpu?.model == "L4")

        let stored = try CatalogFile.encode(imported.catalog)
        #expect(try CatalogFile.decode(stored) == imported.catalog)
        let page = CatalogQuery(
            provider: nil,
            type: nil,
            region: nil,
            gpu: .model(Glob("H100*")),
            market: .onDemand,
            mostPerHour: nil,
            order: .price,
            offset: 0,
            limit: 5
        ).page(of: imported.catalog)
        #expect(page.matches.count == 5)
        #expect(page.matches.first?.offering.type.provider == Provider.ID("hyperbolic"))
    }
}
