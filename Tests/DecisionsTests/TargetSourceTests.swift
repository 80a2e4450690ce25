import BerthTesting
import Catalog
import Decisions
import Domains
import Engine
import Placement
import Testing

struct TargetSourceTests {
    private static let history = """
        history:
          filter: gpu_count == 0
          workload: {key: {job: job}}
          target:
            id: {provider: provider, type: instance_type}
            describe:
              cores: number(vcpus)
              memory_gib: number(memory_gib)
              price: number(usd_per_hour)
              disk: number(local_storage_gb)
          measured: [seconds]
          outcome:
            time: {value: seconds, unit: s}
            cost: {value: usd_per_hour * seconds / 3600, currency: USD}
        """

    private static func domain(_ catalog: String, history: Bool = true, currency: String = "USD") throws -> Domain {
        try Domain(
            yaml: """
                domain: small
                currency: \(currency)
                features: {cores: {from: target.cores}}
                catalog: \(catalog)

                """ + (history ? Self.history : ""),
            file: "small.yaml"
        )
    }

    private static func type(_ name: String, vcpus: Double, gpu: Double? = nil) -> InstanceType {
        InstanceType(
            id: InstanceType.ID(provider: Provider.ID("aws"), name: name),
            family: nil,
            vcpus: vcpus,
            memoryGiB: 2 * vcpus,
            architecture: "x86_64",
            cpuModel: nil,
            cpuAllocation: nil,
            gpu: gpu.map { InstanceType.GPU(model: "T4", count: $0, memoryGiB: 16) },
            localStorageGB: nil,
            networkGbps: 5
        )
    }

    private static func offering(_ type: String, _ region: String, cents: Int64?, spot: Int64? = nil) -> Offering {
        Offering(
            type: InstanceType.ID(provider: Provider.ID("aws"), name: type),
            region: region,
            onDemand: cents.map { Money(nanos: $0 * 10_000_000, currency: .usd) },
            spot: spot.map { Money(nanos: $0 * 10_000_000, currency: .usd) },
            spotZone: nil,
            converted: nil,
            origin: Origin(source: "test", date: nil, dated: .stated, reading: .thirdParty)
        )
    }

    private static let catalog = OfferingCatalog(
        types: [Self.type("c1", vcpus: 4), Self.type("g1", vcpus: 8, gpu: 1)],
        offerings: [
            Self.offering("c1", "eu", cents: 20, spot: 5), Self.offering("c1", "us", cents: 17),
            Self.offering("c1", "ap", cents: nil, spot: 4), Self.offering("g1", "us", cents: 50),
            Self.offering("unspecified", "us", cents: 9),
        ],
        egress: []
    )

    private static func targets(_ domain: Domain, _ catalog: OfferingCatalog? = Self.catalog) async throws
        -> TargetTable
    {
        try await TargetSources(runs: nil, offerings: { catalog }).source(of: domain).targets(at: Small.moment)
    }

    @Test func `offerings have the attributes that the history gives to targets`() async throws {
        let targets = Array(try await Self.targets(try Self.domain("offerings")))
        #expect(targets.map(\.id.description) == ["aws/c1/eu/onDemand", "aws/c1/us/onDemand"])
        #expect(
            targets.first?.attributes == [
                "provider": "aws", "type": "c1", "cores": 4, "memory_gib": 8, "price": 0.2, "region": "eu",
                "market": "onDemand",
            ]
        )
    }

    @Test func `without a history they have the catalog's own`() async throws {
        let targets = try await Self.targets(try Self.domain("offerings", history: false))
        #expect(targets.count == 4)
        #expect(targets[0].attributes["vcpus"] == 4 && targets[0].attributes["pricePerHour"] == 0.2)
    }

    @Test func `prices in another currency, and no catalog, give no targets`() async throws {
        #expect(try await Self.targets(try Self.domain("offerings", history: false, currency: "EUR")).isEmpty)
        #expect(try await Self.targets(try Self.domain("offerings"), nil).isEmpty)
    }

    @Test func `every word of a domain file has a source`() async throws {
        #expect(try await Self.targets(try Self.domain("sandboxes")).count > 5)
        #expect(try await Self.targets(try Self.domain("runs")).isEmpty)
        #expect(try await Self.targets(try Self.domain("nodes")).isEmpty)
        let nodes = TargetSources(runs: nil, nodes: SandboxTargets()).source(of: try Self.domain("nodes"))
        #expect(try await nodes.targets(at: Small.moment).count > 5)
    }

    @Test func `a table's version changes with its content alone`() async throws {
        let domain = try Self.domain("offerings")
        let version = try await Self.targets(domain).version
        #expect(version.count == 64)
        #expect(try await Self.targets(domain).version == version)
        let dearer = Self.catalog.merging(
            OfferingCatalog(types: [], offerings: [Self.offering("c1", "us", cents: 18)], egress: [])
        )
        #expect(try await Self.targets(domain, dearer).version != version)
    }
}
