import Forest
import Testing

@Suite("Every model of the zoo gives LightGBM's answers")
struct ZooTests {
    @Test("the zoo is there")
    func zooIsThere() { #expect(Fixture.all.count >= 35) }

    @Test("raw scores are the same bits by every kernel, in batches and row by row", arguments: Fixture.all)
    func rawScores(_ fixture: Fixture) throws {
        let forest = try fixture.forest()
        let rows = try fixture.numbers("rows")
        let expected = try fixture.numbers("raw")
        let count = rows.count / forest.featureCount
        for kernel in forest.kernels {
            var batch = [Double](repeating: .nan, count: count * forest.outputCount)
            try forest.predictRaw(rows: rows, count: count, into: &batch, kernel: kernel)
            var single: [Double] = []
            for row in 0..<count {
                var scores = [Double](repeating: .nan, count: forest.outputCount)
                let values = Array(rows[row * forest.featureCount..<(row + 1) * forest.featureCount])
                try forest.predictRaw(rows: values, count: 1, into: &scores, kernel: kernel)
                single += scores
            }
            if forest.hasLinearTrees {
                #expect(greatestDifference(batch, expected) <= 1e-12, "\(kernel)")
            } else {
                #expect(differences(batch, expected) == [], "\(kernel)")
            }
            #expect(differences(single, batch) == [], "\(kernel)")
        }
    }

    @Test("outputs are LightGBM's to the last place", arguments: Fixture.all)
    func outputs(_ fixture: Fixture) throws {
        let forest = try fixture.forest()
        let rows = try fixture.numbers("rows")
        let count = rows.count / forest.featureCount
        var outputs = [Double](repeating: .nan, count: count * forest.outputCount)
        try forest.predict(rows: rows, count: count, into: &outputs)
        let tolerance = forest.hasLinearTrees ? 1e-12 : 1e-15
        #expect(greatestDifference(outputs, try fixture.numbers("outputs")) <= tolerance)
        let first = try forest.predict(row: Array(rows.prefix(forest.featureCount)))
        #expect(differences(first, Array(outputs.prefix(forest.outputCount))) == [])
    }

    @Test("rows reach LightGBM's leaves", arguments: Fixture.all)
    func leaves(_ fixture: Fixture) throws {
        let forest = try fixture.forest()
        let rows = try fixture.numbers("rows")
        let leaves = try forest.leafIndices(rows: rows, count: rows.count / forest.featureCount)
        #expect(leaves == (try fixture.numbers("leaves")).map { Int($0) })
    }

    @Test("contributions are within 1e-9, at every vector level", arguments: Fixture.withContributions)
    func contributions(_ fixture: Fixture) throws {
        let forest = try fixture.forest()
        let rows = try fixture.numbers("rows")
        let expected = try fixture.numbers("contributions")
        for level in VectorLevel.available {
            let found = try forest.contributions(rows: rows, count: rows.count / forest.featureCount, level: level)
            #expect(greatestDifference(found, expected) <= 1e-9, "\(level)")
        }
        let first = try forest.contributions(rows: Array(rows.prefix(forest.featureCount)), count: 1)
        #expect(greatestDifference(first, Array(expected.prefix(forest.contributionCount))) <= 1e-9)
    }

    @Test("split importances are those that LightGBM wrote into the file", arguments: Fixture.all)
    func importances(_ fixture: Fixture) throws {
        let forest = try fixture.forest()
        var declared = [Double](repeating: 0, count: forest.featureCount)
        for (index, name) in forest.featureNames.enumerated() {
            declared[index] = Double(forest.declaredImportances[name] ?? 0)
        }
        #expect(forest.importanceBySplit == declared)
        #expect(zip(forest.importanceByGain, declared).allSatisfy { ($0 > 0) == ($1 > 0) })
    }
}
