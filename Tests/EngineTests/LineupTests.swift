import BerthTesting
import Engine
import Features
import Placement
import RealModule
import Resilience
import Testing

/// Who answers, who only looks on, and who decides for which workload.
@Suite struct LineupTests {
    private static let fast = FixedPredictor(modelID: "small@v2.0.0", times: ["a": 1, "b": 40, "c": 20, "d": 30])

    private func snapshot(
        _ lineup: Lineup<any Predictor>,
        policy: Policy = Policy(strategy: .model)
    ) throws -> ServingSnapshot {
        ServingSnapshot(
            domain: try Small.domain(),
            targets: Small.targets,
            lineup: lineup,
            policy: policy,
            history: RunStatistics()
        )
    }

    private func decide(
        _ name: String = "job",
        with snapshot: ServingSnapshot,
        state: inout EngineState,
        constraints: Constraints = .none
    ) throws -> Decision {
        try Engine.decide(
            Small.request(Small.workload(name), constraints: constraints),
            with: snapshot,
            state: &state
        )
    }

    // MARK: Arms

    private static let halves: [Experiment<any Predictor>.Arm] = [
        Experiment.Arm(name: "new model", share: 0.25, model: Self.fast),
        Experiment.Arm(name: "rules", share: 0.5, policy: Policy(strategy: .rules)),
    ]

    @Test func `an arm decides by its own model or policy, and stands in the record`() throws {
        let experiment = try Experiment(name: "test", arms: Self.halves)
        let snapshot = try self.snapshot(Lineup(primary: FixedPredictor(), experiment: experiment))
        var state = EngineState(seed: 1)
        var seen: [String: Int] = [:]
        for number in 0..<200 {
            let workload = Small.workload("w\(number)")
            let decision = try self.decide("w\(number)", with: snapshot, state: &state)
            let arm = experiment.arm(of: workload)
            #expect(decision.arm == arm.map { ExperimentArm(experiment: "test", name: $0.name) })
            seen[arm?.name ?? "", default: 0] += 1
            switch arm?.name {
            case "new model":
                #expect(decision.chosen == 0 && decision.model == "small@v2.0.0")
            case "rules":
                #expect(decision.basis == .rules(rule: "least hourly price") && decision.policy.strategy == .rules)
            default: #expect(decision.chosen == 1 && decision.model == "fixed@v1.0.0")
            }
        }
        #expect((30...70).contains(seen["new model"] ?? 0) && (75...125).contains(seen["rules"] ?? 0), "\(seen)")
        #expect((30...70).contains(seen[""] ?? 0))
    }

    @Test func `the same unit gets the same arm in every release`() throws {
        let experiment = try Experiment<String>(
            name: "test",
            arms: ["a", "b"].map { Experiment.Arm(name: $0, share: 0.4) }
        )
        let arms = (0..<12).map { experiment.arm(of: Small.workload("w\($0)"))?.name ?? "-" }
        #expect(arms.joined() == "bbaabaaa-bba")
        let other = try Experiment<String>(name: "other", arms: experiment.arms)
        #expect((0..<12).map { other.arm(of: Small.workload("w\($0)"))?.name ?? "-" } != arms)
    }

    @Test func `a unit may be an attribute`() throws {
        let experiment = try Experiment<String>(
            name: "test",
            unit: .attribute("kind"),
            arms: [Experiment.Arm(name: "a", share: 0.5)]
        )
        for kind in ["batch", "query", "stream", "report"] {
            let arms = Set((0..<9).map { experiment.arm(of: Small.workload("w\($0)", kind: kind))?.name })
            #expect(arms.count == 1)
        }
        let whole = try Experiment<String>(
            name: "test",
            unit: .attribute("nothing"),
            arms: [Experiment.Arm(name: "a", share: 1)]
        )
        #expect(whole.arm(of: Small.workload()) == nil, "who lacks the unit takes no part")
    }

