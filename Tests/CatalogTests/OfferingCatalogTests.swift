import Catalog
import Foundation
import Placement
import Testing

@Suite struct OfferingCatalogTests {
    static let day = Timestamp(parsing: "2026-07-20")
    static let origin = Origin(source: "list", date: day, dated: .stated, reading: .thirdParty)

    static func offering(
        _ provider: String,
        _ type: String,
        _ region: String,
        onDemand: Int64?,
        spot: Int64? = nil,
        currency: Currency = .usd
    ) -> Offering {
        Offering(
            type: .init(provider: Provider.ID(provider), name: type),
            region: region,
            onDemand: onDemand.map { Money(nanos: $0 * 1_000_000, currency: currency) },
            spot: spot.map { Money(nanos: $0 * 1_000_000, currency: currency) },
            spotZone: spot == nil ? nil : "\(region)-a",
            converted: nil,
            origin: origin
        )
    }

    static func type(
        _ provider: String,
        _ name: String,
        vcpus: Double? = 2,
        gpu: InstanceType.GPU? = nil
    ) -> InstanceType {
        InstanceType(
            id: .init(provider: Provider.ID(provider), name: name),
            family: "f",
            vcpus: vcpus,
            memoryGiB: 4,
            architecture: "x86_64",
            cpuModel: nil,
            cpuAllocation: "dedicated",
            gpu: gpu,
            localStorageGB: nil,
            networkGbps: 10
        )
    }

    let catalog = OfferingCatalog(
        types: [
            type("gcp", "a2", gpu: .init(model: "A100", count: 1, memoryGiB: 40)), type("aws", "m7"),
            type("aws", "g6f", gpu: .init(model: "L4", count: 0, memoryGiB: 5.6)),
        ],
        offerings: [
            offering("gcp", "a2", "us-central1", onDemand: 3000, spot: 1200),
            offering("aws", "m7", "us-east-1", onDemand: 100),
            offering("aws", "m7", "eu-west-1", onDemand: 110, spot: 40),
            offering("aws", "g6f", "us-east-1", onDemand: 300),
            offering("verda", "b200", "FIN-03", onDemand: nil, spot: 3423),
            offering("hetzner", "cx", "fsn1", onDemand: 90, currency: .eur),
        ],
        egress: [
            EgressPrice(
                provider: Provider.ID("aws"),
                region: "us-east-1",
                destination: EgressPrice.internet,
                perGB: Money(nanos: 90_000_000, currency: .usd)
            )
        ]
    )

