import Foundation
import Testing

/// `berth catalog`: prices come in whole or not at all.
struct CatalogCommandTests {
    private static let offers = """
        provider,instance_type,region,usd_per_hour,spot_usd_per_hour
        aws,m7i.large,us-east-1,0.1008,0.04
        aws,m7i.xlarge,us-east-1,0.2016,
        gcp,e2-medium,us-central1,0.0335,0.01
        gcp,e2-small,us-central1,0.0168,
        azure,B2s,westeurope,0.048,
        """
    private static let types = """
        provider,instance_type,vcpus,memory_gib
        aws,m7i.large,2,8
        gcp,e2-small,2,2
        """

    private func imported() async throws -> Berth {
        let berth = try Berth()
        try berth.write("offers.csv", Self.offers)
        try berth.write("types.csv", Self.types)
        let answer = try await berth.run(
            "catalog",
            "import",
            "--offers",
            "offers.csv",
            "--types",
            "types.csv",
            "--observed-on",
            "2026-02-01",
            "--data-dir",
            "data"
        )
        #expect(answer.status == 0, "\(answer.messages)")
        return berth
    }

    private func names(_ answer: CommandAnswer) throws -> [String] {
        try #require(try answer.object()["offerings"] as? [[String: Any]]).compactMap { $0["instanceType"] as? String }
    }

    @Test func `offerings are listed by price, a page at a time`() async throws {
        let berth = try await self.imported()
        let first = try await berth.run("catalog", "show", "--limit", "2", "--json", "--data-dir", "data")
        #expect(try first.object()["total"] as? Int == 5)
        #expect(try first.object()["nextOffset"] as? Int == 2)
        #expect(try self.names(first) == ["e2-small", "e2-medium"])
        let second = try await berth.run(
            "catalog",
            "show",
            "--limit",
            "2",
            "--offset",
            "2",
            "--json",
            "--data-dir",
            "data"
        )
        #expect(try self.names(second) == ["B2s", "m7i.large"])
        let last = try await berth.run(
            "catalog",
            "show",
            "--limit",
            "2",
            "--offset",
            "4",
            "--json",
            "--data-dir",
            "data"
        )
        #expect(try self.names(last) == ["m7i.xlarge"])
        #expect(try last.object()["nextOffset"] == nil)
        let beyond = try await berth.run("catalog", "show", "--offset", "9", "--json", "--data-dir", "data")
        #expect(try self.names(beyond) == [])
        let text = try await berth.run("catalog", "show", "--limit", "2", "--data-dir", "data")
        #expect(text.lines.count == 2 && text.messages.contains("2 of 5; continue with --offset 2"))
    }

    @Test func `filters narrow the list`() async throws {
        let berth = try await self.imported()
        func show(_ options: String...) async throws -> [String] {
            try self.names(
                try await berth.start(["catalog", "show", "--json", "--data-dir", "data"] + options).answer()
            )
        }
        #expect(try await show("--type", "m7i.*") == ["m7i.large", "m7i.xlarge"])
        #expect(try await show("--market", "spot") == ["e2-medium", "m7i.large"])
        #expect(try await show("--max-price", "0.04") == ["e2-small", "e2-medium"])
        #expect(try await show("--provider", "gcp", "--order", "name") == ["e2-medium", "e2-small"])
    }

    @Test(arguments: ["-0.1", "free", "1e99"])
    func `a bad price leaves the catalog as it was`(price: String) async throws {
        let berth = try await self.imported()
        let before = try berth.text("data/catalog.json")
        try berth.write("offers.csv", Self.offers.replacing("0.0335", with: price))
        let answer = try await berth.run("catalog", "import", "--offers", "offers.csv", "--data-dir", "data")
        #expect(answer.status == 65, "\(answer.output)")
        #expect(answer.messages.contains("offers.csv:4") && answer.messages.contains(price), "\(answer.messages)")
        #expect(try berth.text("data/catalog.json") == before)
    }

    @Test func `a missing column is answered with the nearest one`() async throws {
        let berth = try Berth()
        try berth.write("offers.csv", Self.offers.replacing("instance_type", with: "instance_typ"))
        let answer = try await berth.run("catalog", "import", "--offers", "offers.csv", "--data-dir", "data")
        #expect(answer.status == 65)
        #expect(answer.messages.contains("instance_type") && answer.messages.contains("instance_typ"))
    }

    @Test func `without a catalog showing it says how to get one`() async throws {
        let berth = try Berth()
        try berth.write(
            "two.json",
            #"{"runId": "r", "provider": "e2b", "startedAt": "2026-02-01", "durationMs": 1, "costUSD": 0, "success": true}"#
        )
        let nothing = try await berth.run("catalog", "show", "--data-dir", "data")
        #expect(nothing.status == 66)
        #expect(
            try await berth.run(
                "runs",
                "import",
                "two.json",
                "--domains",
                Berth.domains,
                "--data-dir",
                "data"
            ).status == 0
        )
        let empty = try await berth.run("catalog", "show", "--data-dir", "data")
        #expect(empty.status == 66 && empty.messages.contains("berth catalog import"))
    }

    @Test func `the built-in sandboxes say where each figure is from`() async throws {
        let answer = try await Berth().run("catalog", "sandboxes")
        #expect(answer.status == 0)
        #expect(answer.lines.contains { $0.hasPrefix("e2b") })
        #expect(answer.lines.contains { $0.hasPrefix("  from ") })
        #expect(try await Berth().run("catalog", "sandboxes", "--json").list().count == 9)
    }

    @Test(arguments: [
        ["catalog", "import"], ["catalog", "import", "--offers", "a.csv", "--skypilot", "b.csv"],
        ["catalog", "import", "--skypilot", "b.csv"], ["catalog", "show", "--limit", "0"],
        ["catalog", "show", "--offset", "-1"], ["catalog", "show", "--market", "black"],
    ])
    func `wrong options are wrong usage`(arguments: [String]) async throws {
        #expect(try await Berth().start(arguments).answer().status == 64)
    }
}
