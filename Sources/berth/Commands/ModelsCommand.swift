internal import ArgumentParser
internal import Persistence
internal import Placement
internal import Registry

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Shows registered models.",
        subcommands: [List.self, Show.self]
    )
}

extension ModelsCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists every model's versions, the newest last.",
            discussion: """
                Example:
                  berth models list --json
                """
        )

        @OptionGroup var data: DataOptions

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        func run() throws {
            try reporting {
                let store = FolderModelStore(try self.data.open(for: .reading))
                let records = try store.names().flatMap { try store.versions(of: $0) }
                if self.json { return try Console.json(records) }
                guard !records.isEmpty else { return Console.result("no models yet; berth train makes one") }
                for record in records {
                    Console.result(
                        "\(record.id.name) \(record.id.version)  \(record.createdAt)  \(record.trainingRuns.count) runs"
                    )
                }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one model: lineage, held-out figures, and what it could not learn.",
            discussion: """
                Examples:
                  berth models show sandbox
                  berth models show sandbox v1.2.0 --json
                """
        )

        @OptionGroup var data: DataOptions

        @Argument(help: "The model's name: its domain.")
        var name: String

        @Argument(help: "A version such as v1.2.0; the latest by default.")
        var version: String?

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        func run() throws {
            try reporting {
                let store = FolderModelStore(try self.data.open(for: .reading))
                let latest = try store.latest(of: self.name)?.id.version ?? .first
                let version = try self.version.map { try SemanticVersion(parsing: $0) } ?? latest
                let id = ModelVersion.ID(name: self.name, version: version)
                let record = try store.version(id)
                // Reading the artifact proves that it is the registered one.
                _ = try store.artifact(of: id)
                if self.json { try Console.json(record) } else { Console.result(ModelCard(record).text) }
            }
        }
    }
}
