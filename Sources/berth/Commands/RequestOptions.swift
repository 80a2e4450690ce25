internal import ArgumentParser
internal import Catalog
internal import Decisions
internal import Declarations
internal import Domains
internal import Engine
internal import Features
internal import Foundation
internal import LearnedModels
internal import Persistence
internal import Placement

/// What is asked of the engine, and which targets and model there are to answer with.
struct RequestOptions: ParsableArguments {
    @OptionGroup var domain: DomainOptions
    @OptionGroup var data: DataOptions

    @Argument(help: "The workload as JSON, or - for standard input.")
    var workload: String

    @Option(name: .long, help: "A JSON list of targets, {id, attributes}, instead of the domain's.")
    var targets: String?

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

    func validate() throws {
        for (name, limit) in [("--max-cost", self.maxCost), ("--max-time", self.maxTime)] {
            if let limit, !(limit.isFinite && limit > 0) {
                throw ValidationError("\(name) takes a finite number above 0, not \(limit).")
            }
        }
    }

    /// The request and what answers it.
    struct Prepared {
        let request: DecisionRequest
        let snapshot: ServingSnapshot
        let model: LearnedModel?
    }

    /// - Parameters:
    ///   - strategy: The domain's policy's where `nil`.
    ///   - explores: Whether the domain's exploration is kept.
    /// - Throws: ``CommandFailure`` for what is missing or refused.
    func prepared(strategy: Policy.Strategy?, explores: Bool) async throws -> Prepared {
        let domain = try self.domain.load()
        let attributes = try WorkloadInput(path: self.workload).attributes(domain: domain)
        let hasData = FileManager.default.fileExists(atPath: self.data.dataDir)
        let workspace = hasData ? try await Workspace(try self.data.open(for: .reading), domain: domain) : nil
        if workspace == nil, self.modelVersion != nil { _ = try self.data.open(for: .reading) }
        let model = try await self.model(workspace, isRequired: strategy == .model)
        let targets = try await self.offered(domain: domain, workspace: workspace, model: model)
        guard !targets.isEmpty else {
            throw CommandFailure(kind: .missingInput, message: "no targets: \(Self.lacking(domain)) or give --targets")
        }
        let policy = Policy(
            strategy: strategy ?? domain.policy.strategy,
            confidenceGate: domain.policy.confidenceGate,
            exploration: explores ? domain.policy.exploration : .off,
            weights: domain.policy.weights
        )
        return Prepared(
            request: DecisionRequest(
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
            ),
            snapshot: ServingSnapshot(
                domain: domain,
                targets: targets,
                considering: DecisionSettings.defaultConsidered,
                model: model,
                policy: policy,
                history: try await workspace?.statistics() ?? RunStatistics()
            ),
            model: model
        )
    }

    private static func lacking(_ domain: Domain) -> String {
        switch domain.catalog {
        case .offerings: "there are no offerings for the domain '\(domain.name)'; import some with berth catalog import"
        case .runs, .sandboxes, .nodes: "the domain '\(domain.name)' has no runs yet; import some"
        }
    }

    /// The model asked for. One that cannot be loaded leaves the decision to the rules, unless it was asked for by name.
    private func model(_ workspace: Workspace?, isRequired: Bool) async throws -> LearnedModel? {
        do {
            return try await workspace?.model(self.modelVersion)
        } catch  where self.modelVersion == nil && !isRequired {
            Console.message("warning: deciding without a model: \(error)")
            return nil
        }
    }

    private func offered(domain: Domain, workspace: Workspace?, model: LearnedModel?) async throws -> TargetTable {
        if let path = self.targets {
            do {
                return TargetTable(try JSONDecoder().decode([Target].self, from: Data(try Files.bytes(path))))
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
        return try await TargetSources(runs: nil, discounts: discounts ?? []).source(of: domain).targets(at: .now())
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
