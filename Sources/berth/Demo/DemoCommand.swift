internal import ArgumentParser
internal import BerthServer
internal import Catalog
internal import Demo
internal import Domains
internal import Foundation
internal import Logging
internal import Placement

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serves simulated sandbox traffic: rules first, then models that learn from it.",
        discussion: """
            The service, its database, HTTP, training and models are real. The providers are simulated from published \
            prices and startup times, with made-up speeds and failures; four weeks of traffic pass in seconds, and \
            halfway through one provider gets slower and another cheaper. The data directory is the demo's own and is \
            recreated each time.

            Examples:
              berth demo
              berth demo --once --data-dir berth-demo && berth serve --data-dir berth-demo
              berth demo --csv > template.csv
              berth demo --domain task --csv --runs 12000 > tasks.csv
            """
    )

    @Option(name: .long, help: "The domains folder.")
    var domains = DomainOptions.folder

    @Option(name: .long, help: "The folder for the demo's decisions, runs and models.")
    var dataDir = "berth-demo"

    @Option(
        name: .long,
        help: ArgumentHelp("Where to serve HTTP; with --once, a free port by default.", valueName: "host:port")
    )
    var http: String?

    @Option(name: .long, help: "Number of simulated workloads in four weeks.")
    var runs = 6000

    @Option(name: .long, help: "Seed for simulation and training.")
    var seed: UInt64 = 7

    @Flag(name: .long, help: "Exit after the four weeks.")
    var once = false

    @Flag(
        name: .long,
        help: "Write a simulated history as CSV, as a template of the domain's columns, and exit."
    )
    var csv = false

    @Option(name: .long, help: "What to simulate: sandbox or, with --csv, task.")
    var domain = Subject.sandbox

    enum Subject: String, ExpressibleByArgument, CaseIterable { case sandbox, task }

    func validate() throws {
        guard (400...200_000).contains(self.runs) else {
            throw ValidationError("--runs takes a whole number from 400 to 200000, not \(self.runs).")
        }
        guard self.csv || self.domain == .sandbox else {
            throw ValidationError("--domain \(self.domain.rawValue) requires --csv; berth node runs real tasks.")
        }
    }

    func run() async throws {
        try await reporting {
            if self.csv { return try self.writeTemplate() }
            // Told now rather than after a week of traffic.
            _ = try TrainingOptions.trainer()
            let story = DemoStory(endingAt: .now(), runs: self.runs, seed: self.seed)
            let simulator = try SandboxSimulator(
                seed: self.seed,
                catalog: try SandboxCatalog.builtIn(),
                driftAt: story.driftAt
            )
            try DemoFolder(self.dataDir).makeAnew()
            let clock = SimulatedClock(story.start)
            let settings = try self.settings()
            var logger = Logger(label: "berth")
            logger.logLevel = .critical
            let instance = try await BerthInstance(
                settings,
                logger: logger,
                makeTaskID: { UUID().uuidString.lowercased() },
                trainer: TrainingOptions.trainer,
                now: clock.now
            )
            try DemoFolder(self.dataDir).mark()
            try await DemoServer(settings: settings, instance: instance, clock: clock, logger: logger).run { address in
                let show = DemoShow(
                    story: story,
                    simulator: simulator,
                    instance: instance,
                    clock: clock,
                    dataDirectory: self.dataDir,
                    address: address
                )
                try await show.play(isOver: self.once)
                if !self.once { try await show.goOn() }
            }
        }
    }

    private func settings() throws -> ServerConfiguration {
        try ServerConfiguration(
            file: nil,
            environment: [:],
            flags: [
                "http.address": ("--http", self.http ?? (self.once ? "127.0.0.1:0" : "127.0.0.1:8080")),
                "data.dir": ("--data-dir", self.dataDir), "domains.dir": ("--domains", self.domains),
            ],
            seed: self.seed
        )
    }

    private func writeTemplate() throws {
        guard let start = Timestamp(parsing: "2026-10-01") else { return }
        let bytes =
            switch self.domain {
            case .sandbox: try self.sandboxHistory(startingAt: start)
            case .task: try self.taskHistory(startingAt: start)
            }
        FileHandle.standardOutput.write(Data(bytes))
    }

    private func taskHistory(startingAt start: Timestamp) throws -> [UInt8] {
        let domain = try DomainOptions.load(self.domain.rawValue, in: self.domains)
        let simulator = TaskSimulator(seed: self.seed)
        return try TaskHistoryCSV.bytes(
            of: try simulator.tasks(count: self.runs) { try domain.workload($0).key },
            simulator: simulator,
            startingAt: start,
            secondsBetween: Double(DemoStory.days) * DemoStory.daySeconds / Double(self.runs)
        )
    }

    private func sandboxHistory(startingAt start: Timestamp) throws -> [UInt8] {
        let simulator = try SandboxSimulator(
            seed: self.seed,
            catalog: try SandboxCatalog.builtIn(),
            driftAt: start.advanced(bySeconds: Double(DemoStory.days) * 43_200)
        )
        let history = try simulator.history(count: self.runs, startingAt: start, days: DemoStory.days)
        return try SandboxHistoryCSV.bytes(of: history.map(\.run))
    }
}
