import Declarations
import Foundation
import Placement
import Testing

@testable import Catalog

@Suite struct SandboxCatalogTests {
    private static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the text in the program is the file in the repository`() throws {
        let file = Self.packageRoot.appending(path: "catalogs/sandbox.yaml")
        #expect(try SandboxCatalog.builtInText == String(contentsOf: file, encoding: .utf8))
    }

    @Test func `every built-in figure has a dated origin`() throws {
        let catalog = try SandboxCatalog.builtIn()
        #expect(
            catalog.sandboxes.map(\.id.description) == [
                "aws-lambda", "cloudflare", "daytona", "daytona-h100", "e2b", "gcp-cloud-run-functions", "modal",
                "modal-t4", "vercel",
            ]
        )
        for sandbox in catalog.sandboxes {
            let origins = sandbox.priceOrigins + [sandbox.limits.origin] + [sandbox.startUp?.origin].compactMap(\.self)
            #expect(sandbox.priceOrigins.count == sandbox.basis.charges.count)
            #expect(origins.allSatisfy { $0.date != nil && !$0.source.isEmpty })
        }
    }

    @Test func `built-in bills come out as worked by hand`() throws {
        let catalog = try SandboxCatalog.builtIn()
        // 30 s on 2 vCPU with 4 GiB and 10 GB of disk, cores busy for 6 s, start of 0.1 s, nothing sent.
        let run = try usage(wall: 30, active: .seconds(6), vcpus: 2, memory: 4, disk: 10, startUp: 0.1)
        let expected: [String: Int64] = [
            // 30 × (2 × 0.000014 + 4 × 0.0000045) = 0.00138
            "e2b": 1_380_000, "daytona": 1_380_000,
            // 30 × (2 × 0.00001971 + 4 × 0.00000667) = 0.001983
            "modal": 1_983_000,
            // 0.001983 + 30 × 0.000164 = 0.006903
            "modal-t4": 6_903_000,
            // 30 s of 5.9732 an hour = 0.04977666…
            "daytona-h100": 49_776_667,
            // 6 × 0.128 / 3600 + 60 × 4 × 0.0212 / 3600 + 0.0000006 = 0.00162726666…
            "vercel": 1_627_267,
            // 6 × 0.00002 + 30.1 × (4 × 0.0000025 + 10 × 0.00000007) = 0.00044207
            "cloudflare": 442_070,
            // 30.1 × 4 × 0.0000166667 + 0.0000002 = 0.00200687068
            "aws-lambda": 2_006_871,
            // 30.1 × (2 × 0.000024 + 4 × 0.0000025) + 0.0000004 = 0.0017462
            "gcp-cloud-run-functions": 1_746_200,
        ]
        for sandbox in catalog.sandboxes {
            #expect(try sandbox.basis.cost(of: run).nanos == expected[sandbox.id.description], "\(sandbox.id)")
        }
    }

    @Test func `sandboxes become targets with what is known and nothing else`() throws {
        let catalog = try SandboxCatalog.builtIn()
        let targets = try catalog.targets(pricedBy: .busyPair)
        #expect(targets.count == catalog.sandboxes.count)
        let vercel = try #require(targets.first { $0.target.id == Target.ID("vercel") })
        let attributes = vercel.target.attributes
        #expect(attributes["provider"] == "vercel")
        #expect(attributes["region"] == "iad1")
        #expect(attributes["maxVCPU"] == 8)
        #expect(attributes["maxMemoryMB"] == 16384)
        #expect(attributes["gpu"] == false)
        #expect(attributes["languages"] == .list(["javascript", "python"]))
        #expect(attributes["priceReading"] == "thirdParty")
        #expect(attributes["priceDate"] == "2025-11-26T00:00:00Z")
        #expect(abs(try #require(attributes["startupSeconds"]?.number) - 0.3) < 1e-12)
        // 2 × 0.128 + 4 × 0.0212 + 0.0000006
        #expect(attributes["pricePerHour"] == 0.3408006)
        let e2b = try #require(targets.first { $0.target.id == Target.ID("e2b") })
        #expect(e2b.target.attributes["priceReading"] == "vendor")
        #expect(e2b.target.attributes["region"] == nil)
        let h100 = try #require(targets.first { $0.target.id == Target.ID("daytona-h100") })
        #expect(h100.target.attributes["gpuModel"] == "H100")
        #expect(h100.target.attributes["startupSeconds"] == nil)
        let day = try #require(Timestamp(parsing: "2026-11-21"))
        let row = try e2b.priceRow(discounts: [], at: day)
        #expect(row.basis == catalog[Target.ID("e2b")]?.basis)
        #expect(catalog[Target.ID("nowhere")] == nil)
    }

    @Test func `a target says how its provider bills`() throws {
        let targets = try SandboxCatalog.builtIn().targets(pricedBy: .busyPair)
        func attributes(_ id: String) throws -> [String: Value] {
            try #require(targets.first { $0.target.id == Target.ID(id) }).target.attributes
        }
        let vercel = try attributes("vercel")
        #expect(vercel["sandbox"] == "vercel")
        #expect(vercel["onlyLanguages"] == "javascript,python")
        #expect(vercel["memoryMBPerVCPU"] == 2048)
        #expect(vercel["billsActiveCPU"] == true)
        #expect(vercel["billsStart"] == false)
        #expect(vercel["leastBilledSeconds"] == 60)
        #expect(vercel["pricePerVCPUHour"] == 0.128)
        #expect(vercel["pricePerGiBHour"] == 0.0212)
        #expect(vercel["pricePerStart"] == 0.000_000_6)
        #expect(vercel["pricePerGBSent"] == 0.15)
        #expect(vercel["pricePerWallHour"] == nil)
        #expect(try attributes("daytona-h100")["pricePerWallHour"] == 5.9732)
        #expect(try abs(#require(attributes("aws-lambda")["pricePerGiBHour"]?.number) - 0.060_000_12) < 1e-12)
        #expect(try attributes("aws-lambda")["pricePerVCPUHour"] == nil)
        #expect(try attributes("aws-lambda")["billsStart"] == true)
    }

    @Test func `memory sold with virtual CPUs is reserved with them`() throws {
        let catalog = try SandboxCatalog.builtIn()
        let lambda = try #require(catalog[Target.ID("aws-lambda")])
        #expect(lambda.reservedMemoryMB(vcpus: 2, memoryMB: 512) == 3538)
        #expect(lambda.reservedMemoryMB(vcpus: 1, memoryMB: 4096) == 4096)
        #expect(try #require(catalog[Target.ID("e2b")]).reservedMemoryMB(vcpus: 2, memoryMB: 512) == 512)
    }

    @Test func `a repriced sandbox bills its share and stays the same otherwise`() throws {
        let e2b = try #require(try SandboxCatalog.builtIn()[Target.ID("e2b")])
        let halved = try e2b.repriced(by: 0.5)
        let run = try usage(wall: 30, active: .seconds(6), vcpus: 2, memory: 4, disk: 10, startUp: 0.1)
        #expect(try halved.basis.cost(of: run).nanos == 690_000)
        #expect(halved.limits == e2b.limits)
        #expect(try halved.target(pricedBy: .busyPair).target.attributes["pricePerVCPUHour"] == 0.0252)
    }

    private static let sound = """
        format: berth-sandboxes
        version: 1
        origins:
          here: {source: a page, date: 2026-01-01, dated: stated, reading: vendor}
        sandboxes:
          one:
            provider: one
            name: One
            limits: {vcpus: 2, origin: here}
            startUp: {lowSeconds: 1, highSeconds: 2, origin: here}
            billing:
              currency: USD
              startUp: free
              rounding: {stepSeconds: 1, minimumSeconds: 0}
              charges: [{meter: egress, price: 0.5, per: one, origin: here}]
              includedEgressGB: 1
        """

    @Test func `egress included in a declaration is free`() throws {
        let catalog = try SandboxCatalog(Declaration(yaml: Self.sound, file: "s.yaml"))
        #expect(try catalog.sandboxes[0].basis.cost(of: usage(egress: 3e9)).nanos == 1_000_000_000)
    }

    @Test(arguments: [
        ("berth-sandboxes", "berth-sandbox", "expected berth-sandboxes"),
        ("version: 1", "version: 2", "a whole number from 1 to 1"),
        ("meter: egress", "meter: egres", "did you mean 'egress'?"),
        ("limits: {vcpus: 2, origin: here}", "limits: {vcpus: 2, origin: hre}", "did you mean 'here'?"),
        ("limits: {vcpus: 2, origin: here}", "limits: {vcpus: -2, origin: here}", "a number from"),
        ("limits: {vcpus: 2, origin: here}", "limits: {vcpus: 2}", "'origin' is missing"),
        ("highSeconds: 2", "highSeconds: 0.5", "a number from 1 to"),
        ("per: one", "per: hour", "egress cannot be priced per hour"),
        ("price: 0.5", "price: cheap", "a price of 0 or more"),
        ("currency: USD", "currency: USDD", "ISO 4217"),
        ("stepSeconds: 1", "stepSeconds: 0", "a number from"),
        ("stepSeconds: 1", "stepSeconds: nan", "a number from"),
        ("limits: {vcpus: 2, origin: here}", "memoryPerVCPU: {memoryMB: 0, origin: here}", "a number from"),
        ("date: 2026-01-01", "date: lately", "a date such as"),
        ("reading: vendor", "reading: rumour", "one of vendor, thirdParty, measured"),
        ("name: One", "nam: One", "did you mean 'name'?"),
    ])
    func `a wrong declaration is refused with its place and what is allowed`(
        found: String,
        wrong: String,
        expected: String
    ) throws {
        let yaml = Self.sound.replacing(found, with: wrong)
        #expect(yaml != Self.sound)
        #expect {
            try SandboxCatalog(Declaration(yaml: yaml, file: "s.yaml"))
        } throws: {
            "\($0)".hasPrefix("s.yaml:") && "\($0)".contains(expected)
        }
    }
}
