import Foundation
import Testing

@testable import Forest

@Suite("A forest")
struct ForestTests {
    @Test("describes itself")
    func description() throws {
        let forest = try Forest(parsing: SmallModel().header("label_index", "3").text)
        #expect(forest.formatVersion == "v4")
        #expect(forest.objective == .regression(loss: .l2, onSquareRoots: false))
        #expect(forest.featureNames == ["size", "kind"])
        #expect(forest.featureInfos == [.range(minimum: -1, maximum: 4.5), .categories([0, 1, 2, 33])])
        #expect((forest.featureCount, forest.outputCount, forest.treeCount, forest.iterationCount) == (2, 1, 2, 2))
        #expect(forest.labelIndex == 3)
        #expect(!forest.averagesIterations)
        #expect(!forest.hasLinearTrees)
        #expect(forest.pandasCategories == "null")
        #expect(forest.importanceBySplit == [2, 1])
        #expect(forest.importanceByGain == [6, 2])
    }

    @Test("follows thresholds, missing values and categories")
    func decisions() throws {
        let forest = try Forest(parsing: SmallModel().text)
        // size ≤ 1.5 or missing → the set {0, 2, 33}; the second tree splits at −0.5 and sends missing right.
        let expected: [([Double], Double)] = [
            ([1.5, 0], 0.5 - 0.125), ([1.5, 1], -0.25 - 0.125), ([1.6, 0], 2 - 0.125), ([.nan, 2], 0.5 - 0.125),
            ([-0.5, 33], 0.5 + 0.125), ([-0.6, 34], -0.25 + 0.125), ([0, .nan], -0.25 - 0.125),
            ([0, -0.9], 0.5 - 0.125),
            ([0, -1], -0.25 - 0.125), ([0, 2.9], 0.5 - 0.125), ([0, 1e18], -0.25 - 0.125), ([0, 65], -0.25 - 0.125),
        ]
        for (row, score) in expected { #expect(try forest.predictRaw(row: row) == [score], "\(row)") }
    }

    @Test("refuses a row of another length and leaves the answer alone", arguments: [0, 1, 3])
    func wrongLength(_ length: Int) throws {
        let forest = try Forest(parsing: SmallModel().text)
        let row = [Double](repeating: 0, count: length)
        let refusal = ForestInputError.wrongLength(foundValues: length, rows: 1, features: 2)
        #expect(throws: refusal) { try forest.predict(row: row) }
        #expect(throws: refusal) { try forest.predictRaw(row: row) }
        #expect(throws: refusal) { try forest.contributions(rows: row, count: 1) }
        #expect(throws: refusal) { try forest.leafIndices(rows: row, count: 1) }
        var answer = [7.0]
        #expect(throws: refusal) { try forest.predict(rows: row, count: 1, into: &answer) }
        #expect(answer == [7])
        #expect(refusal.description == "found \(length) values for 1 row(s), allowed: 1 × 2 features")
    }

    @Test("refuses a count that no list can have")
    func overflow() throws {
        let forest = try Forest(parsing: SmallModel().text)
        #expect(throws: ForestInputError.self) { try forest.leafIndices(rows: [0, 0], count: .max) }
    }

    @Test("answers no rows with nothing")
    func noRows() throws {
        let forest = try Forest(parsing: SmallModel().text)
        var none: [Double] = []
        try forest.predict(rows: [], count: 0, into: &none)
        #expect(none == [])
        #expect(try forest.contributions(rows: [], count: 0) == [])
        #expect(try forest.leafIndices(rows: [], count: 0) == [])
    }

    @Test(
        "gives a row the same bits wherever it stands in a batch",
        arguments: ["l2", "multiclass", "leaves_600", "wide"]
    )
    func placeInBatch(_ name: String) throws {
        let fixture = Fixture(name)
        let forest = try fixture.forest()
        let rows = try fixture.numbers("rows")
        let raw = try fixture.numbers("raw")
        let known = rows.count / forest.featureCount
        for count in Array(1...20) + [63, 64, 65, 255, 256, 257, 300] {
            let many = (0..<count).flatMap { row in
                rows[row % known * forest.featureCount..<(row % known + 1) * forest.featureCount]
            }
            let expected = (0..<count).flatMap { row in
                raw[row % known * forest.outputCount..<(row % known + 1) * forest.outputCount]
            }
            for kernel in forest.kernels {
                var scores = [Double](repeating: .nan, count: expected.count)
                try forest.predictRaw(rows: many, count: count, into: &scores, kernel: kernel)
                #expect(differences(scores, expected) == [], "\(kernel) \(count)")
            }
        }
    }

    @Test("is answered alike by many threads at once")
    func threads() async throws {
        let fixture = Fixture("multiclass")
        let forest = try fixture.forest()
        let rows = try fixture.numbers("rows")
        let outputs = try fixture.numbers("raw")
        let shares = try fixture.numbers("contributions")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for repetition in 0..<20 {
                        let kernel = forest.kernels[(task + repetition) % forest.kernels.count]
                        var scores = [Double](repeating: 0, count: outputs.count)
                        let count = rows.count / forest.featureCount
                        try forest.predictRaw(rows: rows, count: count, into: &scores, kernel: kernel)
                        #expect(differences(scores, outputs) == [])
                    }
                    let found = try forest.contributions(rows: rows, count: rows.count / forest.featureCount)
                    #expect(greatestDifference(found, shares) <= 1e-9)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("is limited to its first iterations")
    func limited() throws {
        let fixture = Fixture("multiclass")
        let forest = try fixture.forest()
        let row = Array(try fixture.numbers("rows").prefix(forest.featureCount))
        let two = forest.limited(toIterations: 2)
        #expect((two.iterationCount, two.treeCount) == (2, 2 * forest.outputCount))
        var expected = [Double](repeating: 0, count: forest.outputCount)
        let leaves = try forest.leafIndices(rows: row, count: 1)
        for tree in 0..<two.treeCount {
            expected[tree % forest.outputCount] += forest.trees[tree].leafValues[leaves[tree]]
        }
        #expect(try two.predictRaw(row: row) == expected)
        #expect(forest.limited(toIterations: 100).treeCount == forest.treeCount)
    }

    @Test("reads what older versions and other savers leave out")
    func leniency() throws {
        let sparse = [
            "leaf_weight", "internal_value", "internal_weight", "split_gain", "leaf_count", "internal_count",
            "shrinkage",
        ]
        let model = sparse.reduce(SmallModel().header("version", "v2")) { $0.tree(0, $1, nil).tree(1, $1, "") }
            .tree(1, "shrinkage", "1").tree(1, "decision_type", nil)
        let text = model.text.replacing("end of trees\n\n", with: "").replacing("feature_", with: "feature_")
        let forest = try Forest(parsing: text)
        #expect(try forest.predictRaw(row: [1, 0]) == [0.375])
        #expect(forest.contributionRefusal == .noRowCounts)
        #expect(throws: ForestInputError.noRowCounts) { try forest.contributions(rows: [1, 0], count: 1) }
    }

    @Test("reads a model without trees")
    func noTrees() throws {
        let forest = try Forest(parsing: SmallModel(trees: []).text)
        #expect(try forest.predict(row: [1, 2]) == [0])
        #expect(try forest.contributions(rows: [1, 2], count: 1) == [0, 0, 0])
    }

    @Test("reads line breaks of two characters when no sizes are declared")
    func carriageReturns() throws {
        let text = SmallModel(treeSizes: "").text.replacing("tree_sizes=\n", with: "").replacing("\n", with: "\r\n")
        #expect(try Forest(parsing: text).predictRaw(row: [1, 0]) == [0.375])
    }

    @Test("sends missing values right where a threshold is infinite, as LightGBM writes 'missing or not'")
    func infiniteThreshold() throws {
        let forest = try Forest(parsing: SmallModel().tree(1, "threshold", "inf").text)
        for kernel in forest.kernels {
            var scores = [0.0, 0]
            try forest.predictRaw(rows: [.infinity, 1, .nan, 1], count: 2, into: &scores, kernel: kernel)
            #expect(scores == [2.125, -0.375], "\(kernel)")
        }
    }

    @Test("walks where a tree has more leaves than the vector kernels take")
    func manyLeaves() throws {
        let forest = try Forest(parsing: Self.chain(leaves: 5000))
        #expect(forest.kernels == [.walk])
        #expect(forest.fastestKernel(forRows: 1000) == .walk)
        #expect(try forest.predictRaw(row: [-1]) == [0])
        #expect(try forest.predictRaw(row: [2500.5]) == [2501])
        #expect(try forest.predictRaw(row: [1e9]) == [4999])
    }

    @Test("refuses attributions along endless paths")
    func endlessPaths() throws {
        let forest = try Forest(parsing: Self.chain(leaves: 300, features: 300))
        let refusal = ForestInputError.pathsTooLong(distinctFeatures: 256, branches: (1 << 20) + 64 * 300)
        #expect(forest.contributionRefusal == refusal)
        #expect(refusal.description.contains("at most 256 different features"))
        #expect(try Forest(parsing: Self.chain(leaves: 250, features: 250)).contributionRefusal == nil)
    }

    @Test("chooses a kernel that can serve the forest", arguments: Fixture.all)
    func fastestKernel(_ fixture: Fixture) throws {
        let forest = try fixture.forest()
        for count in [1, 8, 4096] { #expect(forest.kernels.contains(forest.fastestKernel(forRows: count))) }
        #expect(forest.hasLinearTrees == fixture.name.hasPrefix("linear"))
    }

    /// A tree that is one long path: leaf *i* holds rows up to *i*, and its value is *i*.
    private static func chain(leaves: Int, features: Int = 1) -> String {
        let splits = leaves - 1
        let tree = [
            "num_leaves=\(leaves)", "num_cat=0",
            "split_feature=\((0..<splits).map { String($0 % features) }.joined(separator: " "))",
            "threshold=\((0..<splits).map(String.init).joined(separator: " "))",
            "decision_type=\((0..<splits).map { _ in "8" }.joined(separator: " "))",
            "left_child=\((0..<splits).map { String(~$0) }.joined(separator: " "))",
            "right_child=\((0..<splits).map { String($0 + 1 < splits ? $0 + 1 : ~splits) }.joined(separator: " "))",
            "leaf_value=\((0..<leaves).map(String.init).joined(separator: " "))",
            "leaf_count=\((0..<leaves).map { _ in "1" }.joined(separator: " "))",
            "internal_count=\((0..<splits).map { String(leaves - $0) }.joined(separator: " "))",
        ]
        let names = (0..<features).map { "f\($0)" }.joined(separator: " ")
        let model = SmallModel(trees: [tree], tail: ["end of trees", "", "feature_importances:"]).header(
            "max_feature_idx",
            "\(features - 1)"
        )
        .header("feature_names", names)
        .header("feature_infos", [String](repeating: "none", count: features).joined(separator: " "))
        return model.text
    }
}
