internal import ArgumentParser
internal import Catalog
internal import Declarations
internal import Domains
internal import Engine
internal import Features
internal import Foundation
internal import LearnedModels
internal import Persistence
internal import Placement

struct DecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decides where one workload should run, and says why.",
        discussion: """
            The workload is a JSON object of attributes, as the domain's features name them. The targets are the \
            domain's: those of its catalog, or those seen in its runs.

            Examples:
              echo '{"language": "python", "code": "print(1)", "cpu": 1, "memoryMB": 512}' | berth decide -
              berth decide job.json --domain cluster --strategy model --max-cost 2 --json
              berth decide run.json --only provider=e2b,modal --except region=us-east
            """
    )

    @OptionGroup var domain: DomainOptions
    @OptionGroup var data: DataOptions

    @Argument(help: "The workload as JSON, or - for standard input.")
    var workload: String

    @Option(name: .long, help: "A JSON list of targets, {id, attributes}, instead of the domain's.")
    var targets: String?

    @Option(name: .long, help: "rules, model or hybrid; by default, the domain's policy.")
    var strategy: Policy.Strategy?

    @Option(name: .long, help: "What to minimize: cost, time or cost*time.")
    var objective: Objective?

    @Option(name: .long, help: "The highest predicted cost, in units of the domain's currency.")
    var maxCost: Double?

    @Option(name: .long, help: "The longest predicted time, in seconds.")
    var maxTime: Double?

    @Option(name: .long, help: ArgumentHelp("The only values allowed.", valueName: "attribute=a,b"))
    var only: [String] = []

    @Option(name: .long, help: ArgumentHelp("Values that are not allowed.", valueName: "attribute=a,b"))
    var except: [String] = []

    @Option(name: .long, help: "Your own discounts on the catalog's prices, a YAML file.")
    var discounts: String?

    @Option(name: .long, help: "A registered version, such as v1.2.0; by default, the latest.")
    var modelVersion: String?

    @Option(name: .long, help: "Seed of the exploration draw; by default, a new one each time.")
    var seed: UInt64?

    @Flag(name: .long, help: "Never explore.")
    var noExploration = false

    @Flag(name: .long, help: "The full decision record and its explanation, as JSON.")
    var json = false

    private struct ExplainedDecision: Encodable {
        let decision: Decision
        let explanation: Explanation
    }

    func validate() throws {
        for (name, limit) in [("--max-cost", self.maxCost), ("--max-time", self.maxTime)] {
            if let limit, !(limit.isFinite && limit > 0) {
                throw ValidationError("\(name) takes a finite number above 0, not \(limit).")
            }
        }
    }

    func run() async throws {
        try await reporting {
            let domain = try self.domain.load()
            let attributes = try WorkloadInput(path: self.workload).attributes(domain: domain)
            let hasData = FileManager.default.fileExists(atPath: self.data.dataDir)
            let workspace = hasData ? try await Workspace(try self.data.open(for: .reading), domain: domain) : nil
            if workspace == nil, self.modelVersion != nil { _ = try self.data.open(for: .reading) }
            let model = try await self.model(workspace)
            let targets = try await self.offered(domain: domain, workspace: workspace, model: model)
            guard !targets.isEmpty else {
                throw CommandFailure(
                    kind: .missingInput,
                    message: "no targets: the domain '\(domain.name)' has no runs yet; import some or give --targets"
                )
            }
            let policy = Policy(
                strategy: self.strategy ?? domain.policy.strategy,
                confidenceGate: domain.policy.confidenceGate,
                exploration: self.noExploration ? .off : domain.policy.exploration,
                weights: domain.policy.weights
            )
            let snapshot = ServingSnapshot(
                domain: domain,
                targets: targets,
                model: model,
                policy: policy,
                history: try await workspace?.statistics() ?? RunStatistics()
            )
            var state = EngineState(seed: self.seed ?? UInt64.random(in: .min ... .max))
            let request = DecisionRequest(
                id: Decision.ID(UUID().uuidString.lowercased()),
                at: .now(),
                workload: try domain.workload(attributes),
                constraints: Constraints(
                    maxCost: self.maxCost,
                    maxTimeSeconds: self.maxTime,
                    only: try Self.choices(self.only),
                    except: try Self.choices(self.except)
                ),
                objective: self.objective
            )
            let decision = try Engine.decide(request, with: snapshot, state: &state)
            let explanation = Explanation(decision, model: model)
            if self.json {
                try Console.json(ExplainedDecision(decision: decision, explanation: explanation))
            } else {
                Console.result(decision.chosenCandidate.map { "\($0.target.id)" } ?? "none")
                for sentence in explanation.sentences { Console.result("  " + sentence) }
            }
            if decision.chosen == nil {
                throw CommandFailure(
                    kind: .refusedInput,
                    message: "no target is feasible; the constraints above say why"
                )
            }
        }
    }

    /// The model asked for. One that cannot be loaded leaves the decision to the rules, unless it was asked for by name.
    private func model(_ workspace: Workspace?) async throws -> LearnedModel? {
        do {
            return try await workspace?.model(self.modelVersion)
        } catch  where self.modelVersion == nil && self.strategy != .model {
            Console.message("warning: deciding without a model: \(error)")
            return nil
        }
    }

    private func offered(domain: Domain, workspace: Workspace?, model: LearnedModel?) async throws -> [Target] {
        if let path = self.targets {
            do {
                return try JSONDecoder().decode([Target].self, from: Data(try Files.bytes(path)))
            } catch let error as DecodingError {
                throw CommandFailure(
                    kind: .refusedInput,
                    message: "\(path): expected a list of {id, attributes}: \(error)"
                )
            }
        }
        let discounts = try self.discounts.map { path in
            try Discount.list(Declaration(yaml: try Files.text(path), file: path))
        }
        if discounts != nil, domain.catalog == .runs {
            throw CommandFailure(
                kind: .refusedInput,
                message: "--discounts change a catalog's prices, and the targets of '\(domain.name)' come from its runs"
            )
        }
        if let workspace { return try await workspace.targets(model: model, discounts: discounts ?? []) }
        return try Workspace.catalogTargets(of: domain, discounts: discounts ?? [])
    }

    /// `provider=aws,gcp` as an attribute and its values.
    private static func choices(_ options: [String]) throws -> [String: Set<String>] {
        var choices: [String: Set<String>] = [:]
        for option in options {
            let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw ValidationError("--only and --except take ATTRIBUTE=VALUE,VALUE, not '\(option)'.")
            }
            choices[parts[0], default: []].formUnion(parts[1].split(separator: ",").map(String.init))
        }
        return choices
    }
}
