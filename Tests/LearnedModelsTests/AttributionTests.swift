import BerthTesting
import Domains
import Engine
import LearnedModels
import Placement
import RealModule
import Testing

/// What predictions are made of, computed by hand.
struct AttributionTests {
    private let mean = (SmallModel.slow + SmallModel.fast) / 2

    private func decision(_ model: LearnedModel, _ workload: Workload = Small.workload()) throws -> Decision {
        var state = EngineState(seed: 1)
        return try Engine.decide(Small.request(workload), with: try Small.snapshot(model), state: &state)
    }

    private func attributions(_ small: SmallModel, to candidates: [Int] = [0]) throws -> [Attribution] {
        let model = try small.loaded()
        return try model.attributions(of: try self.decision(model), to: candidates)
    }

    /// The amount of each part.
    private func parts(_ attribution: Attribution) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: attribution.parts.map { ($0.feature, $0.amount) })
    }

    private func sum(_ attribution: Attribution) -> Double {
        attribution.parts.reduce(attribution.baseline) { $0 + $1.amount }
    }

    @Test func `a split's feature speaks, and cost is time and the price against the candidates' mean`() throws {
        let all = try self.attributions(try SmallModel(), to: [0, 2])
        #expect(all.map(\.quantity) == [.time, .cost, .time, .cost])
        #expect(all.map(\.target.description) == ["a", "a", "c", "c"])
        let prices: [Double] = [1, 3, 8, 2]
        let meanPrice = prices.map { Double.log($0) }.reduce(0, +) / 4
        #expect(isClose(all[0].baseline, self.mean))
        #expect(all[0].parts.map(\.feature) == ["cores"])
        #expect(all[0].parts[0].value == 2)
        #expect(isClose(all[0].parts[0].amount, SmallModel.slow - self.mean))
        #expect(isClose(all[1].baseline, self.mean + meanPrice - Double.log(3600)))
        #expect(isClose(try #require(self.parts(all[3])[Attribution.hourlyPrice]), Double.log(8) - meanPrice))
        #expect(isClose(try #require(self.parts(all[3])["cores"]), SmallModel.fast - self.mean))
        #expect(all[3].parts.map(\.feature) == [Attribution.hourlyPrice, "cores"])
        #expect(isClose(self.sum(all[3]), Double.log(40.0 * 8 / 3600)))
    }

    @Test func `trees per quantity speak with the quantity`() throws {
        var small = try SmallModel()
        small.time = [
            SmallModel.member(left: 5, right: 6), SmallModel.member(left: 6, right: 6, quantity: "target.cores"),
        ]
        let time = try self.attributions(small)[0]
        let meanCores = [2.0, 8, 16, 4].map { Double.log($0) }.reduce(0, +) / 4
        let parts = self.parts(time)
        #expect(isClose(try #require(parts["target.cores"]), -(Double.log(2) - meanCores) / 2))
        #expect(isClose(try #require(parts["cores"]), -0.25))
        #expect(isClose(self.sum(time), (5 + 6 - Double.log(2)) / 2))
    }

    @Test func `trees for cost stand alone or correct the price, and success is on the scale of log-odds`() throws {
        var small = try SmallModel()
        small.cost = .trees([SmallModel.member(column: 1, threshold: 1, left: 0, right: 2)])
        small.success = Stump.model(
            [Stump(column: 2, threshold: 0.5, left: 1, right: 3)],
            columns: SmallModel.columns,
            objective: "binary sigmoid:1"
        )
        let all = try self.attributions(small)
        #expect(all.map(\.quantity) == [.time, .cost, .success])
        #expect(self.parts(all[1]) == ["size": 1])
        #expect(all[1].parts[0].value == 10)
        #expect(all[1].baseline == 1)
        #expect(all[2].parts.map(\.feature) == ["kind"])
        #expect(all[2].parts[0].value == "batch")
        #expect(isClose(all[2].baseline, 2) && isClose(all[2].parts[0].amount, -1))
        small.cost = .correction([SmallModel.member(column: 1, threshold: 1, left: 0, right: 2)])
        let corrected = try self.attributions(small)[1]
        #expect(Set(corrected.parts.map(\.feature)) == ["cores", "size", Attribution.hourlyPrice])
        #expect(isClose(self.sum(corrected), Double.log(100.0 / 3600) + 2))
    }

    @Test func `what the workload's own runs say is a part of its own`() throws {
        var small = try SmallModel()
        small.runs = (0..<20).map { Small.run("\($0)", on: 0, seconds: 7, minute: $0) }
        small.workloads["job"] = SmallModel.facts(timeLevel: 0, costLevel: 0, runs: 20)
        let model = try small.loaded()
        let decision = try self.decision(model)
        let time = try model.attributions(of: decision, to: [0])[0]
        let predicted = try #require(decision.candidates[0].prediction).timeSeconds.value
        #expect(predicted < 10)
        #expect(isClose(try #require(self.parts(time)[Attribution.runs]), Double.log(predicted / 100)))
        #expect(isClose(self.sum(time), Double.log(predicted)))
    }

    @Test func `of a random forest the mean of the trees is told`() throws {
        let two = Stump.model(
            [Stump(left: 1, right: 3), Stump(column: 1, threshold: 1, left: 4, right: 8)],
            columns: SmallModel.columns
        )
        let text = two.replacing("num_class=2", with: "num_class=1")
            .replacing("num_tree_per_iteration=2", with: "num_tree_per_iteration=1")
            .replacing("objective=regression\n", with: "objective=regression\naverage_output\n")
        var small = try SmallModel()
        small.time = [ModelArtifact.Member(modelText: text, quantity: nil)]
        let time = try self.attributions(small)[0]
        #expect(self.parts(time) == ["size": 1, "cores": -0.5])
        #expect(time.baseline == 4)
    }

    @Test func `a record of another model is refused, and a candidate without a prediction has nothing`() throws {
        let model = try SmallModel().loaded()
        var other = try SmallModel()
        other.program = try SmallModel(domain: try Small.domain { $0.replacing("cores:", with: "cpus:") }).program
        let decision = try self.decision(model)
        #expect(throws: PredictionError.self) { try other.loaded().attributions(of: decision, to: [0]) }
        // The memory of d is too small.
        let big = Workload(
            key: Workload.Key("big"),
            attributes: Small.workload().attributes.merging(["memory": 16]) { $1 }
        )
        let excluded = try self.decision(model, big)
        #expect(excluded.candidates[3].prediction == nil)
        #expect(try model.attributions(of: excluded, to: [3]).isEmpty)
        #expect(excluded.bestOther != 3 && excluded.bestOther != excluded.chosen)
    }

    @Test func `importance is the share of the gains, with the number of splits`() throws {
        var small = try SmallModel()
        small.time = [
            SmallModel.member(left: 5, right: 6), SmallModel.member(left: 6, right: 7, quantity: "target.cores"),
            SmallModel.member(column: 1, threshold: 1, left: 5, right: 6),
        ]
        small.cost = .correction([SmallModel.member(column: 2, threshold: 0.5, left: 0, right: 2)])
        small.selection = ModelArtifact.Selection(
            modelText: Stump.model(
                [Stump(column: 0, left: 1, right: 0), Stump(column: 2, left: 0, right: 1)],
                columns: 4,
                objective: "multiclass num_class:2"
            ),
            targets: [Target.ID("a"), Target.ID("b")]
        )
        let importances = try small.loaded().importances
        #expect(importances.map(\.quantity) == [.time, .cost, .selection])
        #expect(importances[0].features.map(\.name) == ["cores", "size"])
        #expect(importances[0].features.map(\.splits) == [2, 1])
        #expect(isClose(importances[0].features[0].gain, 2.0 / 3) && isClose(importances[0].features[1].gain, 1.0 / 3))
        #expect(importances[1].features.map(\.name) == ["kind"])
        #expect(importances[1].features.map(\.gain) == [1])
        #expect(importances[2].features.map(\.name) == ["size", "value of a"])
    }
}
