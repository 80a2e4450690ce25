import BerthTesting
import Domains
import Engine
import Features
import LearnedModels
import Placement
import RealModule
import Statistics
import Testing

/// What is found among many targets with a shortlist is what is found by looking at each of them.
@Suite struct ShortlistTests {
    @Sendable private static func yaml(_ yaml: String) -> String {
        yaml.replacing(
            "past_time: {from: history, as: mean-time, of: target}",
            with: "room: {from: target.memory - workload.memory}"
        )
    }

    /// Many boxes of few kinds, at many prices; every seventh has no price.
    private static let targets: [Target] = {
        var generator = SeededGenerator(seed: 4)
        return (0..<600).map { index in
            let cores = [2, 4, 8, 16, 32][Int(generator.uniform() * 5)]
            var attributes: [String: Value] = [
                "provider": .text(["red", "blue", "green"][index % 3]), "cores": .number(Double(cores)),
                "memory": .number([2, 8, 64][Int(generator.uniform() * 3)]),
            ]
            if index % 7 != 0 {
                attributes["price"] = .number((Double(cores) * (0.5 + generator.uniform())).rounded() / 4)
            }
            return Target(id: Target.ID("t\(index)"), attributes: attributes)
        }
    }()

    private static func model(
        cost: ModelArtifact.CostSource = .hourlyPrice,
        success: Bool = false
    ) throws -> (LearnedModel, Domain) {
        let domain = try Small.domain(Self.yaml)
        var small = try SmallModel(domain: domain)
        small.time = [
            SmallModel.member(left: SmallModel.slow, right: SmallModel.fast),
            SmallModel.member(column: 4, threshold: 20, left: 5, right: 3, quantity: "target.cores"),
            SmallModel.member(column: 1, threshold: 2, left: 4, right: 6, quantity: "target.price"),
            SmallModel.member(column: 0, threshold: 12, left: 5, right: 3.5, quantity: "target.cores * workload.size"),
        ]
        small.cost = cost
        small.specialists = [
            "special": ModelArtifact.Specialist(
                time: [SmallModel.member(threshold: 3, left: 6, right: 2, quantity: "target.cores")],
                cost: nil
            )
        ]
        if success {
            small.success = Stump.model(
                [Stump(column: 4, threshold: 5, left: -1, right: 2)],
                columns: SmallModel.columns,
                objective: "binary sigmoid:1"
            )
        }
        small.workloads = ["known": SmallModel.facts(timeLevel: 0.4, costLevel: -0.3, runs: 5)]
        small.runs = [3, 8, 9, 400].flatMap { target in
            (0..<3).map { number in
                Run(
                    id: Run.ID("r\(target)-\(number)"),
                    workload: Small.workload("known"),
                    target: Self.targets[target],
                    startedAt: Timestamp(microseconds: Int64(number) * 60_000_000),
                    outcome: Outcome(
                        timeSeconds: Double(target + number),
                        cost: Money(nanos: 1_000_000 * Int64(target), currency: .usd),
                        succeeded: true
                    )
                )
            }
        }
        return (try small.loaded(), domain)
    }

    private static let costs: [ModelArtifact.CostSource] = [
        .hourlyPrice, .correction([SmallModel.member(column: 4, threshold: 9, left: 0.2, right: -0.1)]),
        .trees([SmallModel.member(column: 0, threshold: 5, left: 1, right: 2, quantity: "target.price")]),
    ]

    private static let workloads = [
        Small.workload("new"), Small.workload("known", size: 3), Small.workload("special"),
        Small.workload("big", kind: "query", size: 2000),
    ]

