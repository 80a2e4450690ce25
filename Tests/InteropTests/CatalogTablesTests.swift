import Catalog
import Interop
import Placement
import Testing

@Suite struct CatalogTablesTests {
    static let offers = """
        provider,instance_type,region,usd_per_hour,spot_usd_per_hour,source,observed_on
        aws,m7i.large,us-east-1,0.1008,,karpenter-aws,2026-07-20
        aws,m7i.large,us-east-1,0.1,0.0403,karpenter-aws,2026-07-21
        azure,D2,spaincentral,0.0,,karpenter-azure,
        verda,B200,FIN-03,,3.423,skypilot-catalog,
        gcp,e2,us-central1,,,karpenter-gcp,
        runpod,4090,US,0.3,0.35,skypilot-catalog,
        """
    static let types = """
        provider,instance_type,family,vcpus,memory_gib,arch,cpu_model,cpu_alloc,gpu,gpu_count,gpu_mem_gib,local_storage_gb,network_gbps
        aws,m7i.large,m7i,2,8.0,x86_64,"Intel Xeon, no TSX",dedicated,,0,,0,12.5
        verda,B200,,30,184,,,,B200,1,180,,
        azure,NC12,NC,12,112,x86_64,,dedicated,,2,,696,
        aws,g6f.large,g6f,2,8,x86_64,,dedicated,L4,0,2.79,100,1.5
        runpod,4090,,,,,,,RTX4090,1,,,
        """

    private func imported(
        offers: String = offers,
        types: String? = types,
        regions: String? = nil,
        rate: ExchangeRate? = nil,
        egress: String? = nil
    ) throws(CatalogImportError) -> CatalogImport {
        try CatalogTables(
            offers: table("offers.csv", offers),
            types: types.map { table("instance_types.csv", $0) },
            regions: regions.map { table("regions.csv", $0) },
            egress: egress.map { (Provider.ID("aws"), table("egress.csv", $0)) },
            observedOn: Timestamp(parsing: "2026-06-18"),
            rate: rate
        ).imported()
    }

