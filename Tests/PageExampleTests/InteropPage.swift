// swift-format-ignore-file
// Written from Sources/Interop/Interop.docc/Interop.md; `BERTH_REWRITE=1 swift test --filter SourcesTests` writes it anew.
internal import Catalog
internal import Interop
internal import Placement
internal import Tables

private func example(bytes: [UInt8], skypilot: [UInt8], day: Timestamp) async throws {
    let offers = SourceTable(try Table(csv: bytes, file: "offers.csv"), name: "offers.csv")
    let imported = try CatalogTables(
        offers: offers, types: nil, regions: nil, egress: nil, observedOn: day, rate: nil
    ).imported()
    print(imported.report)  // rows, offerings, price range, what was left out and why

    let vms = SourceTable(try Table(csv: skypilot, file: "aws/vms.csv"), name: "aws/vms.csv")
    let aws = try SkyPilotCatalog(
        provider: Provider.ID("aws"), table: vms, currency: .usd, observedOn: day, rate: nil
    ).imported()
    _ = offers
    _ = imported
    _ = vms
    _ = aws
}
