import BerthTesting
import Domains
import Engine
import Features
import Foundation
import LearnedModels
import Placement
import Statistics
import Testing

/// A decision is computed again from its record as it was stored, the model that it names and the runs of its time.
@Suite struct RecomputationTests {
    private static let history = RunStatistics(
        (0..<30).map {
            Small.run("\($0)", of: Small.workload("known-0"), on: $0 % 4, seconds: 3 + Double($0), minute: $0)
        }
    )

    private static let policies = [
        Policy(strategy: .rules), Policy(strategy: .model), Policy(strategy: .hybrid, confidenceGate: 0.2),
        Policy(strategy: .hybrid, confidenceGate: 1), Policy(strategy: .hybrid, exploration: Exploration(share: 0.7)),
        Policy(strategy: .hybrid, exploration: Exploration(share: 1, budget: 0.4)),
    ]

    private static let constraints = [
        Constraints.none, Constraints(only: ["provider": ["blue", "red"]], except: ["cores": ["2"]]),
        Constraints(maxCost: 0.05), Constraints(maxTimeSeconds: 50), Constraints(maxCost: 1e-9),
    ]

    @Test(arguments: Self.policies)
    func `the record gives the same candidates, propensities, confidence and choice bit for bit`(
        policy: Policy
    ) throws {
        let domain = try Small.domain()
        let model = try SmallModel(domain: domain).withGrid().loaded()
        var state = EngineState(seed: 11)
        for (index, constraints) in (Self.constraints + Self.constraints).enumerated() {
            let snapshot = try Small.snapshot(
                model,
                policy: policy,
                domain: domain,
                history: Self.history,
                unavailable: index % 3 == 0 ? [Target.ID("d"): "down"] : [:]
            )
            let request = DecisionRequest(
                id: Decision.ID("\(index)"),
                at: Small.moment.advanced(bySeconds: Double(index)),
                workload: Small.workload(index % 2 == 0 ? "known-0" : "new"),
                constraints: constraints,
                objective: Objective.allCases[index % 3]
            )
            let record = try throughJSON(try Engine.decide(request, with: snapshot, state: &state))

            let recomputed = try Engine.recompute(record, domain: domain, models: [model])
            #expect(recomputed == record)
            #expect(recomputed.confidence?.bitPattern == record.confidence?.bitPattern)
            #expect(self.choice(of: record) == record.chosen)

            let program = model.artifact.program
            let rows = try program.matrix(
                workload: record.workload,
                targets: record.candidates.map(\.target),
                at: record.at,
                history: Self.history
            )
            let width = program.columnNames.count
            for (position, candidate) in record.candidates.enumerated() where candidate.prediction != nil {
                #expect(candidate.features == FeatureVector(Array(rows[position * width..<(position + 1) * width])))
            }
        }
    }

    /// The choice, from propensities and draws alone: without draws it is the likeliest target; a first draw below the
    /// share takes one of those that may be drawn.
    private func choice(of record: Decision) -> Int? {
        let propensities = record.candidates.map(\.propensity)
        let greedy = propensities.indices.max { propensities[$0] < propensities[$1] }
        guard let greedy, propensities[greedy] > 0 else { return nil }
        guard let whether = record.draws.first else { return greedy }
        let open = propensities.indices.filter { propensities[$0] > 0 }
        guard whether < record.policy.exploration.share else { return greedy }
        return open[Int(record.draws[1] * Double(open.count))]
    }

    @Test(arguments: [Policy.Strategy.rules, .model, .hybrid])
    func `without an answer the record's reason is taken`(strategy: Policy.Strategy) throws {
        var state = EngineState(seed: 1)
        for model in [nil, FailingPredictor()] {
            let snapshot = try Small.snapshot(model, policy: Policy(strategy: strategy))
            let record = try throughJSON(try Engine.decide(Small.request(), with: snapshot, state: &state))
            #expect(record.model == nil)
            #expect(try Engine.recompute(record, domain: Small.domain(), models: []) == record)
        }
    }

    @Test func `arm, shadows, caller and models asked are the record's`() throws {
        let domain = try Small.domain()
        let model = try SmallModel(domain: domain).withGrid().loaded()
        let experiment = try Experiment<any Predictor>(
            name: "all of it",
            arms: [
                Experiment.Arm(
                    name: "everybody",
                    share: 1,
                    model: FailingPredictor(),
                    policy: Policy(strategy: .hybrid, confidenceGate: 0.1, exploration: Exploration(share: 0.5))
                )
            ]
        )
        let snapshot = ServingSnapshot(
            domain: domain,
            targets: Small.targets,
            considering: 2,
            lineup: Lineup(
                primary: model,
                experiment: experiment,
                shadows: [FixedPredictor(), FailingPredictor("failing@v3.0.0")]
            ),
            policy: Policy(strategy: .rules),
            history: Self.history,
            unavailable: [Target.ID("a"): "down"]
        )
        let table = try #require(snapshot.targetTable)
        var state = EngineState(seed: 3)
        for number in 0..<20 {
            let request = DecisionRequest(
                id: Decision.ID("\(number)"),
                at: Small.moment,
                workload: Small.workload("known-\(number % 4)"),
                constraints: number % 2 == 0 ? .none : Constraints(maxTimeSeconds: 50),
                caller: Caller.ID("somebody")
            )
            let record = try throughJSON(try Engine.decide(request, with: snapshot, state: &state))
            #expect(record.arm == ExperimentArm(experiment: "all of it", name: "everybody"))
            #expect(record.asked == ["failing@v2.0.0", model.modelID] && record.model == model.modelID)
            #expect(record.caller == Caller.ID("somebody") && record.targetTable == table)
            #expect(record.domainHash == domain.declaration.hash)
            #expect(record.shadows.map(\.model) == ["fixed@v1.0.0", "failing@v3.0.0"])
            #expect(try Engine.recompute(record, domain: domain, models: [model]) == record)
        }
    }

