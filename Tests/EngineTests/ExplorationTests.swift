import BerthTesting
import Engine
import Placement
import Testing

@Suite struct ExplorationTests {
    private func policy(share: Double, budget: Double? = nil, strategy: Policy.Strategy = .hybrid) -> Policy {
        Policy(strategy: strategy, exploration: Exploration(share: share, budget: budget))
    }

    @Test(arguments: [0.02, 0.3, 1])
    func `propensities of the feasible sum to 1, and of the excluded are 0`(share: Double) throws {
        let snapshot = try Small.snapshot(FixedPredictor(), policy: self.policy(share: share))
        let constraints = Constraints(except: ["cores": ["4"]])
        var state = EngineState(seed: 3)
        let decision = try Engine.decide(Small.request(constraints: constraints), with: snapshot, state: &state)
        #expect(isClose(decision.candidates.map(\.propensity).reduce(0, +), 1))
        let explored = share / 3
        let expected = [explored, 1 - share + explored, explored, 0]
        #expect(zip(decision.candidates.map(\.propensity), expected).allSatisfy { isClose($0, $1) })
        #expect(decision.propensity == decision.chosenCandidate?.propensity)
    }

    /// 20,000 draws from seed 7: five standard deviations of a frequency are at most 5 √(0.25 / 20,000) = 0.018.
    @Test func `targets are drawn as often as their propensities say`() throws {
        let snapshot = try Small.snapshot(FixedPredictor(), policy: self.policy(share: 0.4))
        var state = EngineState(seed: 7)
        var counts = [0, 0, 0, 0]
        var propensities: [Double] = []
        for _ in 0..<20_000 {
            let decision = try Engine.decide(Small.request(), with: snapshot, state: &state)
            counts[try #require(decision.chosen)] += 1
            propensities = decision.candidates.map(\.propensity)
            #expect(decision.basis == (decision.chosen == 1 ? .model : .exploration))
        }
        for (count, propensity) in zip(counts, propensities) {
            #expect(abs(Double(count) / 20_000 - propensity) < 0.018)
        }
    }

    @Test func `what exploring costs is added up, and without budget left it stops`() throws {
        // b is chosen and predicted to cost 0.1; c costs 0.1 more, d 0.2 more and a 0.3 more.
        let snapshot = try Small.snapshot(FixedPredictor(), policy: self.policy(share: 1, budget: 0.5))
        var state = EngineState(seed: 5)
        var spent = 0.0
        for _ in 0..<200 {
            let decision = try Engine.decide(Small.request(), with: snapshot, state: &state)
            let open = decision.candidates.filter { ($0.prediction?.cost.value ?? 0) - 0.1 <= 0.5 - spent }
            #expect(decision.candidates.count { $0.propensity > 0 } == max(open.count, 1))
            #expect(decision.explorationSpent == spent)
            let cost = max(0, (decision.chosenCandidate?.prediction?.cost.value ?? 0) - 0.1)
            #expect(decision.explorationCost == cost)
            spent += cost
            #expect(state.explorationSpent == spent)
            #expect(spent <= 0.5)
        }
        #expect(spent > 0.4)
        let last = try Engine.decide(Small.request(), with: snapshot, state: &state)
        #expect(last.propensity == 1 && last.draws.isEmpty && last.basis == .model)
    }

    @Test(arguments: [
        (Policy(strategy: .hybrid, exploration: .off), FixedPredictor() as (any Predictor)?),
        (Policy(strategy: .model, exploration: Exploration(share: 1)), FixedPredictor()),
        (Policy(strategy: .rules, exploration: Exploration(share: 1)), FixedPredictor()),
        // Without predictions nobody knows what a draw costs, so that a budget forbids it.
        (Policy(strategy: .hybrid, exploration: Exploration(share: 1, budget: 100)), nil),
    ])
    func `nothing is drawn when exploring is off, not hybrid's, or beyond a budget`(
        policy: Policy,
        model: (any Predictor)?
    ) throws {
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            Small.request(),
            with: try Small.snapshot(model, policy: policy),
            state: &state
        )
        #expect(decision.propensity == 1)
        #expect(decision.draws.isEmpty)
        #expect(state.nextDraw == EngineState(seed: 1).nextDraw)
    }

    @Test func `one feasible target is chosen for sure`() throws {
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            Small.request(constraints: Constraints(only: ["cores": ["16"]])),
            with: try Small.snapshot(FixedPredictor(), policy: self.policy(share: 1)),
            state: &state
        )
        #expect(decision.propensity == 1 && decision.draws.isEmpty)
    }

    @Test func `without a model and a limit every feasible target may be tried`() throws {
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            Small.request(),
            with: try Small.snapshot(nil, policy: self.policy(share: 1)),
            state: &state
        )
        #expect(decision.candidates.map(\.propensity) == [0.25, 0.25, 0.25, 0.25])
    }
}
