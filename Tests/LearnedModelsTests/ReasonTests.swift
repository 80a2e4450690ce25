import BerthTesting
import Engine
import LearnedModels
import Placement
import RealModule
import Testing

@Suite struct ReasonTests {
    private func reasons(
        _ small: SmallModel,
        learning runs: [Run] = [],
        chosen: Int = 1,
        rival: Int = 0,
        objective: Objective
    ) throws -> [String: Double] {
        let model = try #require(try small.loaded().learning(from: runs) as? LearnedModel)
        let predicted = try model.predict(objective: objective)
        let reasons = model.reasons(
            for: Small.workload(),
            chosen: predicted[chosen],
            rival: predicted[rival],
            objective: objective
        )
        #expect(reasons.map { abs($0.logEffect) } == reasons.map { abs($0.logEffect) }.sorted(by: >))
        return Dictionary(uniqueKeysWithValues: reasons.map { ($0.about, $0.logEffect) })
    }

    @Test func `trees are explained by features and by the price, which together make the difference`() throws {
        let found = try self.reasons(try SmallModel(), objective: .costTime)
        #expect(found.keys.sorted() == ["cores", "price and size"])
        #expect(isClose(found["cores"] ?? 0, 2 * Double.log(0.4), 1e-9))
        #expect(isClose(found["price and size"] ?? 0, Double.log(3), 1e-9))
    }

    @Test func `trees of quantities count the quantity to price and size`() throws {
        var small = try SmallModel()
        small.time = [SmallModel.member(left: 5, right: 5, quantity: "target.cores")]
        let found = try self.reasons(small, objective: .time)
        #expect(found.keys.sorted() == ["price and size"])
        #expect(isClose(found["price and size"] ?? 0, Double.log(0.25), 1e-9))
    }

    @Test func `trees for cost are explained by their own features`() throws {
        var small = try SmallModel()
        small.cost = .trees([SmallModel.member(left: 1, right: 3)])
        let found = try self.reasons(small, objective: .cost)
        #expect(found.keys.sorted() == ["cores"])
        #expect(isClose(found["cores"] ?? 0, 2, 1e-9))
    }

    @Test func `two known pairs are compared by what was measured`() throws {
        let runs = [
            Small.run("1", on: 0, seconds: 60, minute: 1), Small.run("2", on: 1, seconds: 30, minute: 2),
            Small.run("3", on: 1, seconds: 30, succeeded: false, minute: 3),
        ]
        let found = try self.reasons(try SmallModel(), learning: runs, objective: .costTime)
        #expect(found.keys.sorted() == ["measured cost", "measured time", "success"])
        #expect(isClose(found["measured time"] ?? 0, Double.log(0.5), 1e-6))
        #expect(isClose(found["measured cost"] ?? 0, Double.log(1.5), 1e-6))
        #expect((found["success"] ?? 0) > 0)
    }

    @Test func `the grid is explained by how known workloads fared`() throws {
        let small = try SmallModel().withGrid()
        #expect(
            try self.reasons(small, chosen: 2, objective: .time).keys.sorted() == ["how known workloads fared on each"]
        )
        let runs = [Small.run("n", on: 0, seconds: 900, minute: 50)]
        #expect(
            try self.reasons(small, learning: runs, chosen: 2, objective: .time).keys.sorted()
                == ["this workload's other runs and how known workloads fared"]
        )
    }
}