    @Test func `the version before is asked again where it had answered`() throws {
        let domain = try Small.domain()
        let model = try SmallModel(domain: domain).loaded()
        var state = EngineState(seed: 1)
        let snapshot = try Small.snapshot(FailingPredictor(), previous: model, domain: domain)
        let record = try Engine.decide(Small.request(), with: snapshot, state: &state)
        #expect(record.model == model.modelID)
        #expect(try Engine.recompute(record, domain: domain, models: [model]) == record)
    }

    @Test func `without a feasible target there is nothing to choose again`() throws {
        let domain = try Small.domain()
        let model = try SmallModel(domain: domain).loaded()
        var state = EngineState(seed: 1)
        let down = Dictionary(uniqueKeysWithValues: Small.targets.map { ($0.id, "down") })
        let snapshot = try Small.snapshot(model, domain: domain, unavailable: down)
        let record = try Engine.decide(Small.request(), with: snapshot, state: &state)
        #expect(record.chosen == nil && record.model == model.modelID)
        #expect(try Engine.recompute(record, domain: domain, models: [model]) == record)
    }

    @Test func `what the record was not made with is refused`() throws {
        let domain = try Small.domain()
        let model = try SmallModel(domain: domain).loaded()
        var state = EngineState(seed: 1)
        let explores = Policy(strategy: .hybrid, confidenceGate: 0, exploration: Exploration(share: 1))
        let snapshot = try Small.snapshot(model, policy: explores, domain: domain)
        let record = try Engine.decide(Small.request(Small.workload()), with: snapshot, state: &state)
        #expect(throws: RecomputationError.otherModel(recorded: model.modelID, given: [])) {
            try Engine.recompute(record, domain: domain, models: [])
        }
        let other = try Small.domain { $0.replacing("domain: small", with: "domain: other") }
        #expect(throws: RecomputationError.otherDomain(recorded: "small", given: "other")) {
            try Engine.recompute(record, domain: other, models: [model])
        }
        let edited = try Small.domain { $0 + "\n# edited" }
        #expect(
            throws: RecomputationError.otherDeclaration(
                recorded: domain.declaration.hash,
                given: edited.declaration.hash
            )
        ) {
            try Engine.recompute(record, domain: edited, models: [model])
        }
        let narrower = try SmallModel(domain: domain).withOtherVocabulary().loaded()
        #expect(throws: RecomputationError.otherProgram(model: model.modelID)) {
            try Engine.recompute(record, domain: domain, models: [narrower])
        }
        #expect(throws: RecomputationError.missingDraws(2)) {
            try Engine.recompute(record.withoutDraws, domain: domain, models: [model])
        }
    }

    @Test func `what is stored does not depend on the order of a set`() throws {
        let allowed = (0..<40).map { "value-\($0)" }
        let constraints = Constraints(only: ["provider": Set(allowed)], except: ["cores": Set(allowed)])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let list = allowed.sorted().map { "\"\($0)\"" }.joined(separator: ",")
        #expect(
            String(data: try encoder.encode(constraints), encoding: .utf8)
                == "{\"except\":{\"cores\":[\(list)]},\"only\":{\"provider\":[\(list)]}}"
        )
        #expect(try throughJSON(constraints) == constraints)
    }
}

extension Decision {
    fileprivate var withoutDraws: Decision {
        Decision(
            id: self.id,
            at: self.at,
            domain: self.domain,
            domainHash: self.domainHash,
            workload: self.workload,
            constraints: self.constraints,
            objective: self.objective,
            policy: self.policy,
            model: self.model,
            programHash: self.programHash,
            candidates: self.candidates,
            chosen: self.chosen,
            basis: self.basis,
            nearBest: self.nearBest,
            draws: [],
            explorationSpent: self.explorationSpent
        )
    }
}

extension SmallModel {
    fileprivate func withOtherVocabulary() throws -> SmallModel {
        var model = self
        model.program = try FrozenProgram(
            self.domain.program,
            examples: [(workload: Small.workload(kind: "rare"), target: Small.targets[0])]
        )
        return model
    }
}
