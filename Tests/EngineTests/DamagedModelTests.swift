import Domains
import Engine
import Features
import Foundation
import MultiTask
import Placement
import Testing

@Suite struct DamagedModelTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: String
        let damage: @Sendable (inout SmallModel) throws -> Void
    }

    private static let unreadable = ModelArtifact.Member(modelText: "tree\nversion=v4\n", quantity: nil)
    private static func wide(_ columns: Int) -> String { Stump.model([Stump(left: 0, right: 1)], columns: columns) }
    private static func twoClasses(columns: Int) -> String {
        Stump.model(
            [Stump(left: 0, right: 1), Stump(left: 1, right: 0)],
            columns: columns,
            objective: "multiclass num_class:2"
        )
    }

    static let damages = [
        Damage(testDescription: "no forest", reason: "time: no forest") { $0.time = [] },
        Damage(testDescription: "cut short", reason: "time: line ") { $0.time = [Self.unreadable] },
        Damage(testDescription: "no model at all", reason: "cost: line 1: this is not a LightGBM model") {
            $0.cost = .trees([ModelArtifact.Member(modelText: "hello", quantity: nil)])
        },
        Damage(testDescription: "too many columns", reason: "time: 6 features, the program makes 5") {
            $0.time = [ModelArtifact.Member(modelText: Self.wide(6), quantity: nil)]
        },
        Damage(testDescription: "too few columns in cost", reason: "cost: 4 features, the program makes 5") {
            $0.cost = .correction([ModelArtifact.Member(modelText: Self.wide(4), quantity: nil)])
        },
        Damage(testDescription: "too few columns in success", reason: "success: 3 features, the program makes 5") {
            $0.success = Self.wide(3)
        },
        Damage(testDescription: "a classifier of time", reason: "time: 2 outputs; 1 is allowed") {
            $0.time = [ModelArtifact.Member(modelText: Self.twoClasses(columns: 5), quantity: nil)]
        },
        Damage(testDescription: "a classifier of success", reason: "success: 2 outputs; 1 is allowed") {
            $0.success = Self.twoClasses(columns: 5)
        },
        Damage(testDescription: "a specialist's time", reason: "time of job: 7 features") {
            $0.specialists["job"] = ModelArtifact.Specialist(
                time: [ModelArtifact.Member(modelText: Self.wide(7), quantity: nil)],
                cost: nil
            )
        },
        Damage(testDescription: "a specialist's cost", reason: "cost of job: no forest") {
            $0.specialists["job"] = ModelArtifact.Specialist(time: $0.time, cost: [])
        },
        Damage(testDescription: "a quantity that is no expression", reason: "quantity: in 'target.cores +'") {
            $0.time[0] = ModelArtifact.Member(modelText: $0.time[0].modelText, quantity: "target.cores +")
        },
        Damage(testDescription: "an unreadable selection", reason: "selection: line ") {
            $0.selection = ModelArtifact.Selection(modelText: "tree", targets: [Target.ID("a")])
        },
        Damage(testDescription: "a class too many", reason: "selection: 2 classes for 3 targets") {
            $0.selection = ModelArtifact.Selection(
                modelText: Self.twoClasses(columns: 5),
                targets: ["a", "b", "c"].map { Target.ID($0) }
            )
        },
        Damage(testDescription: "a selection of other columns", reason: "selection: 3 features, the program makes 4") {
            $0.selection = ModelArtifact.Selection(
                modelText: Self.twoClasses(columns: 3),
                targets: ["a", "b"].map { Target.ID($0) }
            )
        },
        Damage(testDescription: "a grid of another likeness", reason: "grid: its kernel is for other target attributes")
        {
            $0 = try $0.withGrid()
            $0.domain = try Small.domain { $0.replacing("numbers: [target.cores, target.price]", with: "numbers: []") }
        },
        Damage(testDescription: "no price to multiply", reason: "cost: the domain declares no hourlyPrice") {
            $0.domain = try Small.domain { $0.replacing("hourlyPrice: target.price\n", with: "") }
        },
    ]

    @Test(arguments: Self.damages)
    func `a model whose parts do not fit is refused, and the part is named`(_ damage: Damage) throws {
        var small = try SmallModel()
        try damage.damage(&small)
        let artifact = small.artifact
        let error = #expect(throws: PredictionError.self) { try LearnedModel(artifact, domain: small.domain) }
        guard case .damagedModel(let problem) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem.hasPrefix(damage.reason))
        #expect("\(try #require(error))" == "the model is damaged: \(problem)")
    }

    private func changed(_ change: (String) -> String) throws -> ModelArtifact {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = try #require(
            String(data: try encoder.encode(try SmallModel().withGrid().artifact), encoding: .utf8)
        )
        let changed = change(text)
        #expect(changed != text)
        return try JSONDecoder().decode(ModelArtifact.self, from: Data(changed.utf8))
    }

    @Test func `another format is refused with what this release reads`() throws {
        let artifact = try self.changed { $0.replacing("\"format\":1", with: "\"format\":2") }
        #expect(throws: PredictionError.damagedModel("format 2; this release reads 1")) {
            try LearnedModel(artifact, domain: try Small.domain())
        }
    }

    @Test(arguments: [
        // Vocabularies that do not belong to the features, a transform of another kind of source, a kernel whose
        // parameters are not as many as it says.
        (#""vocabularies":[[],[],["batch","query"],[],[]]"#, #""vocabularies":[[]]"#),
        (#""transform":"hour""#, #""transform":"mean-time""#),
        (#""numberCount":2"#, #""numberCount":3"#),
    ])
    func `a file whose numbers contradict each other is not decoded`(part: String, damaged: String) throws {
        #expect(throws: DecodingError.self) { try self.changed { $0.replacing(part, with: damaged) } }
    }
}
