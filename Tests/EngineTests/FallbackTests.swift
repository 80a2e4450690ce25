import BerthTesting
import Engine
import Placement
import Resilience
import Testing

@Suite struct FallbackTests {
    private func decide(
        _ model: any Predictor,
        previous: (any Predictor)? = nil,
        state: inout EngineState,
        at moment: Timestamp = Small.moment
    ) throws -> Decision {
        let request = DecisionRequest(id: Decision.ID("d"), at: moment, workload: Small.workload())
        return try Engine.decide(request, with: try Small.snapshot(model, previous: previous), state: &state)
    }

    @Test func `when the model fails, the version before answers`() throws {
        var state = EngineState(seed: 1)
        let decision = try self.decide(
            FailingPredictor(),
            previous: FixedPredictor(modelID: "fixed@v0.9.0"),
            state: &state
        )
        #expect(decision.model == "fixed@v0.9.0")
        #expect(decision.basis == .model)
    }

    @Test func `when both versions fail, the rules answer and the record holds both reasons`() throws {
        var state = EngineState(seed: 1)
        let decision = try self.decide(
            FailingPredictor(),
            previous: FailingPredictor("failing@v1.0.0"),
            state: &state
        )
        #expect(
            decision.basis
                == .modelUnavailable(
                    reason: "the model is damaged: failing@v2.0.0 is broken; the version before: the model is damaged: "
                        + "failing@v1.0.0 is broken",
                    rule: "least hourly price"
                )
        )
        #expect(decision.model == nil)
    }

    @Test func `after five failures the model is left alone, and after the pause it gets one trial`() throws {
        let model = FailingPredictor()
        var state = EngineState(seed: 1)
        for call in 1...5 {
            _ = try self.decide(model, state: &state)
            #expect(model.calls == call)
        }
        #expect(state.breaker.isOpen)
        let paused = try self.decide(model, state: &state)
        #expect(model.calls == 5)
        #expect(
            paused.basis
                == .modelUnavailable(
                    reason: "the model failed repeatedly and is paused",
                    rule: "least hourly price"
                )
        )

        // One microsecond short of the pause, then at it: the trial fails, and the pause begins anew.
        _ = try self.decide(model, state: &state, at: Small.moment.advanced(bySeconds: 29.999999))
        #expect(model.calls == 5)
        _ = try self.decide(model, state: &state, at: Small.moment.advanced(bySeconds: 30))
        #expect(model.calls == 6)
        _ = try self.decide(model, state: &state, at: Small.moment.advanced(bySeconds: 59))
        #expect(model.calls == 6)

        model.mend()
        let mended = try self.decide(model, state: &state, at: Small.moment.advanced(bySeconds: 60))
        #expect(mended.basis == .model)
        #expect(!state.breaker.isOpen)
        _ = try self.decide(model, state: &state, at: Small.moment.advanced(bySeconds: 60))
        #expect(model.calls == 8)
    }

    @Test func `a model is not asked when no target is left, and its breaker does not move`() throws {
        let model = FailingPredictor()
        var state = EngineState(seed: 1)
        let unavailable = Dictionary(uniqueKeysWithValues: Small.targets.map { ($0.id, "down") })
        let decision = try Engine.decide(
            Small.request(),
            with: try Small.snapshot(model, unavailable: unavailable),
            state: &state
        )
        #expect(decision.chosen == nil)
        #expect(model.calls == 0)
    }
}
