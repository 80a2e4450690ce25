import Foundation
import Testing
import Training

@Suite("Boosting parameters")
struct BoostingParametersTests {
    private static let valid = BoostingParameters(objective: .l2, rounds: 10, seed: 1)

    /// The faults of a change to valid parameters.
    private static func faults(_ change: (inout BoostingParameters) -> Void) throws -> [BoostingParameterError.Fault] {
        var parameters = Self.valid
        change(&parameters)
        let error = try #require(throws: BoostingParameterError.self) { try parameters.validate() }
        return error.faults
    }

    @Test("defaults are valid and lie in their ranges")
    func defaults() throws {
        try Self.valid.validate()
        for knob in BoostingKnob.all {
            #expect(knob.isAllowed(in: Self.valid), "\(knob.key)")
            if let value = knob.defaultValue { #expect(knob.value(in: Self.valid) == value, "\(knob.key)") }
        }
    }

    @Test("every number and switch is declared once as a knob")
    func knobsAreComplete() {
        let keys = BoostingKnob.all.map(\.key)
        #expect(Set(keys).count == keys.count)
        let scalars = Mirror(reflecting: Self.valid).children
            .filter { $0.value is Int || $0.value is Double || $0.value is Bool }
            .compactMap(\.label)
        #expect(scalars.sorted() == keys.sorted())
    }

    @Test("only rounds and seed have no default")
    func requiredKnobs() {
        #expect(BoostingKnob.all.filter { $0.defaultValue == nil }.map(\.key) == ["rounds", "seed"])
    }

    @Test("names every fault, its value and what is allowed")
    func allFaults() throws {
        let faults = try Self.faults {
            $0.leaves = 1
            $0.learningRate = 0
            $0.featureFraction = .nan
        }
        #expect(faults.map(\.field) == ["learningRate", "leaves", "featureFraction"])
        #expect(faults[0].value == "0.0")
        #expect(faults[0].allowed == "numbers above 0.0 and at most 10.0")
        #expect(faults[1].allowed == "whole numbers from 2 to 131072")
        #expect(
            BoostingParameterError(faults: [faults[1]]).description
                == "leaves is 1; allowed: whole numbers from 2 to 131072"
        )
    }

    @Test(
        "refuses values out of range",
        arguments: [
            ("rounds", "0"), ("rounds", "100001"), ("seed", "-1"), ("learningRate", "11"), ("leaves", "1"),
            ("maximumDepth", "-1"), ("minDataInLeaf", "-1"), ("minHessianInLeaf", "-0.1"), ("minGainToSplit", "inf"),
            ("featureFraction", "0"), ("baggingFraction", "1.1"), ("baggingFrequency", "-1"), ("lambdaL1", "-1"),
            ("lambdaL2", "nan"), ("maxBin", "1"), ("minDataInBin", "0"), ("minDataPerGroup", "0"),
            ("categorySmoothing", "-1"), ("categoryL2", "-1"), ("maxCategoryThreshold", "0"),
            ("maxCategoriesOneHot", "0"), ("earlyStoppingRounds", "-1"), ("earlyStoppingMinimumImprovement", "-1"),
            ("threads", "0"), ("linearTrees", "maybe"), ("leaves", "many"), ("learningRate", "fast"),
        ]
    )
    func outOfRange(key: String, text: String) throws {
        var parameters = Self.valid
        let error = try #require(throws: BoostingParameterError.self) { try parameters.set(key, to: text) }
        #expect(error.faults.map(\.field) == [key])
        #expect(error.faults.map(\.value) == [text])
        #expect(parameters == Self.valid)
    }

    @Test("sets a knob from text")
    func set() throws {
        var parameters = Self.valid
        try parameters.set("leaves", to: "15")
        try parameters.set("learningRate", to: "5e-2")
        try parameters.set("linearTrees", to: "true")
        #expect(parameters.leaves == 15)
        #expect(parameters.learningRate == 0.05)
        #expect(parameters.linearTrees)
    }

