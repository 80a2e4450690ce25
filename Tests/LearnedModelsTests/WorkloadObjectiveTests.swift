import BerthTesting
import Domains
import Engine
import Features
import LearnedModels
import Placement
import Testing

/// The objective is the request's, else the policy's, else what the domain's powers give for the workload.
@Suite struct WorkloadObjectiveTests {
    private static func domain() throws -> Domain {
        try Small.domain {
            $0.replacing("objective: cost\n", with: "objective: {cost: workload.thrift, time: 1}\n")
        }
    }

    private static func workload(thrift: Value?) -> Workload {
        let plain = Small.workload()
        return Workload(
            key: plain.key,
            attributes: plain.attributes.merging(thrift.map { ["thrift": $0] } ?? [:]) { $1 }
        )
    }

    private static func decide(
        thrift: Value?,
        asked: Objective? = nil,
        weights: Objective? = nil
    ) throws -> (decision: Decision, model: LearnedModel, domain: Domain) {
        let domain = try Self.domain()
        let model = try SmallModel(domain: domain).withGrid().loaded()
        var state = EngineState(seed: 1)
        let decision = try Engine.decide(
            DecisionRequest(
                id: Decision.ID("1"),
                at: Small.moment,
                workload: Self.workload(thrift: thrift),
                objective: asked
            ),
            with: try Small.snapshot(
                model,
                policy: Policy(strategy: .model, exploration: .off, weights: weights),
                domain: domain
            ),
            state: &state
        )
        return (decision, model, domain)
    }

    @Test func `each workload is decided by its own powers, which stand in the record`() throws {
        let hurried = try Self.decide(thrift: 0).decision
        let thrifty = try Self.decide(thrift: 3).decision
        #expect(hurried.objective == .time)
        #expect(thrifty.objective == Objective(costExponent: 3, timeExponent: 1))
        for decision in [hurried, thrifty] {
            let values = decision.candidates.map { $0.prediction?.logValue ?? .infinity }
            #expect(decision.chosen == values.indices.min { values[$0] < values[$1] })
        }
        #expect(hurried.candidates.map(\.prediction?.logValue) != thrifty.candidates.map(\.prediction?.logValue))
    }

    @Test func `the request's objective wins, then the policy's weights`() throws {
        #expect(try Self.decide(thrift: 3, asked: .cost, weights: .time).decision.objective == .cost)
        #expect(try Self.decide(thrift: 3, weights: .costTime).decision.objective == .costTime)
        // Neither asks the workload.
        #expect(try Self.decide(thrift: nil, asked: .cost).decision.objective == .cost)
    }

    @Test func `a decision by a workload's own powers is computed again bit for bit`() throws {
        let (decision, model, domain) = try Self.decide(thrift: 0.3)
        let record = try throughJSON(decision)
        #expect(record.objective == Objective(costExponent: 0.3, timeExponent: 1))
        let again = try Engine.recompute(record, domain: domain, models: [model])
        #expect(again == decision)
        #expect(again.confidence?.bitPattern == decision.confidence?.bitPattern)
    }

    @Test func `a workload without an objective is refused`() throws {
        let error = #expect(throws: EngineError.self) { try Self.decide(thrift: nil) }
        #expect("\(try #require(error))".hasPrefix("objective: 'workload.thrift' is missing"))
    }
}
