import BerthTesting
import Domains
import Engine
import Features
import Foundation
import LearnedModels
import MultiTask
import Placement
import Statistics
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

    // MARK: Reading

    /// A model file with every part that a model can have.
    private static func whole() throws -> String {
        var small = try SmallModel().withGrid()
        small.cost = .correction([SmallModel.member(left: 0, right: 0.1, quantity: "target.cores")])
        small.specialists["job"] = ModelArtifact.Specialist(time: small.time, cost: small.time)
        small.specialists["task"] = ModelArtifact.Specialist(time: small.time, cost: nil)
        small.success = Self.wide(5)
        small.selection = ModelArtifact.Selection(
            modelText: Self.twoClasses(columns: 4),
            targets: ["a", "b"].map { Target.ID($0) }
        )
        return String(decoding: try small.bytes(), as: UTF8.self)
    }

    private func reading(_ change: (String) -> String) throws -> ModelArtifact {
        let text = try Self.whole()
        let changed = change(text)
        #expect(changed != text)
        return try ModelArtifact(reading: Array(changed.utf8))
    }

    @Test func `what was read is written as it stood`() throws {
        let text = try Self.whole()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let again = try encoder.encode(try ModelArtifact(reading: Array(text.utf8)))
        #expect(String(decoding: again, as: UTF8.self) == text)
    }

    @Test(arguments: [ModelArtifact.CostSource.hourlyPrice, .trees([SmallModel.member(left: 0, right: 1)])])
    func `every source of cost is read as it was written`(cost: ModelArtifact.CostSource) throws {
        var small = try SmallModel()
        small.cost = cost
        var again = small
        again.cost = try ModelArtifact(reading: small.bytes()).cost
        #expect(try again.bytes() == small.bytes())
    }

    @Test func `white space and members of later releases are passed over`() throws {
        _ = try self.reading { $0.replacing("{\"cells\":", with: " {\"added\" : [1, {}],\n \"cells\": ") }
        _ = try self.reading { $0.replacing("\"logTime\":", with: "\"added\":null,\"logTime\":") }
    }

    @Test func `another format is refused with what this release reads`() throws {
        #expect(throws: PredictionError.damagedModel("format 2; this release reads 1")) {
            try self.reading { $0.replacing("\"format\":1", with: "\"format\":2") }
        }
    }

    @Test(arguments: [
        // Vocabularies that do not belong to the features, a transform of another kind of source, a kernel whose
        // parameters are not as many as it says.
        (#""vocabularies":[[],[],["batch","query"],[],[]]"#, #""vocabularies":[[]]"#, "do not fit together"),
        (#""transform":"hour""#, #""transform":"mean-time""#, "do not fit together"),
        (#""numberCount":2"#, #""numberCount":3"#, "a kernel has two parameters"),
        (#""format":1,"#, "", "format"),
        (#""name":"small","#, "", "name"),
        (#"{"cells":"#, #"{"cell":"#, "the key 'cells' is missing"),
        (#""workloads":"#, #""workload":"#, "the key 'workloads' is missing"),
        (#"{"cells":"#, #"{"success":null,"cells":"#, "success: line 1: the key 'success' appears twice"),
        (#"{"cells":{"#, #"{"cells":{"known-0":{},"#, "cells: line 1: the key 'known-0' appears twice"),
        (#""logTime":"#, #""logtime":"#, "cells: line 1: the key 'logTime' is missing"),
        (#""logTime":"#, #""logTime":null,"b":"#, "cells: line 1: found 'null', expected a value"),
        (#""cost":{"correction":"#, #""cost":{"corrections":"#, "cost: line 1: the key 'trees' is missing"),
        (#""cost":{"correction":{"_0""#, #""cost":{"correction":{"_1""#, "cost: line 1: the key '_0' is missing"),
        (#""cost":{"#, #""cost":{"hourlyPrice":{},"#, "cost: line 1: the key 'cost' appears twice"),
        (#""selection":{"modelText":"#, #""selection":{"text":"#, "selection: line 1: the key 'modelText' is missing"),
        (#""family":"batch""#, #""family":1"#, "workloads: line 1: found '1', expected a string in quotes"),
        (#""runs":4,"stratum""#, #""runs":4.5,"stratum""#, "workloads: line 1: found '4.5', expected a whole number"),
    ])
    func `a file that is not whole, or contradicts itself, is refused with the part`(
        part: String,
        damaged: String,
        problem: String
    ) throws {
        let error = #expect(throws: PredictionError.self) {
            try self.reading { $0.replacing(part, with: damaged, maxReplacements: 1) }
        }
        let text = "\(try #require(error))"
        #expect(text.hasPrefix("the model is damaged: it cannot be read: ") && text.contains(problem), "\(text)")
    }

    @Test func `a file cut anywhere is refused`() throws {
        let text = Array(try Self.whole().utf8)
        for end in stride(from: 0, to: text.count, by: 13) {
            #expect(throws: PredictionError.self) { try ModelArtifact(reading: Array(text[..<end])) }
        }
    }

    @Test(arguments: 0..<4)
    func `no damage breaks the reader, and what is still read is refused or predicts`(seed: UInt64) throws {
        let text = Array(try Self.whole().utf8)
        let domain = try Small.domain()
        let pieces = ["", "0", "-1", "1e999", "null", "{", "}", "[", "\"", ",", "é", "\\u12"].map { Array($0.utf8) }
        var generator = SeededGenerator(seed: seed)
        var read = 0
        for _ in 0..<300 {
            var damaged = text
            let at = Int(generator.next() % UInt64(text.count))
            let end = min(text.count, at + Int(generator.next() % 4))
            damaged.replaceSubrange(at..<end, with: pieces[Int(generator.next() % UInt64(pieces.count))])
            guard let artifact = try? ModelArtifact(reading: damaged) else { continue }
            read += 1
            _ = try? LearnedModel(artifact, domain: domain).predict()
        }
        #expect(read > 0, "seed \(seed)")
    }
}
