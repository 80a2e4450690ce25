internal import ArgumentParser
internal import Foundation
internal import Persistence
internal import Placement
internal import Registry

struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Shows registered models.",
        subcommands: [List.self, Show.self, Export.self]
    )
}

extension ModelsCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the versions of every model, newest last.",
            discussion: """
                Example:
                  berth models list --json
                """
        )

        @OptionGroup var data: DataOptions

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        func run() async throws {
            try await reporting {
                let store = try await self.data.models()
                var records: [ModelVersion] = []
                for name in try await store.names() { records += try await store.versions(of: name) }
                if self.json { return try Console.json(records) }
                guard !records.isEmpty else { return Console.result("no models yet; create one with berth train") }
                for record in records {
                    Console.result(
                        "\(record.id.name) \(record.id.version)  \(record.createdAt)  \(record.trainingRuns.count) runs"
                    )
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one model: lineage, held-out figures, and what it could not learn.",
            discussion: """
                Examples:
                  berth models show sandbox
                  berth models show sandbox v1.2.0 --json
                """
        )

        @OptionGroup var data: DataOptions

        @Argument(help: "The model's name, which is that of its domain.")
        var name: String

        @Argument(help: "A version such as v1.2.0; by default, the latest.")
        var version: String?

        @Flag(name: .long, help: "JSON instead of text.")
        var json = false

        func run() async throws {
            try await reporting {
                let store = try await self.data.models()
                let latest = try await store.latest(of: self.name)?.id.version ?? .first
                let version = try self.version.map { try SemanticVersion(parsing: $0) } ?? latest
                let id = ModelVersion.ID(name: self.name, version: version)
                let record = try await store.version(id)
                // Reading the artifact proves that it is the registered one.
                _ = try await store.artifact(of: id)
                if self.json { try Console.json(record) } else { Console.result(ModelCard(record).text) }
            }
        }
    }
}

extension ModelsCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a model file to standard output, for programs that use the library.",
            discussion: """
                Nothing is written unless the file matches its registered hash.

                Example:
                  berth models export sandbox v1.2.0 > model.json
                """
        )

        @OptionGroup var data: DataOptions

        @Argument(help: "The model's name, which is that of its domain.")
        var name: String

        @Argument(help: "A version such as v1.2.0; by default, the latest.")
        var version: String?

        func run() async throws {
            try await reporting {
                let store = try await self.data.models()
                let latest = try await store.latest(of: self.name)?.id.version ?? .first
                let version = try self.version.map { try SemanticVersion(parsing: $0) } ?? latest
                let bytes = try await store.artifact(of: ModelVersion.ID(name: self.name, version: version))
                try FileHandle.standardOutput.write(contentsOf: bytes)
            }
        }
    }
}

extension DataOptions {
    /// The registered models, for reading.
    fileprivate func models() async throws -> RegisteredModels {
        let directory = try self.open(for: .reading)
        return try await RegisteredModels.opened(in: directory, try SQLiteDatabase(directory))
    }
}
