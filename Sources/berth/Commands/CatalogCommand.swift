internal import ArgumentParser
internal import Catalog
internal import Foundation
internal import Interop
internal import Persistence
internal import Placement
internal import Tables

extension Offering.Market: ExpressibleByArgument {}
extension CatalogQuery.Order: ExpressibleByArgument {}

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "Imports and shows prices of places to run.",
        subcommands: [Import.self, Show.self, Sandboxes.self]
    )
}

extension CatalogCommand {
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Imports instance types and prices into the catalog; existing offerings are replaced.",
            discussion: """
                Two layouts are read: tables of offers and instance types, and SkyPilot's catalog of one provider. A \
                file with an error leaves the catalog unchanged.

                Examples:
                  berth catalog import --offers offers.csv --types instance_types.csv
                  berth catalog import --skypilot aws/vms.csv --provider aws
                """
        )

        @OptionGroup var data: DataOptions

        @Option(name: .long, help: "Offers: provider, instance_type, region, usd_per_hour, spot_usd_per_hour.")
        var offers: String?

        @Option(name: .long, help: "Specifications: provider, instance_type, vcpus, memory_gib, ….")
        var types: String?

        @Option(name: .long, help: "Known regions, to detect offers in unknown ones.")
        var regions: String?

        @Option(name: .long, help: "SkyPilot's CSV for one provider.")
        var skypilot: String?

        @Option(name: .long, help: "The provider of --skypilot.")
        var provider: String?

        @Option(name: .long, help: "Currency of SkyPilot's prices.")
        var currency = "USD"

        @Option(name: .long, help: "The date of the prices, such as 2026-11-21; by default, today.")
        var observedOn: String?

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        func validate() throws {
            guard (self.offers == nil) != (self.skypilot == nil) else {
                throw ValidationError("Give either --offers or --skypilot.")
            }
            if self.skypilot != nil, self.provider == nil { throw ValidationError("--skypilot needs --provider.") }
        }

        func run() throws {
            try reporting {
                let imported = try self.imported()
                let store = FolderCatalogStore(try self.data.open(for: .writing))
                let merged = try store.load()?.merging(imported.catalog) ?? imported.catalog
                try store.save(merged)
                if self.json { try Console.json(imported.report) } else { Console.result("\(imported.report)") }
            }
        }

        private func imported() throws -> CatalogImport {
            let observed = try self.observedOn.map { text in
                guard let day = Timestamp(parsing: text) else {
                    throw ValidationError("--observed-on takes a day such as 2026-11-21, not '\(text)'.")
                }
                return day
            }
            if let offers = self.offers {
                return try CatalogTables(
                    offers: try Self.source(offers),
                    types: try self.types.map(Self.source),
                    regions: try self.regions.map(Self.source),
                    egress: nil,
                    observedOn: observed ?? .now(),
                    rate: nil
                ).imported()
            }
            guard let path = self.skypilot, let provider = self.provider, let currency = Currency(self.currency) else {
                throw ValidationError("--currency takes a code of three capital letters, not '\(self.currency)'.")
            }
            return try SkyPilotCatalog(
                provider: Provider.ID(provider),
                table: try Self.source(path),
                currency: currency,
                observedOn: observed ?? .now(),
                rate: nil
            ).imported()
        }

        private static func source(_ path: String) throws -> SourceTable {
            SourceTable(try Files.table(path), name: path)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists offerings in the imported catalog, cheapest first.",
            discussion: """
                Patterns may contain * and ?.

                Examples:
                  berth catalog show --provider aws --type 'c7*' --limit 10
                  berth catalog show --gpu 'H100*' --market spot --json
                """
        )

        @OptionGroup var data: DataOptions

        @Option(name: .long, help: "A provider's id.")
        var provider: String?

        @Option(name: .long, help: "A pattern for instance types.")
        var type: String?

        @Option(name: .long, help: "A pattern for regions.")
        var region: String?

        @Option(name: .long, help: "any, none, or a pattern for GPU models.")
        var gpu: String?

        @Option(name: .long, help: "onDemand or spot.")
        var market: Offering.Market = .onDemand

        @Option(name: .long, help: "The highest hourly price, in US dollars.")
        var maxPrice: Double?

        @Option(name: .long, help: "price or name.")
        var order: CatalogQuery.Order = .price

        @Option(name: .long, help: "Skip this many.")
        var offset = 0

        @Option(name: .long, help: "Show at most this many.")
        var limit = 20

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        private struct Row: Encodable {
            let provider: String
            let instanceType: String
            let region: String
            let perHour: Double
            let currency: String
            let vcpus: Double?
            let memoryGiB: Double?
            let gpu: String?
            let observedOn: String?
        }

        private struct OfferingList: Encodable {
            let total: Int
            let nextOffset: Int?
            let offerings: [Row]
        }

        func validate() throws {
            guard self.offset >= 0, (1...10_000).contains(self.limit) else {
                throw ValidationError("--offset takes a number 0 or greater, --limit one from 1 to 10000.")
            }
        }

        func run() throws {
            try reporting {
                guard let catalog = try FolderCatalogStore(try self.data.open(for: .reading)).load() else {
                    throw CommandFailure(
                        kind: .missingInput,
                        message: "no catalog yet; import one with berth catalog import"
                    )
                }
                let page = self.query.page(of: catalog)
                let rows = page.matches.map { match in
                    Row(
                        provider: "\(match.offering.type.provider)",
                        instanceType: match.offering.type.name,
                        region: match.offering.region,
                        perHour: match.perHour.units,
                        currency: match.perHour.currency.code,
                        vcpus: match.type?.vcpus,
                        memoryGiB: match.type?.memoryGiB,
                        gpu: match.type?.gpu?.model,
                        observedOn: match.offering.origin.date.map { String($0.description.prefix(10)) }
                    )
                }
                if self.json {
                    return try Console.json(
                        OfferingList(total: page.total, nextOffset: page.nextOffset, offerings: rows)
                    )
                }
                for row in rows {
                    let size =
                        "\(row.vcpus.map(Figure.short) ?? "?") vCPU, \(row.memoryGiB.map(Figure.short) ?? "?") GiB"
                    let gpu = row.gpu.map { ", \($0)" } ?? ""
                    Console.result(
                        "\(row.provider)/\(row.instanceType) \(row.region)  \(Figure.short(row.perHour)) "
                            + "\(row.currency)/h  \(size)\(gpu)"
                    )
                }
                let more = page.nextOffset.map { "; continue with --offset \($0)" } ?? ""
                Console.message("\(rows.count) of \(page.total)\(more)")
            }
        }

        private var query: CatalogQuery {
            let gpu: CatalogQuery.GPUFilter =
                switch self.gpu {
                case nil: .any
                case "any": .with
                case "none": .without
                case let model?: .model(Glob(model))
                }
            return CatalogQuery(
                provider: self.provider.map { Provider.ID($0) },
                type: self.type.map { Glob($0) },
                region: self.region.map { Glob($0) },
                gpu: gpu,
                market: self.market,
                mostPerHour: self.maxPrice.flatMap { Money($0, currency: .usd) },
                order: self.order,
                offset: self.offset,
                limit: self.limit
            )
        }
    }

    struct Sandboxes: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the built-in catalog of sandbox providers: how they bill, and the source of each figure.",
            discussion: """
                Example:
                  berth catalog sandboxes --json
                """
        )

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        func run() throws {
            try reporting {
                let catalog = try SandboxCatalog.builtIn()
                let targets = try catalog.targets(pricedBy: .busyPair)
                if self.json { return try Console.json(targets.map(\.target)) }
                for (sandbox, priced) in zip(catalog.sandboxes, targets) {
                    let price = priced.target.attributes["pricePerHour"]?.number
                    Console.result(
                        "\(sandbox.id)" + (price.map { "  \(Figure.short($0)) USD/h for 2 vCPU, 4 GiB" } ?? "")
                    )
                    for charge in sandbox.basis.charges { Console.result("  \(charge.meter): \(charge.price)") }
                    for origin in sandbox.priceOrigins {
                        let date = origin.date.map { String($0.description.prefix(10)) } ?? "no date"
                        Console.result("  from \(origin.source), \(date)")
                    }
                }
            }
        }
    }
}