    @Test func `when an arm's model fails the primary answers, and the breaker is the primary's alone`() throws {
        let experiment = try Experiment<any Predictor>(
            name: "test",
            arms: [Experiment.Arm(name: "a", share: 1, model: FailingPredictor())]
        )
        var state = EngineState(seed: 1)
        let snapshot = try self.snapshot(Lineup(primary: FixedPredictor(), experiment: experiment))
        for _ in 0..<9 {
            let conclusion = try Engine.conclude(Small.request(), with: snapshot, state: &state)
            #expect(conclusion.decision.model == "fixed@v1.0.0" && conclusion.isByStandIn)
            #expect(conclusion.decision.asked == ["failing@v2.0.0", "fixed@v1.0.0"])
        }
        #expect(!state.breaker.isOpen)
        let alone = try self.snapshot(Lineup(primary: FailingPredictor("failing@v1.0.0"), experiment: experiment))
        let decision = try self.decide(with: alone, state: &state)
        #expect(
            decision.basis
                == .modelUnavailable(
                    reason: "the model is damaged: failing@v2.0.0 is broken; the model that serves: the model is "
                        + "damaged: failing@v1.0.0 is broken",
                    rule: "least hourly price"
                )
        )
    }

    private static let refused: [(arms: [(String, Double)], fault: ExperimentFault)] = [
        ([], .noArms(experiment: "e")), ([("a", 0)], .share(arm: "a", 0)), ([("a", 1.5)], .share(arm: "a", 1.5)),
        ([("a", 0.75), ("b", 0.5)], .shares(total: 1.25)), ([("a", 0.1), ("a", 0.1)], .duplicateArm("a")),
        ([("", 0.1)], .namelessArm(experiment: "e")),
    ]

    @Test(arguments: Self.refused)
    func `an experiment that cannot be run is refused`(arms: [(String, Double)], fault: ExperimentFault) {
        #expect(throws: fault) {
            try Experiment<String>(name: "e", arms: arms.map { Experiment.Arm(name: $0.0, share: $0.1) })
        }
    }

    // MARK: Shadows

    @Test func `a shadow is recorded and never chooses; one that fails is told`() throws {
        let failing = FailingPredictor("failing@v3.0.0")
        let bare = try self.snapshot(Lineup(primary: FixedPredictor()))
        let watched = try self.snapshot(Lineup(primary: FixedPredictor(), shadows: [Self.fast, failing]))
        let only = Constraints(only: ["provider": ["red"]])
        var states = (EngineState(seed: 1), EngineState(seed: 1))
        let plain = try self.decide(with: bare, state: &states.0, constraints: only)
        let decision = try self.decide(with: watched, state: &states.1, constraints: only)
        #expect(decision.chosen == 1 && decision.chosen == plain.chosen && decision.candidates == plain.candidates)
        #expect(decision.asked == ["fixed@v1.0.0"] && states.0.nextDraw == states.1.nextDraw)
        #expect(decision.shadows.map(\.model) == ["small@v2.0.0", "failing@v3.0.0"])
        guard case .predicted(let predictions) = decision.shadows[0].answer else {
            Issue.record("the first shadow answers")
            return
        }
        #expect(predictions.map { $0?.timeSeconds.value } == [1, 40, nil, nil])
        #expect(decision.shadows[1].answer == .failed(reason: "the model is damaged: failing@v3.0.0 is broken"))
        for _ in 0..<9 { _ = try self.decide(with: watched, state: &states.1) }
        #expect(!states.1.breaker.isOpen && failing.calls == 10)
    }

    // MARK: Probabilities

    @Test func `following the model is compared with following the rules`() throws {
        var state = EngineState(seed: 1)
        // The model takes b at a cost of 0.1, the rules a at 0.4; both are off by a tenth.
        let decision = try self.decide(with: try self.snapshot(Lineup(primary: FixedPredictor())), state: &state)
        let own = try #require(decision.candidates[1].prediction)
        let ruled = try #require(decision.candidates[0].prediction)
        let probability = Confidence.ofBeingAsGood(own, as: ruled, tolerance: 0.05)
        #expect(decision.asGoodAsRules == probability && probability > 0.999_999)
        #expect(decision.nearBest == 0.9 && decision.confidence == 0.9)
        let back = Confidence.ofBeingAsGood(ruled, as: own, tolerance: 0.05)
        #expect(back < 1e-6)
        let same = try self.decide(
            with: try self.snapshot(Lineup(primary: FixedPredictor(times: ["a": 1]))),
            state: &state
        )
        #expect(same.asGoodAsRules == 1, "both take the same")
        let ruling = try self.snapshot(Lineup(primary: FixedPredictor()), policy: Policy(strategy: .rules))
        #expect(try self.decide(with: ruling, state: &state).asGoodAsRules == probability, "also where rules decide")
        let silent = try self.decide(with: try self.snapshot(.empty), state: &state)
        #expect(silent.asGoodAsRules == nil && silent.nearBest == nil && silent.asked == [])
    }
}