    @Test(arguments: 0..<3, [false, true])
    func `a table expects of every row what a prediction says, bit for bit`(cost: Int, success: Bool) throws {
        let (model, _) = try Self.model(cost: Self.costs[cost], success: success)
        let learned = model.learning(from: [
            Run(
                id: Run.ID("failed"),
                workload: Small.workload("known"),
                target: Self.targets[20],
                startedAt: Small.moment,
                outcome: Outcome(timeSeconds: 1, cost: Money(nanos: 1, currency: .usd), succeeded: false)
            )
        ])
        let table = TargetTable(Self.targets)
        for model in [model as any Predictor, learned] {
            let prepared = model.prepared(for: table)
            #expect(prepared is LearnedTable)
            for workload in Self.workloads {
                for (objective, rows) in zip(Objective.allCases, [[5, 8, 20, 400], Array(0..<600), [3]]) {
                    let question = Question(
                        workload: workload,
                        targets: rows,
                        objective: objective,
                        moment: Small.moment,
                        history: RunStatistics()
                    )
                    let expected = try prepared.expectations(question, amounts: true)
                    let predictions = try model.predictions(
                        for: workload,
                        on: rows.map { Self.targets[$0] },
                        objective: objective,
                        at: Small.moment,
                        history: RunStatistics()
                    ).map(\.prediction)
                    #expect(expected.values.map(\.bitPattern) == predictions.map(\.logValue.bitPattern))
                    #expect(expected.times == predictions.map(\.timeSeconds.value))
                    #expect(expected.costs == predictions.map(\.cost.value))
                }
            }
        }
    }

    private static let constraints = [
        Constraints.none, Constraints(only: ["provider": ["blue"], "cores": ["8", "16"]]),
        Constraints(except: ["provider": ["red"], "price": ["1", "2"]]), Constraints(maxCost: 0.03),
        Constraints(maxTimeSeconds: 30, only: ["provider": ["green", "red"]]), Constraints(maxCost: 0),
    ]

    private static func snapshots(
        _ model: (any Predictor)?,
        _ domain: Domain,
        _ strategy: Policy.Strategy,
        considering: Int = 8
    ) -> (short: ServingSnapshot, full: ServingSnapshot) {
        func snapshot(_ considered: Int?) -> ServingSnapshot {
            ServingSnapshot(
                domain: domain,
                targets: TargetTable(Self.targets),
                considering: considered,
                model: model,
                policy: Policy(strategy: strategy, exploration: .off),
                history: RunStatistics(),
                unavailable: [Target.ID("t5"): "down", Target.ID("t11"): "down", Target.ID("elsewhere"): "down"]
            )
        }
        return (snapshot(considering), snapshot(nil))
    }

    @Test(arguments: Self.constraints)
    func `the best are those of a look at every target, and as many are out for each reason`(
        constraints: Constraints
    ) throws {
        let (model, domain) = try Self.model(success: true)
        let (short, full) = Self.snapshots(model, domain, .model)
        for workload in Self.workloads {
            let request = Small.request(workload, constraints: constraints)
            func rank(_ snapshot: ServingSnapshot, _ limit: Int, _ offset: Int = 0) throws -> Ranking {
                try Engine.rank(request, limit: limit, offset: offset, with: snapshot, state: EngineState(seed: 1))
            }
            let (some, all) = (try rank(short, 10), try rank(full, 600))
            #expect(some.ranked == Array(all.ranked.prefix(10)))
            #expect(try rank(short, 4, 3).ranked == Array(all.ranked.dropFirst(3).prefix(4)))
            #expect(some.feasible == all.feasible && some.targets == 600)
            let (counted, listed) = (Self.counts(some.exclusions), Self.counts(all.exclusions))
            #expect(counted == listed)
            #expect(some.feasible + counted.values.reduce(0, +) == 600)
            #expect(some.model == "small@v1.0.0")
        }
    }

