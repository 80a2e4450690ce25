import Foundation
import Placement
import Testing

struct ObjectiveTests {
    @Test(arguments: [
        ("cost", 1.0, 0.0), ("time", 0, 1), ("cost*time", 1, 1), ("cost^0.7*time^0.3", 0.7, 0.3), ("cost^2", 2, 0),
        ("cost*time^0.5", 1, 0.5),
    ])
    func `an objective is spelled by its powers`(text: String, cost: Double, time: Double) throws {
        let objective = try #require(Objective(rawValue: text))
        #expect((objective.costExponent, objective.timeExponent) == (cost, time))
        #expect(objective.rawValue == text)
        #expect(Objective(costExponent: cost, timeExponent: time) == objective)
        #expect(try JSONDecoder().decode(Objective.self, from: JSONEncoder().encode(objective)) == objective)
    }

    @Test(arguments: [
        "", "cash", "cost*cost", "cost^0", "cost^-1", "cost^nan", "cost^101", "time*", "cost^", "*", "cost^1e999",
    ])
    func `what is no objective`(text: String) { #expect(Objective(rawValue: text) == nil) }

    @Test func `the order of the factors does not matter`() {
        #expect(Objective(rawValue: "time*cost") == .costTime)
    }

    @Test func `some power has to be above 0`() {
        #expect(Objective(costExponent: 0, timeExponent: 0) == nil)
        #expect(Objective(costExponent: .nan, timeExponent: 1) == nil)
    }
}
