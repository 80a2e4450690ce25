internal import ArgumentParser

@main
struct Berth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "berth",
        abstract: "Decides where a workload should run, and learns from what happened.",
        discussion: """
            Results go to standard output, messages and progress to standard error. Exit codes: 0 success, 64 usage error, \
            65 invalid input, 66 missing input, 69 a required library is missing, 74 the disk is full or failing, 75 \
            another process holds the data directory or the address, 78 an error in the configuration.
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