    private static func counts(_ exclusions: [ExclusionCount]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: exclusions.map { ($0.constraint, $0.count) })
    }

    @Test(arguments: Self.constraints.prefix(3), Policy.Strategy.allCases)
    func `a decision with a shortlist chooses as one without, and its record is computed again`(
        constraints: Constraints,
        strategy: Policy.Strategy
    ) throws {
        let (model, domain) = try Self.model()
        for model in [model, nil] {
            let (short, full) = Self.snapshots(model, domain, strategy)
            for workload in Self.workloads {
                var (state, other) = (EngineState(seed: 3), EngineState(seed: 3))
                let request = Small.request(workload, constraints: constraints)
                let decision = try Engine.decide(request, with: short, state: &state)
                let whole = try Engine.decide(request, with: full, state: &other)
                #expect(decision.candidates.count == 8 && decision.targetTable == short.targetTable)
                #expect(decision.bulkExclusions.allSatisfy { $0.count > 0 })
                // Hybrid follows a confidence, which fewer rivals make greater.
                if strategy != .hybrid {
                    #expect(decision.chosenCandidate == whole.chosenCandidate)
                    #expect(decision.basis == whole.basis)
                }
                let record = try throughJSON(decision)
                #expect(try Engine.recompute(record, domain: domain, models: model.map { [$0] } ?? []) == decision)
            }
        }
    }

    @Test func `few enough targets are decided among as ever`() throws {
        let (model, domain) = try Self.model()
        let (short, full) = Self.snapshots(model, domain, .hybrid, considering: 600)
        var (state, other) = (EngineState(seed: 3), EngineState(seed: 3))
        let request = Small.request()
        #expect(
            try Engine.decide(request, with: short, state: &state)
                == Engine.decide(request, with: full, state: &other)
        )
    }

    @Test func `without a model the rules order the targets`() throws {
        let (_, domain) = try Self.model()
        let (short, full) = Self.snapshots(nil, domain, .rules)
        for workload in Self.workloads {
            func rank(_ snapshot: ServingSnapshot) throws -> Ranking {
                try Engine.rank(Small.request(workload), limit: 12, with: snapshot, state: EngineState(seed: 1))
            }
            let (some, all) = (try rank(short), try rank(full))
            #expect(some.ranked == all.ranked && some.model == nil)
            #expect(some.ranked.count == 12)
        }
    }

    @Test func `a value that no target has, and two targets of one id, are refused as ever`() throws {
        let (model, domain) = try Self.model()
        let (short, full) = Self.snapshots(model, domain, .model)
        for constraints in [
            Constraints(only: ["provider": ["blau"]]), Constraints(except: ["providr": ["blue"]]),
            Constraints(maxCost: -1),
        ] {
            var errors: [EngineError] = []
            for snapshot in [short, full] {
                let request = Small.request(constraints: constraints)
                do {
                    _ = try Engine.rank(request, limit: 1, with: snapshot, state: EngineState(seed: 1))
                } catch {
                    errors.append(error)
                }
            }
            #expect(errors.count == 2 && errors[0] == errors[1], "\(errors)")
        }
        let doubled = ServingSnapshot(
            domain: domain,
            targets: TargetTable(Self.targets + [Self.targets[9]]),
            considering: 8,
            model: nil,
            policy: Policy(),
            history: RunStatistics()
        )
        #expect(throws: EngineError.duplicateTarget(Target.ID("t9"))) {
            try Engine.rank(Small.request(), limit: 1, with: doubled, state: EngineState(seed: 1))
        }
    }

    @Test func `a grid that leads and features of single targets are asked row by row`() throws {
        let grid = try SmallModel().withGrid().loaded()
        #expect(grid.prepared(for: TargetTable(Small.targets)) is RowwisePredictor)
        let targets = Small.targets
        let short = ServingSnapshot(
            domain: try Small.domain(),
            targets: TargetTable(targets),
            considering: 2,
            model: grid,
            policy: Policy(strategy: .model, exploration: .off),
            history: RunStatistics()
        )
        let full = try Small.snapshot(grid, policy: Policy(strategy: .model, exploration: .off))
        for objective in Objective.allCases {
            let request = Small.request(objective: objective)
            let some = try Engine.rank(request, limit: 2, with: short, state: EngineState(seed: 1))
            let all = try Engine.rank(request, limit: 2, with: full, state: EngineState(seed: 1))
            #expect(some.ranked.map(\.target.id) == all.ranked.map(\.target.id))
        }
    }
}
