internal import ArgumentParser
internal import Domains
internal import Engine
internal import Placement
internal import Replay
internal import RunMapping
internal import Training

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Shows what Berth would have saved on runs it has not seen.",
        discussion: """
            Learns from the training files only, decides each workload of the test files among the targets measured \
            there, and compares with simple policies. The model is scored without its gate; --strategy hybrid scores \
            it with the gate.

            Examples:
              berth replay --domain serverless --train old.csv --test new.csv
              berth replay --domain cluster --train runs.csv --leave-out app --probes 3 --json
              berth replay --domain instances --train a.csv --test b.csv --side instance_types=types.csv \
            --menu 40 --repeat 200
            """
    )

    @OptionGroup var domain: DomainOptions
    @OptionGroup var sides: SideOptions
    @OptionGroup var training: TrainingOptions

    @Option(name: .long, parsing: .upToNextOption, help: "Runs to learn from, as CSV.")
    var train: [String]

    @Option(name: .long, parsing: .upToNextOption, help: "Runs to decide and evaluate, as CSV.")
    var test: [String] = []

    @Option(name: .long, help: "What to minimize: cost, time or cost*time; by default, the domain's objective.")
    var objective: Objective?

    @Option(name: .long, help: "rules, model or hybrid.")
    var strategy: Policy.Strategy = .model

    @Option(name: .long, help: "A column of the training files: each of its values is held out and decided once.")
    var leaveOut: String?

    @Option(name: .long, help: "Decide among this many randomly drawn targets instead of all.")
    var menu: Int?

    @Option(name: .customLong("repeat"), help: "Number of menus drawn per workload.")
    var repeats: Int?

    @Option(name: .long, help: "Trial runs of a workload allowed before choosing.")
    var probes = 0

    @Flag(name: .long, help: "Decide the test runs in time order and keep learning.")
    var online = false

    @Flag(name: .long, help: "Every decision with its candidates and its explanation.")
    var verbose = false

    @Flag(name: .long, help: "JSON instead of text.")
    var json = false

    func run() throws {
        try reporting {
            let domain = try self.domain.load()
            let pursued = self.objective.map(domain.pursuing) ?? domain
            let plan = try ReplayPlan(
                objective: self.objective,
                strategy: self.strategy,
                leaveOut: self.leaveOut,
                menu: self.menu,
                repeats: self.repeats,
                probes: self.probes,
                online: self.online,
                seed: self.training.seed,
                verbose: self.verbose
            )
            let files = ReplayFiles(
                training: try self.train.map(Self.file),
                test: try self.test.map(Self.file),
                sides: try self.sides.load()
            )
            let learner: ModelTrainer? =
                self.strategy == .rules
                ? nil
                : ModelTrainer(
                    domain: pursued,
                    trainer: try TrainingOptions.trainer(),
                    settings: try self.training.settings(for: domain),
                    version: "replay"
                )
            let line = ProgressLine()
            defer { line.end() }
            let replay = HistoryReplay(plan, domain: pursued, learner: learner) { decision, snapshot in
                Explanation(decision, model: snapshot.lineup.primary).sentences
            }
            let answer = try replay.run(files, progress: line.show)
            line.end()
            Console.result(self.json ? try answer.json() : ReplayReport.text(answer))
        }
    }

    private static func file(_ path: String) throws -> ReplayFile {
        ReplayFile(name: path, table: try Files.table(path))
    }
}
