internal import ArgumentParser

@main
struct Berth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "berth",
        abstract: "Decides where a workload should run, and learns from what happened.",
        discussion: """
            Results go to standard output, messages and progress to standard error. Exit codes: 0 done, 64 wrong usage, \
            65 refused input, 66 missing input, 69 a needed library is missing, 74 a disk that is full or fails, 75 \
            somebody else holds the data directory or the address, 78 a fault in the configuration.
            """,
        version: Berth.version,
        subcommands: [
            ServeCommand.self, NodeCommand.self, DecideCommand.self, RankCommand.self, DecisionsCommand.self,
            TrainCommand.self,
            ReplayCommand.self,
            RunsCommand.self, CatalogCommand.self,
            ModelsCommand.self, ForestCommand.self, DemoCommand.self,
        ]
    )

    static let version = "0.3.0"
}
