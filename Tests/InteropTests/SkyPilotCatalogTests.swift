import Catalog
import Interop
import Placement
import Testing

@Suite struct SkyPilotCatalogTests {
    private func imported(_ provider: String, _ text: String, rate: ExchangeRate? = nil) throws(CatalogImportError)
        -> CatalogImport
    {
        try SkyPilotCatalog(
            provider: Provider.ID(provider),
            table: table("vms.csv", text),
            currency: .usd,
            observedOn: Timestamp(parsing: "2026-11-01"),
            rate: rate
        ).imported()
    }

    @Test func `zones of a region become one offering with the lowest prices`() throws {
        // The layout of AWS: on-demand equal, spot different by zone.
        let imported = try self.imported(
            "aws",
            """
            InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone,Arch
            a1.large,,,2.0,4.0,,0.051,0.038500,us-east-2,use2-az1,arm64
            a1.large,,,2.0,4.0,,0.051,0.019000,us-east-2,use2-az2,arm64
            a1.large,,,2.0,4.0,,0.0642,0.064200,ap-northeast-1,apne1-az2,arm64
            """
        )
        #expect(imported.catalog.offerings.count == 2)
        let ohio = imported.catalog.offerings[1]
        #expect(ohio.spot == Money(nanos: 19_000_000, currency: .usd))
        #expect(ohio.spotZone == "use2-az2")
        #expect(ohio.onDemand == Money(nanos: 51_000_000, currency: .usd))
        #expect(imported.report.leftOut.mergedZones == 1)
        #expect(imported.report.instanceTypes == 1)
        #expect(imported.catalog.types.first?.architecture == "arm64")
        #expect(imported.report.description.contains("1 rows of other zones merged"))
    }

    @Test func `GPU memory is read from GpuInfo, and files without zones or spot are fine`() throws {
        // The layout of Lambda and, with a further column, of Azure.
        let imported = try self.imported(
            "lambda",
            """
            InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice,Generation
            gpu_8x_v100,V100,8.0,92.0,448.0,6.32,us-east-1,"{'Gpus': [{'Name': 'V100', 'Manufacturer': 'NVIDIA', 'Count': 8.0, 'MemoryInfo': {'SizeInMiB': 16384}}], 'TotalGpuMemoryInMiB': 16384}",,"V1,V2"
            cpu_4x,,,4.0,16.0,0.2,us-east-1,,,V1
            odd,A10,1,30,200,0.75,us-east-1,A10 24 GB,,V1
            """
        )
        let types = Dictionary(uniqueKeysWithValues: imported.catalog.types.map { ($0.id.name, $0) })
        #expect(types["gpu_8x_v100"]?.gpu == .init(model: "V100", count: 8, memoryGiB: 16))
        #expect(types["cpu_4x"]?.gpu == nil)
        #expect(types["odd"]?.gpu == .init(model: "A10", count: 1, memoryGiB: nil))
        #expect(imported.report.spotOfferings == 0)
    }

    @Test func `rows of an accelerator without a machine and spot-only rows are told apart`() throws {
        // The layout of GCP.
        let imported = try self.imported(
            "gcp",
            """
            InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,AvailabilityZone,Price,SpotPrice
            a2-highgpu-1g,12.0,85.0,,,,us-central1,us-central1-a,0.73948,0.36975
            ,,,A100,1.0,A100,us-central1,us-central1-a,2.9,0.9
            spot-only,1,2,,,,us-central1,us-central1-b,,0.1
            unpriced,1,2,,,,us-central1,us-central1-b,,
            """
        )
        #expect(imported.report.leftOut.withoutType == 1)
        #expect(imported.report.leftOut.unpriced == 1)
        #expect(imported.catalog.offerings.map(\.type.name) == ["a2-highgpu-1g", "spot-only"])
        #expect(imported.catalog.offerings[1].onDemand == nil)
    }

    @Test func `zones keep their listed prices through a conversion`() throws {
        let day = try #require(Timestamp(parsing: "2026-06-01"))
        let rate = try #require(ExchangeRate(from: .usd, to: .eur, rate: "0.9", date: day, source: "ECB"))
        let imported = try self.imported(
            "gcp",
            "InstanceType,Region,AvailabilityZone,Price,SpotPrice\na,us,us-a,2,\na,us,us-b,1.5,0.5\na,us,us-c,1.8,0.4",
            rate: rate
        )
        let offering = try #require(imported.catalog.offerings.first)
        #expect(offering.onDemand == Money(nanos: 1_350_000_000, currency: .eur))
        #expect(offering.conversion(.onDemand)?.listed.units == 1.5)
        #expect(offering.conversion(.spot)?.listed.units == 0.4)
        #expect(offering.spotZone == "us-c")
    }

    @Test(arguments: [
        ("InstanceTyp,Region,Price\na,us,1", "'InstanceType' is missing; is 'InstanceTyp' meant?"),
        ("InstanceType,Region\na,us", "vms.csv: the column 'Price' is missing. The header has InstanceType, Region"),
        ("InstanceType,Region,Price\na,us,-1", "vms.csv:2: Price is '-1', expected a price of 0 or more"),
        ("InstanceType,Region,Price,vCPUs\na,us,1,many", "vms.csv:2: vCPUs is 'many'"),
        ("InstanceType,Region,Price\na,,1", "vms.csv:2: Region is empty"),
        ("InstanceType,Region,Price\na", "vms.csv:2: Region is empty"),
    ])
    func `a bad file is refused with line, column and value`(text: String, expected: String) {
        #expect { try self.imported("aws", text) } throws: { "\($0)".contains(expected) }
    }
}
