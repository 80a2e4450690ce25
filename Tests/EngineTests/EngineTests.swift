import BerthTesting
import Engine
import Foundation
import Placement
import Testing

@Suite struct EngineTests {
    @Test(arguments: Policy.Strategy.allCases)
    func `the same request, snapshot and state give the same record bit for bit, through JSON too`(
        strategy: Policy.Strategy
    ) throws {
        let policy = Policy(strategy: strategy, exploration: Exploration(share: 0.5))
        let snapshot = try Small.snapshot(FixedPredictor(), policy: policy)
        let constraints = Constraints(maxTimeSeconds: 35, except: ["provider": ["green", "x"]])
        for seed in UInt64(0)..<20 {
            var states = [EngineState(seed: seed), EngineState(seed: seed)]
            let first = try Engine.decide(Small.request(constraints: constraints), with: snapshot, state: &states[0])
            let second = try Engine.decide(Small.request(constraints: constraints), with: snapshot, state: &states[1])
            #expect(first == second)
            #expect(first == (try throughJSON(first)))
            #expect(states[0].explorationSpent == states[1].explorationSpent)
            #expect(states[0].nextDraw == states[1].nextDraw)
        }
    }

    @Test(arguments: [(Policy.Strategy.rules, "a"), (.model, "b"), (.hybrid, "b")])
    func `each strategy chooses its own way`(strategy: Policy.Strategy, chosen: String) throws {
        let policy = Policy(strategy: strategy, exploration: .off)
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            Small.request(),
            with: try Small.snapshot(FixedPredictor(), policy: policy),
            state: &state
        )
        #expect(decision.chosenCandidate?.target.id == Target.ID(chosen))
        #expect(decision.basis == (strategy == .rules ? .rules(rule: "least hourly price") : .model))
        #expect(decision.confidence == 0.9)
        #expect(decision.model == "fixed@v1.0.0")
        #expect(decision.programHash == "f00d")
        #expect(decision.propensity == 1)
        #expect(decision.draws.isEmpty)
    }

    @Test(arguments: [(0.7, 0.7, true), (0.7, 0.7.nextDown, false), (1, 1, true), (0, 0, true), (0.5, 0.9, true)])
    func `hybrid follows the model from the gate on`(gate: Double, sureness: Double, follows: Bool) throws {
        let policy = Policy(strategy: .hybrid, confidenceGate: gate, exploration: .off)
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            Small.request(),
            with: try Small.snapshot(FixedPredictor(sureness: sureness), policy: policy),
            state: &state
        )
        #expect(decision.basis == (follows ? .model : .lowConfidence(rule: "least hourly price")))
        #expect(decision.chosenCandidate?.target.id == Target.ID(follows ? "b" : "a"))
        #expect(decision.confidence == sureness)
    }

    @Test func `a strategy switches at run time, and a decision under way keeps the one it began with`() throws {
        let before = try Small.snapshot(FixedPredictor(), policy: Policy(strategy: .model, exploration: .off))
        let after = before.following(Policy(strategy: .rules))
        var state = EngineState(seed: 1)
        #expect(
            try Engine.decide(Small.request(), with: after, state: &state).basis
                == .rules(rule: "least hourly price")
        )
        #expect(try Engine.decide(Small.request(), with: before, state: &state).basis == .model)
        #expect(after.targets == before.targets)
    }

    @Test(arguments: [(Objective.cost, "c"), (.time, "b"), (.costTime, "b")])
    func `the request's objective goes before the domain's`(objective: Objective, chosen: String) throws {
        let model = FixedPredictor(costs: ["a": 3, "b": 2, "c": 1.5, "d": 4])
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            Small.request(objective: objective),
            with: try Small.snapshot(model),
            state: &state
        )
        #expect(decision.chosenCandidate?.target.id == Target.ID(chosen))
        #expect(decision.objective == objective)
    }

    @Test func `equally good targets are told apart by their id, whatever their order`() throws {
        let model = FixedPredictor(times: ["a": 10, "b": 10, "c": 10, "d": 10])
        for targets in [Small.targets, Small.targets.reversed()] {
            var state = EngineState(seed: 1)
            let decision = try Engine.decide(
                Small.request(),
                with: try Small.snapshot(model, targets: targets),
                state: &state
            )
            #expect(decision.chosenCandidate?.target.id == Target.ID("a"))
        }
    }

    @Test func `without a model the rules decide and the record says why`() throws {
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(Small.request(), with: try Small.snapshot(nil), state: &state)
        #expect(decision.basis == .modelUnavailable(reason: "no model is trained", rule: "least hourly price"))
        #expect(decision.model == nil && decision.programHash == nil && decision.confidence == nil)
        #expect(decision.candidates.allSatisfy { $0.prediction == nil && $0.features.values.isEmpty })
        let rules = try Small.snapshot(nil, policy: Policy(strategy: .rules))
        #expect(
            try Engine.decide(Small.request(), with: rules, state: &state).basis
                == .rules(rule: "least hourly price")
        )
    }

    @Test func `a workload attribute of the wrong kind is an error that names it`() throws {
        let workload = Workload(key: Workload.Key("w"), attributes: ["memory": "much"])
        let domain = try Small.domain { $0.replacing("(workload.memory >", with: "(workload.memory * 1 >") }
        var state = EngineState(seed: 1)
        let error = #expect(throws: EngineError.self) {
            try Engine.decide(
                Small.request(workload),
                with: try Small.snapshot(FixedPredictor(), domain: domain),
                state: &state
            )
        }
        let message = "\(try #require(error))"
        #expect(message.contains("workload.memory") && message.contains("much"))
    }

    @Test func `two targets of one id are refused`() throws {
        var state = EngineState(seed: 1)
        let twice = try Small.snapshot(FixedPredictor(), targets: Small.targets + [Small.targets[1]])
        let error = #expect(throws: EngineError.duplicateTarget(Target.ID("b"))) {
            try Engine.decide(Small.request(), with: twice, state: &state)
        }
        #expect("\(try #require(error))" == "two targets are called 'b'; every target needs its own id")
    }
}
