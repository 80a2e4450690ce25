internal import ArgumentParser

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Imports and exports runs.",
        subcommands: [Import.self, Export.self]
    )
}