    @Test func `offers and specifications become one catalog, and the report says what was odd`() throws {
        let imported = try self.imported(
            regions: "vendor_id,region_id,api_reference\naws,us-east-1,us-east-1\nverda,fin,FIN-03",
            egress: "src,dst,cost\nus-east-1,internet,0.09"
        )
        let catalog = imported.catalog
        #expect(catalog.offerings.count == 3)
        let m7i = try #require(catalog.offerings.first)
        #expect(m7i.onDemand == Money(nanos: 100_000_000, currency: .usd))
        #expect(m7i.spot == Money(nanos: 40_300_000, currency: .usd))
        #expect(m7i.origin.source == "karpenter-aws")
        #expect(m7i.origin.date == Timestamp(parsing: "2026-07-21"))
        #expect(catalog.type(m7i.type)?.cpuModel == "Intel Xeon, no TSX")
        #expect(catalog.type(m7i.type)?.gpu == nil)
        #expect(catalog.type(.init(provider: Provider.ID("azure"), name: "NC12"))?.gpu?.count == 2)
        #expect(catalog.type(.init(provider: Provider.ID("aws"), name: "g6f.large"))?.hasGPU == false)
        #expect(catalog.egress.first?.perGB == Money(nanos: 90_000_000, currency: .usd))
        let report = imported.report
        #expect(report.rowsRead == 6)
        #expect(report.leftOut.duplicates == 1)
        #expect(report.leftOut.zeroPrices == 1)
        #expect(report.leftOut.unpriced == 1)
        #expect(report.spotOfferings == 3)
        #expect(report.spotAboveOnDemand == 1)
        #expect(report.typesWithoutSpecification.map(\.description) == ["runpod/4090"])
        #expect(report.unlistedRegions == ["runpod/US"])
        #expect(report.offeringsOfProvider == ["aws": 1, "verda": 1, "runpod": 1])
        #expect(report.prices["USD"]?.least == Money(nanos: 100_000_000, currency: .usd))
        #expect(report.prices["USD"]?.greatest == Money(nanos: 300_000_000, currency: .usd))
        #expect(
            report.description == """
                6 rows read, 3 offerings of 5 instance types in 3 regions
                3 with a spot price, 1 of them above on demand
                0.1 USD to 0.3 USD per hour on demand (USD)
                observed from 2026-06-18T00:00:00Z to 2026-07-21T00:00:00Z
                1 egress prices
                1 offered types without specifications
                1 offered regions that the table of regions does not list
                1 rows replaced by a later one for the same provider, type and region
                1 rows with a price of 0 left out
                1 rows without any price left out
                """
        )
    }

    @Test func `columns may be in any order, and unknown ones are passed over`() throws {
        let imported = try self.imported(
            offers: "region,extra,usd_per_hour,instance_type,provider\nus,x,1.5,a,p",
            types: nil
        )
        #expect(imported.catalog.offerings.first?.onDemand?.units == 1.5)
        #expect(imported.catalog.offerings.first?.origin.source == "offers.csv")
        #expect(imported.report.typesWithoutSpecification.count == 1)
    }

    @Test func `prices in euros are converted and keep what was listed`() throws {
        let day = try #require(Timestamp(parsing: "2026-06-01"))
        let rate = try #require(ExchangeRate(from: .eur, to: .usd, rate: "1.1", date: day, source: "ECB"))
        let euros = "provider,instance_type,region,eur_per_hour,spot_eur_per_hour\nh,cx,fsn1,0.1,0.05"
        let offering = try #require(try self.imported(offers: euros, types: nil, rate: rate).catalog.offerings.first)
        #expect(offering.onDemand == Money(nanos: 110_000_000, currency: .usd))
        #expect(offering.conversion(.spot)?.listed == Money(nanos: 50_000_000, currency: .eur))
        #expect(offering.conversion(.spot)?.rate.date == day)
        let kept = try #require(try self.imported(offers: euros, types: nil).catalog.offerings.first)
        #expect(kept.onDemand?.currency == .eur)
        #expect(throws: CatalogImportError.notConvertible(file: "offers.csv", line: 2, price: "0.1 USD")) {
            try self.imported(
                offers: "provider,instance_type,region,usd_per_hour\na,b,c,0.1",
                types: nil,
                rate: rate
            )
        }
    }

    static let bad: [(String, String, String)] = [
        (
            "usd_per_hour,spot_usd_per_hour", "usd_per_hr,spot_usd_per_hr",
            "'usd_per_hour' is missing; is 'usd_per_hr' meant?"
        ),
        ("instance_type", "instancetype", "'instance_type' is missing; is 'instancetype' meant?"),
        ("usd_per_hour,spot_usd", "usx_per_hour,spot_usx", "'usx', which is not a currency code"),
        ("usd_per_hour,spot_usd", "usd_per_hour,spot_eur", "different currencies"),
        ("spot_usd_per_hour", "eur_per_hour", "usd_per_hour and eur_per_hour are in different currencies"),
        ("0.1008", "-0.1", "offers.csv:2: usd_per_hour is '-0.1', expected a price of 0 or more"),
        ("3.423", "cheap", "offers.csv:5: spot_usd_per_hour is 'cheap', expected a price of 0 or more"),
        ("0.1008", "nan", "usd_per_hour is 'nan'"), ("2026-07-20", "July", "observed_on is 'July', expected a date"),
        ("aws,m7i.large,us-east-1,0.1,", "aws,,us-east-1,0.1,", "offers.csv:3: instance_type is empty"),
        ("source,observed_on", "source,source", "'source' appears twice"),
    ]

    @Test(arguments: bad)
    func `a bad offer is refused with file, line, column, value and what is allowed`(
        found: String,
        wrong: String,
        expected: String
    ) throws {
        let offers = Self.offers.replacing(found, with: wrong)
        #expect(offers != Self.offers)
        #expect { try self.imported(offers: offers) } throws: { "\($0)".contains(expected) }
    }

    @Test func `bad specifications, regions and egress are refused too`() throws {
        #expect {
            try self.imported(types: Self.types.replacing(",2,8.0,", with: ",two,8.0,"))
        } throws: {
            "\($0)" == "instance_types.csv:2: vcpus is 'two', expected a number of 0 or more"
        }
        #expect(throws: CatalogImportError.self) { try self.imported(types: Self.types.replacing("184", with: "-1")) }
        #expect { try self.imported(regions: "vendor,region_id\naws,us") } throws: { "\($0)".contains("'vendor_id'") }
        #expect { try self.imported(egress: "src,dst,cost\nus,internet,") } throws: {
            "\($0)" == "egress.csv:2: cost is empty"
        }
        #expect(throws: CatalogImportError.noRows(file: "offers.csv")) {
            try self.imported(offers: "provider,instance_type,region,usd_per_hour")
        }
        #expect(CatalogImportError.noRows(file: "a").description == "a: there is a header but no rows")
        #expect(
            CatalogImportError.notConvertible(file: "a", line: 2, price: "1 USD").description
                == "a:2: the price 1 USD cannot be converted at the given rate"
        )
    }
}
