internal import ArgumentParser

struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Brings runs in, and writes them out.",
        subcommands: [Import.self, Export.self]
    )
}
