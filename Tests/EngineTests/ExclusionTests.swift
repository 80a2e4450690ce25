import BerthTesting
import Domains
import Engine
import Placement
import Resilience
import Testing

@Suite struct ExclusionTests {
    private func decide(
        _ constraints: Constraints,
        model: (any Predictor)? = FixedPredictor(),
        workload: Workload = Small.workload(),
        unavailable: [Target.ID: String] = [:]
    ) throws -> Decision {
        var state = EngineState(seed: 1)
        return try Engine.decide(
            Small.request(workload, constraints: constraints),
            with: try Small.snapshot(model, unavailable: unavailable),
            state: &state
        )
    }

    private func excluded(_ decision: Decision) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: decision.candidates.compactMap { candidate in
                candidate.exclusion.map { ("\(candidate.target.id)", "\($0.constraint): \($0)") }
            }
        )
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let constraints: Constraints
        let excluded: [String: String]
        let chosen: String?
    }

    static let cases = [
        Case(
            testDescription: "only",
            constraints: Constraints(only: ["cores": ["4", "16"], "provider": ["blue"]]),
            excluded: [
                "a": "only.cores: cores is 2, the request allows 16, 4",
                "b": "only.cores: cores is 8, the request allows 16, 4",
            ],
            chosen: "c"
        ),
        Case(
            testDescription: "only, by a number",
            constraints: Constraints(only: ["cores": ["8"]]),
            excluded: [
                "a": "only.cores: cores is 2, the request allows 8",
                "c": "only.cores: cores is 16, the request allows 8",
                "d": "only.cores: cores is 4, the request allows 8",
            ],
            chosen: "b"
        ),
        Case(
            testDescription: "except",
            constraints: Constraints(except: ["provider": ["red"]]),
            excluded: [
                "a": "except.provider: the request rules out provider red",
                "b": "except.provider: the request rules out provider red",
            ],
            chosen: "c"
        ),
        Case(
            testDescription: "cost, which may be reached",
            constraints: Constraints(maxCost: 0.2),
            excluded: [
                "a": "maxCost: predicted cost 0.4 is above the limit 0.2",
                "d": "maxCost: predicted cost 0.3 is above the limit 0.2",
            ],
            chosen: "b"
        ),
        Case(
            testDescription: "time",
            constraints: Constraints(maxTimeSeconds: 19.5),
            excluded: [
                "a": "maxTimeSeconds: predicted time 40 s is above the limit 19.5 s",
                "c": "maxTimeSeconds: predicted time 20 s is above the limit 19.5 s",
                "d": "maxTimeSeconds: predicted time 30 s is above the limit 19.5 s",
            ],
            chosen: "b"
        ),
        Case(
            testDescription: "cost before time",
            constraints: Constraints(maxCost: 0.35, maxTimeSeconds: 15, except: ["cores": ["8"]]),
            excluded: [
                "a": "maxCost: predicted cost 0.4 is above the limit 0.35",
                "b": "except.cores: the request rules out cores 8",
                "c": "maxTimeSeconds: predicted time 20 s is above the limit 15 s",
                "d": "maxTimeSeconds: predicted time 30 s is above the limit 15 s",
            ],
            chosen: nil
        ),
    ]

    @Test(arguments: Self.cases)
    func `each constraint excludes with its reason`(_ example: Case) throws {
        let decision = try self.decide(example.constraints)
        #expect(self.excluded(decision) == example.excluded)
        #expect(decision.chosenCandidate?.target.id == example.chosen.map { Target.ID($0) })
        #expect(decision.candidates.filter { $0.exclusion != nil }.allSatisfy { $0.propensity == 0 })
    }

    @Test func `requirements and availability exclude before the model is asked`() throws {
        let workload = Workload(key: Workload.Key("w"), attributes: ["memory": 32])
        let decision = try self.decide(
            .none,
            workload: workload,
            unavailable: [Target.ID("b"): "being drained"]
        )
        #expect(
            self.excluded(decision) == [
                "b": "availability: not available: being drained",
                "d": "memory: memory: not (workload.memory > target.memory) does not hold",
            ]
        )
        #expect(decision.candidates.map { $0.prediction == nil } == [false, true, false, true])
        #expect(decision.candidates.map(\.features.values.isEmpty) == [false, true, false, true])
    }

    @Test func `what a workload does not ask for and a target does not state is no limit`() throws {
        let decision = try self.decide(.none, workload: Workload(key: Workload.Key("w"), attributes: [:]))
        #expect(self.excluded(decision).isEmpty)
    }

    @Test func `a target without the attribute is none of the allowed ones, and is not ruled out`() throws {
        let bare = Target(id: Target.ID("bare"), attributes: [:])
        let snapshot = try Small.snapshot(FixedPredictor(), targets: [Small.targets[0], bare])
        var state = EngineState(seed: 1)
        let only = try Engine.decide(
            Small.request(constraints: Constraints(only: ["provider": ["red"]])),
            with: snapshot,
            state: &state
        )
        #expect(self.excluded(only) == ["bare": "only.provider: provider is unknown, the request allows red"])
        let except = try Engine.decide(
            Small.request(constraints: Constraints(except: ["provider": ["red"]])),
            with: snapshot,
            state: &state
        )
        #expect(self.excluded(except) == ["a": "except.provider: the request rules out provider red"])
    }

    @Test(arguments: [
        (Constraints(only: ["providr": ["red"]]), "no target has an attribute 'providr'; did you mean 'provider'?"),
        (Constraints(except: ["colour": ["red"]]), "no target has an attribute 'colour'"),
        (
            Constraints(only: ["provider": ["blu"]]),
            "no target's provider is 'blu' (did you mean 'blue'?); there are blue, red"
        ),
        (Constraints(only: ["cores": ["8", "777"]]), "no target's cores is '777'; there are 16, 2, 4, 8"),
        (Constraints(except: ["zzzzzzzz": ["red"]]), "no target has an attribute 'zzzzzzzz'"),
    ])
    func `a constraint on what no target has names the nearest`(
        constraints: Constraints,
        message: String
    ) throws {
        let error = #expect(throws: EngineError.self) { try self.decide(constraints) }
        #expect("\(try #require(error))" == message)
    }

    @Test(arguments: [
        (Constraints(maxCost: 1), "maxCost"), (Constraints(maxTimeSeconds: 1), "maxTimeSeconds"),
    ])
    func `a limit on predictions without a model is refused, and the state stays as it was`(
        constraints: Constraints,
        limit: String
    ) throws {
        let failing = FailingPredictor()
        for (model, reason) in [
            (nil, "no model is trained"), (failing, "the model is damaged: failing@v2.0.0 is broken"),
        ]
            as [((any Predictor)?, String)]
        {
            let snapshot = try Small.snapshot(model)
            var state = EngineState(seed: 1, explorationSpent: 0.5)
            let error = #expect(throws: EngineError.self) {
                try Engine.decide(Small.request(constraints: constraints), with: snapshot, state: &state)
            }
            #expect(
                "\(try #require(error))"
                    == "\(limit) limits a prediction, but there is none (\(reason)); train a model or omit the limit"
            )
            #expect(state.explorationSpent == 0.5)
            #expect(state.breaker == CircuitBreaker())
            #expect(state.nextDraw == EngineState(seed: 1).nextDraw)
        }
    }

    @Test(arguments: [Double.nan, .infinity, -1, -.infinity])
    func `a limit that is no number from 0 is refused`(limit: Double) throws {
        let cost = #expect(throws: EngineError.self) { try self.decide(Constraints(maxCost: limit)) }
        #expect("\(try #require(cost))" == "maxCost is \(limit); a finite number from 0 is allowed")
        let time = #expect(throws: EngineError.self) { try self.decide(Constraints(maxTimeSeconds: limit)) }
        #expect("\(try #require(time))" == "maxTimeSeconds is \(limit); a finite number from 0 is allowed")
    }

    @Test func `nothing feasible is an outcome: nothing chosen, and which constraint removed how many`() throws {
        let decision = try self.decide(
            Constraints(maxCost: 0.15, only: ["provider": ["red"]]),
            unavailable: [Target.ID("b"): "down"]
        )
        #expect(decision.chosen == nil && decision.basis == nil && decision.confidence == nil)
        #expect(decision.propensity == nil && decision.chosenCandidate == nil)
        #expect(
            Explanation(decision, model: nil).sentences == [
                "No target is feasible for job.",
                "Excluded: availability removed 1 (b: not available: down); maxCost removed 1 (a: predicted cost 0.4 is "
                    + "above the limit 0.15); only.provider removed 2 (c: provider is blue, the request allows red).",
            ]
        )
    }

    @Test func `without any target nothing is chosen`() throws {
        var state = EngineState(seed: 1)
        for model in [FixedPredictor(), nil] as [(any Predictor)?] {
            let decision = try Engine.decide(
                Small.request(constraints: Constraints(only: ["any": ["x"]])),
                with: try Small.snapshot(model, targets: []),
                state: &state
            )
            #expect(decision.chosen == nil && decision.candidates.isEmpty)
            #expect(Explanation(decision, model: nil).sentences == ["No target is feasible for job."])
        }
    }
}
