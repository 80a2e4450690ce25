import Testing

@testable import Forest

@Suite("Attributions")
struct AttributionTests {
    @Test(
        "are the Shapley values of the game",
        arguments: ["l2", "multiclass", "stumps", "zero_as_missing", "constant"]
    )
    func shapleyValues(_ name: String) throws {
        let fixture = Fixture(name)
        let forest = try fixture.forest().limited(toIterations: 2)
        let rows = try fixture.numbers("rows")
        for row in 0..<4 {
            let values = Array(rows[row * forest.featureCount..<(row + 1) * forest.featureCount])
            let expected = ReferenceAttribution.contributions(forest, values)
            for level in VectorLevel.available {
                let found = try forest.contributions(rows: values, count: 1, level: level)
                #expect(greatestDifference(found, expected) <= 1e-12, "\(level)")
            }
        }
    }

    @Test("sum to the raw score", arguments: Fixture.withContributions)
    func sums(_ fixture: Fixture) throws {
        let forest = try fixture.forest()
        let rows = try fixture.numbers("rows")
        let count = rows.count / forest.featureCount
        let shares = try forest.contributions(rows: rows, count: count)
        let width = forest.featureCount + 1
        let sums = stride(from: 0, to: shares.count, by: width).map { shares[$0..<$0 + width].reduce(0, +) }
        #expect(greatestDifference(sums, try fixture.numbers("raw")) <= 1e-9)
    }

    @Test("are refused for linear trees", arguments: ["linear", "linear_binary"])
    func linearTrees(_ name: String) throws {
        let forest = try Fixture(name).forest()
        #expect(forest.contributionRefusal == .linearTrees)
        let row = [Double](repeating: 0, count: forest.featureCount)
        #expect(throws: ForestInputError.linearTrees) { try forest.contributions(rows: row, count: 1) }
        #expect(ForestInputError.linearTrees.description.contains("linear"))
        #expect(ForestInputError.noRowCounts.description.contains("leaf_count"))
    }

    @Test("go along the decisions that scoring takes", arguments: Fixture.all)
    func decisions(_ fixture: Fixture) throws {
        let forest = try fixture.forest()
        let rows = try fixture.numbers("rows")
        let count = rows.count / forest.featureCount
        let leaves = try forest.leafIndices(rows: rows, count: count)
        for row in 0..<count {
            for (index, tree) in forest.trees.enumerated() {
                var child = tree.splits.isEmpty ? -1 : 0
                while child >= 0 {
                    let split = tree.splits[child]
                    let value = rows[row * forest.featureCount + split.feature]
                    child = ReferenceAttribution.goesLeft(split, value) ? split.left : split.right
                }
                #expect(~child == leaves[row * forest.treeCount + index])
            }
        }
    }
}

@Suite("Gauss-Legendre quadrature")
struct GaussLegendreTests {
    @Test("is exact for powers up to 2n − 1", arguments: [1, 2, 3, 4, 7, 8, 16, 40, 128])
    func exactness(_ count: Int) {
        let start = count * (count - 1)
        let table = GaussLegendre.table(upTo: count)
        #expect(table.count == count * (count + 1))
        for power in 0..<2 * count {
            let integral = (0..<count).reduce(0.0) { sum, index in
                let abscissa = table[start + index]
                return sum + table[start + count + index] * (0..<power).reduce(1.0) { product, _ in product * abscissa }
            }
            #expect(abs(integral - 1 / Double(power + 1)) < 1e-13, "power \(power)")
        }
        #expect(GaussLegendre.table(upTo: 0).isEmpty)
    }
}