    @Test("suggests the nearest knob for an unknown key")
    func unknownKey() throws {
        var parameters = Self.valid
        let error = try #require(throws: BoostingParameterError.self) { try parameters.set("leafs", to: "15") }
        #expect(error.faults[0].allowed.hasPrefix("leaves (nearest name), or one of rounds, seed, "))
        let other = try #require(throws: BoostingParameterError.self) { try parameters.set("colour", to: "red") }
        #expect(other.faults[0].allowed.hasPrefix("one of rounds, seed, "))
    }

    @Test(
        "refuses objectives out of range",
        arguments: [
            (TreeObjective.huber(delta: 0), "objective.delta", "numbers above 0.0"),
            (.quantile(level: 1), "objective.level", "numbers above 0.0 and below 1.0"),
            (.tweedie(variancePower: 2), "objective.variancePower", "numbers at least 1.0 and below 2.0"),
            (.multiclass(classes: 1), "objective.classes", "whole numbers from 2 to 10000"),
            (.multiclassOneVersusAll(classes: 0), "objective.classes", "whole numbers from 2 to 10000"),
        ]
    )
    func objective(objective: TreeObjective, field: String, allowed: String) throws {
        let faults = try Self.faults { $0.objective = objective }
        #expect(faults.map(\.field) == [field])
        #expect(faults.map(\.allowed) == [allowed])
    }

    @Test("a random forest needs samples")
    func randomForest() throws {
        #expect(try Self.faults { $0.method = .randomForest }.map(\.field) == ["baggingFraction"])
        var bagged = Self.valid
        bagged.method = .randomForest
        bagged.baggingFraction = 0.5
        bagged.baggingFrequency = 1
        try bagged.validate()
        var byFeature = Self.valid
        byFeature.method = .randomForest
        byFeature.featureFraction = 0.5
        try byFeature.validate()
    }

    @Test("dart has ranges of its own and no early stopping")
    func dart() throws {
        let faults = try Self.faults {
            $0.method = .dart(dropRate: 1.5, maximumDropped: -1, skipProbability: -0.1)
            $0.earlyStoppingRounds = 5
        }
        let fields = ["method.dropRate", "method.maximumDropped", "method.skipProbability", "earlyStoppingRounds"]
        #expect(faults.map(\.field) == fields)
    }

    @Test("metrics are asked for once")
    func metrics() throws {
        #expect(try Self.faults { $0.metrics = [.l2, .l2] }.map(\.field) == ["metrics"])
    }

    @Test("ranking positions ascend from 1", arguments: [[], [0, 1], [3, 2], [5, 5]])
    func positions(positions: [Int]) throws {
        #expect(try Self.faults { $0.rankingPositions = positions }.map(\.field) == ["rankingPositions"])
    }

    @Test(
        "an extra parameter cannot bring others along",
        arguments: [["path_smooth": "1 seed=3"], ["a=b": "1"], ["": "1"], ["path_smooth": ""]]
    )
    func extra(extra: [String: String]) throws {
        let faults = try Self.faults { $0.extra = extra }
        #expect(faults.map(\.field) == extra.keys.map { "extra.\($0)" })
    }

    @Test("each objective has a metric, and JSON keeps every property")
    func codable() throws {
        var parameters = Self.valid
        parameters.objective = .quantile(level: 0.9)
        parameters.method = .dart(dropRate: 0.1, maximumDropped: 5, skipProbability: 0.5)
        parameters.extra = ["path_smooth": "1"]
        let data = try JSONEncoder().encode(parameters)
        #expect(try JSONDecoder().decode(BoostingParameters.self, from: data) == parameters)
        #expect(parameters.evaluatedMetrics == [.quantile])
        parameters.metrics = [.l1, .quantile]
        #expect(parameters.evaluatedMetrics == [.l1, .quantile])
    }

    @Test("metrics know their direction under the names that are reported")
    func direction() {
        #expect(BoostingMetric(reportedName: "ndcg@10") == .ndcg)
        #expect(BoostingMetric(reportedName: "unheard_of") == nil)
        let rising = BoostingMetric.allCases.filter(\.higherIsBetter)
        #expect(rising == [.auc, .averagePrecision, .multiclassAUC, .ndcg, .meanAveragePrecision])
    }
}