    @Test func `the order is fixed and the later of two entries stays`() {
        let later = Self.offering("aws", "m7", "us-east-1", onDemand: 99)
        let merged = self.catalog.merging(OfferingCatalog(types: [], offerings: [later], egress: []))
        #expect(merged.offerings.count == self.catalog.offerings.count)
        #expect(merged.offerings.contains(later))
        #expect(
            merged.offerings.map { "\($0.type)/\($0.region)" } == [
                "aws/g6f/us-east-1", "aws/m7/eu-west-1", "aws/m7/us-east-1", "gcp/a2/us-central1",
                "hetzner/cx/fsn1", "verda/b200/FIN-03",
            ]
        )
        #expect(merged.type(.init(provider: Provider.ID("aws"), name: "m7"))?.vcpus == 2)
        #expect(merged.type(.init(provider: Provider.ID("aws"), name: "m8")) == nil)
        #expect(OfferingCatalog.empty.type(.init(provider: Provider.ID("aws"), name: "m7")) == nil)
        #expect(!Self.type("a", "b", vcpus: nil).isSpecified)
    }

    @Test func `a stored catalog reads back the same, and the same catalog gives the same bytes`() throws {
        let day = try #require(Self.day)
        let rate = try #require(ExchangeRate(from: .eur, to: .usd, rate: "1.1", date: day, source: "ECB"))
        let converted = try #require(
            Self.offering("scaleway", "gp", "fr-par", onDemand: 100, spot: 50, currency: .eur).converted(at: rate)
        )
        let catalog = self.catalog.merging(OfferingCatalog(types: [], offerings: [converted], egress: []))
        let data = try CatalogFile.encode(catalog)
        #expect(try CatalogFile.decode(data) == catalog)
        #expect(try CatalogFile.encode(CatalogFile.decode(data)) == data)
        let shuffled = OfferingCatalog(
            types: catalog.types.reversed(),
            offerings: catalog.offerings.reversed(),
            egress: catalog.egress
        )
        #expect(try CatalogFile.encode(shuffled) == data)
        #expect(try CatalogFile.decode(CatalogFile.encode(.empty)) == .empty)
    }

    @Test(arguments: [
        ("\"version\":1", "\"version\":2", "version 2"), ("berth-catalog", "other", "expected 'berth-catalog'"),
        ("\"origin\":[0,", "\"origin\":[7,", "row 0 of column 'origin'"),
        ("\"origin\":[0,", "\"origin\":[", "column 'origin'"), ("{", "", "not a stored catalog"),
        ("\"region\":[0,", "\"region\":[-1,", "column 'region'"),
    ])
    func `a damaged stored catalog is refused`(found: String, wrong: String, expected: String) throws {
        let text = try #require(String(data: CatalogFile.encode(self.catalog), encoding: .utf8))
        let damaged = text.replacing(found, with: wrong, maxReplacements: 1)
        #expect(damaged != text)
        #expect { try CatalogFile.decode(Data(damaged.utf8)) } throws: { "\($0)".contains(expected) }
    }

    private func query(
        provider: String? = nil,
        type: String? = nil,
        region: String? = nil,
        gpu: CatalogQuery.GPUFilter = .any,
        market: Offering.Market = .onDemand,
        most: Money? = nil,
        order: CatalogQuery.Order = .price,
        offset: Int = 0,
        limit: Int = 10
    ) -> CatalogQuery.Page {
        CatalogQuery(
            provider: provider.map { Provider.ID($0) },
            type: type.map { Glob($0) },
            region: region.map { Glob($0) },
            gpu: gpu,
            market: market,
            mostPerHour: most,
            order: order,
            offset: offset,
            limit: limit
        ).page(of: self.catalog)
    }

    private func names(_ page: CatalogQuery.Page) -> [String] {
        page.matches.map { "\($0.offering.type.name)@\($0.offering.region)" }
    }

    @Test func `queries filter, sort and page`() {
        #expect(
            self.names(self.query()) == ["cx@fsn1", "m7@us-east-1", "m7@eu-west-1", "g6f@us-east-1", "a2@us-central1"]
        )
        #expect(self.names(self.query(order: .name)).first == "g6f@us-east-1")
        #expect(self.names(self.query(provider: "aws", type: "M?", region: "eu-*")) == ["m7@eu-west-1"])
        #expect(self.names(self.query(market: .spot)) == ["m7@eu-west-1", "a2@us-central1", "b200@FIN-03"])
        #expect(self.names(self.query(gpu: .with)) == ["a2@us-central1"])
        #expect(self.names(self.query(gpu: .without)) == ["m7@us-east-1", "m7@eu-west-1", "g6f@us-east-1"])
        #expect(self.names(self.query(gpu: .model(Glob("*100")))) == ["a2@us-central1"])
        #expect(
            self.names(self.query(most: Money(nanos: 100_000_000, currency: .usd))) == ["m7@us-east-1"]
        )
        let first = self.query(limit: 2)
        #expect(first.total == 5)
        #expect(first.nextOffset == 2)
        let last = self.query(offset: 4, limit: 2)
        #expect(self.names(last) == ["a2@us-central1"])
        #expect(last.nextOffset == nil)
        #expect(self.query(offset: 50, limit: -1).matches.isEmpty)
    }

    @Test(arguments: [
        ("*", "", true), ("", "", true), ("", "a", false), ("m7*", "M7i.large", true), ("*large", "m7i.xlarge", true),
        ("m?i", "m7i", true), ("m?i", "m77i", false), ("a*b*c", "aXbXbXc", true), ("a*b*c", "aXbX", false),
        ("**", "x", true),
    ])
    func `a glob matches whole names`(pattern: String, name: String, expected: Bool) {
        #expect(Glob(pattern).matches(name) == expected)
    }

    @Test func `an offering becomes a target in each market that has a price`() throws {
        let spot = try #require(
            try self.catalog.target(for: self.catalog.offerings[3], market: .spot, rounding: .secondAfterMinute)
        )
        #expect(spot.target.id == Target.ID("gcp/a2/us-central1/spot"))
        #expect(spot.target.attributes["pricePerHour"] == 1.2)
        #expect(spot.target.attributes["gpuModel"] == "A100")
        #expect(spot.target.attributes["memoryMB"] == 4096)
        #expect(spot.target.attributes["gpu"] == true)
        #expect(spot.scope.family == "f")
        // A minute at 1.20 an hour.
        #expect(try spot.basis.cost(of: usage(wall: 5)).nanos == 20_000_000)
        let unspecified = try #require(
            try self.catalog.target(for: self.catalog.offerings[5], market: .spot, rounding: .second)
        )
        #expect(unspecified.target.attributes["gpu"] == nil)
        #expect(try self.catalog.target(for: self.catalog.offerings[5], market: .onDemand, rounding: .second) == nil)
    }

    @Test func `a converted offering keeps the listed price, the rate and its date`() throws {
        let day = try #require(Self.day)
        let rate = try #require(ExchangeRate(from: .eur, to: .usd, rate: "1.1", date: day, source: "ECB"))
        let listed = Self.offering("scaleway", "gp", "fr-par", onDemand: 100, currency: .eur)
        let converted = try #require(listed.converted(at: rate))
        #expect(converted.onDemand == Money(nanos: 110_000_000, currency: .usd))
        #expect(converted.cheapestPerHour == converted.onDemand)
        #expect(
            converted.conversion(.onDemand) == Conversion(listed: Money(nanos: 100_000_000, currency: .eur), rate: rate)
        )
        #expect(converted.conversion(.spot) == nil)
        #expect(listed.conversion(.onDemand) == nil)
        #expect(Self.offering("aws", "m7", "us", onDemand: 1).converted(at: rate) == nil)
        #expect(Self.offering("aws", "m7", "us", onDemand: nil, spot: 1).converted(at: rate) == nil)
    }
}
