import Statistics
import Testing

/// Reference values: SciPy 1.17.1, scikit-learn 1.9.1 and NumPy 2.4.6, printed with `repr`.
@Suite struct StatisticsTests {
    static let sample = [3.1, -2.0, 7.5, 0.25, 4.0, 11.0, -1.5]

    @Test(arguments: zip([0, 0.1, 0.25, 0.5, 0.9, 1], [-2.0, -1.7, -0.625, 3.1, 8.900000000000002, 11.0]))
    func `quantiles are numpy.quantile's`(level: Double, expected: Double) {
        #expect(abs(Summaries.quantile(Self.sample, level) - expected) < 1e-14)
    }

    @Test func `mean, variance and geometric mean are SciPy's; an empty sample has none`() {
        #expect(abs(Summaries.variance(Self.sample) - 22.968690476190474) < 1e-12)
        #expect(abs(Summaries.geometricMean([0.5, 2, 8, 3]) - 2.213363839400643) < 1e-14)
        #expect(Summaries.median([]).isNaN && Summaries.mean([]).isNaN && Summaries.variance([]).isNaN)
        #expect(Summaries.variance([3]) == 0)
    }

    @Test func `the normal distribution is scipy.stats.norm`() {
        let expected = [0.0013498980316300933, 0.3085375387259869, 0.5, 0.8849303297782918, 0.9999999990134123]
        for (x, probability) in zip([-3, -0.5, 0, 1.2, 6], expected) {
            #expect(abs(NormalDistribution.cumulative(x) - probability) < 1e-15)
        }
        #expect(abs(NormalDistribution.density(1.2) - 0.19418605498321298) < 1e-15)
    }

    @Test(
        arguments: zip(
            [1, 3, 5, 10],
            [0.4666666666666667, 0.3585684523149659, 0.6539573475502107, 0.7040164803904544]
        )
    )
    func `NDCG is sklearn.metrics.ndcg_score of exponential gains`(depth: Int, expected: Double) {
        let ndcg = RankingMetrics.ndcg(
            labels: [3, 0, 2, 1, 0, 4],
            scores: [0.9, 0.8, 0.1, 0.7, 0.2, 0.3],
            depth: depth
        )
        #expect(abs(ndcg - expected) < 1e-12)
    }

    @Test func `NDCG without relevant candidates is 1, and the reciprocal rank 0`() {
        #expect(RankingMetrics.ndcg(labels: [0, 0], scores: [1, 2], depth: 5) == 1)
        #expect(RankingMetrics.ndcg(labels: [], scores: [], depth: 5).isNaN)
        #expect(RankingMetrics.reciprocalRank(labels: [0, 0], scores: [1, 2]) == 0)
        #expect(RankingMetrics.reciprocalRank(labels: [1, 0, 2], scores: [0.1, 0.9, 0.1]) == 0.5)
    }

    @Test func `isotonic regression is scikit-learn's`() {
        let fit = IsotonicRegression(
            inputs: [1, 2, 3, 4, 5, 6, 6, 8],
            outputs: [1, 3, 2, 2, 5, 4, 6, 3],
            weights: [1, 1, 2, 1, 1, 3, 1, 1]
        )
        let expected = [1.0, 1.0, 2.25, 2.25, 2.25, 4.333333333333333, 4.333333333333333, 4.333333333333333]
        for (input, output) in zip([0, 1, 2, 2.5, 4, 5, 6, 9], expected) {
            #expect(abs(fit.value(at: input) - output) < 1e-12)
        }
        #expect(abs(fit.value(at: 1.5) - 1.625) < 1e-12)
    }

    @Test func `the Cholesky factor, determinant and solution are NumPy's`() throws {
        let factor = try #require(Cholesky([4, 2, 0.6, 2, 5, 1.2, 0.6, 1.2, 3], size: 3))
        let expected = [2.0, 0.0, 0.0, 1.0, 2.0, 0.0, 0.3, 0.45, 1.6454482671904334]
        #expect(zip(factor.lower, expected).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(abs(factor.logDeterminant - 3.7686144221327895) < 1e-13)
        let solution = [0.5498614958448753, -0.7008310249307479, 0.33702677746999077]
        #expect(zip(factor.solve([1, -2, 0.5]), solution).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(Cholesky([1, 2, 2, 1], size: 2) == nil)
    }

    @Test func `a large factor multiplies back to its matrix`() throws {
        var generator = SeededGenerator(seed: 5)
        let size = 37
        let root = (0..<size * size).map { _ in generator.normal() }
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0..<size {
                for inner in 0..<size {
                    matrix[row * size + column] += root[row * size + inner] * root[column * size + inner]
                }
            }
            matrix[row * size + row] += 1
        }
        let factor = try #require(Cholesky(matrix, size: size))
        let right = (0..<size).map { _ in generator.normal() }
        let solution = factor.solve(right)
        for row in 0..<size {
            let product = (0..<size).reduce(0) { $0 + matrix[row * size + $1] * solution[$1] }
            #expect(abs(product - right[row]) < 1e-9)
        }
    }

    @Test func `a conformal radius is the rank the theorem names`() {
        let scores = (1...19).map(Double.init)
        #expect(Conformal.radius(scores: scores.reversed(), coverage: 0.9) == 18)
        #expect(Conformal.radius(scores: Array(scores.prefix(9)), coverage: 0.9) == 9)
        #expect(Conformal.radius(scores: Array(scores.prefix(8)), coverage: 0.9) == nil)
        #expect(Conformal.radius(scores: [], coverage: 0.9) == nil)
    }

    @Test func `conformal intervals cover as promised on a skewed distribution`() throws {
        var generator = SeededGenerator(seed: 11)
        func score() -> Double { let draw = generator.normal(); return draw * draw * draw * draw }
        var covered = 0
        for _ in 0..<400 {
            let radius = try #require(Conformal.radius(scores: (0..<50).map { _ in score() }, coverage: 0.9))
            for _ in 0..<10 where score() <= radius { covered += 1 }
        }
        // 4,000 draws in 400 groups: the standard error is below 0.006.
        #expect(abs(Double(covered) / 4000 - 46.0 / 51) < 0.02)
    }

    @Test func `calibration error is the gap between stated and observed`() {
        let probabilities = [Double](repeating: 0.8, count: 10)
        let outcomes = (0..<10).map { $0 < 5 }
        #expect(abs(Calibration.expectedError(probabilities: probabilities, outcomes: outcomes, bins: 1) - 0.3) < 1e-12)
        #expect(abs(Calibration.brierScore(probabilities: probabilities, outcomes: outcomes) - 0.34) < 1e-12)
        #expect(Calibration.expectedError(probabilities: [], outcomes: []).isNaN)
    }

    @Test func `percentage error leaves out rows whose actual value is 0`() {
        let error = RegressionMetrics.meanAbsolutePercentageError(actual: [2, 0, 4], predicted: [3, 9, 3])
        #expect(abs(error - 0.375) < 1e-15)
    }
}

@Suite struct SeededGeneratorTests {
    @Test func `the same seed draws the same, another seed or stream does not`() {
        var first = SeededGenerator(seed: 1)
        var second = SeededGenerator(seed: 1)
        var other = SeededGenerator(seed: 1, stream: "probes")
        let draws = (0..<4).map { _ in first.next() }
        #expect(draws == (0..<4).map { _ in second.next() })
        #expect(draws != (0..<4).map { _ in other.next() })
        // xoshiro256** seeded by SplitMix64(1), computed with the authors' public C code.
        #expect(draws[0] == 0xB3F2_AF6D_0FC7_10C5)
    }

    @Test func `draws are uniform, normal and without bias`() {
        var generator = SeededGenerator(seed: 3)
        let normals = (0..<20_000).map { _ in generator.normal() }
        #expect(abs(Summaries.mean(normals)) < 0.03)
        #expect(abs(Summaries.variance(normals) - 1) < 0.05)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[generator.index(below: 7)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 10_000) < 450 })
    }

    @Test func `a sample has distinct elements, and never more than there are`() {
        var generator = SeededGenerator(seed: 9)
        let sample = generator.sample(Array(0..<50), count: 20)
        #expect(Set(sample).count == 20)
        #expect(generator.sample([1, 2], count: 5).sorted() == [1, 2])
        var deck = Array(0..<52)
        generator.shuffle(&deck)
        #expect(deck != Array(0..<52) && deck.sorted() == Array(0..<52))
    }

    @Test func `FNV-1a gives the published values, and fractions spread`() {
        #expect(StableHash.of("") == 0xCBF2_9CE4_8422_2325)
        #expect(StableHash.of("foobar") == 0x85944171F73967E8)
        let fractions = (0..<1000).map { StableHash.fraction(of: "aws/m5.\($0)") }
        #expect(abs(Summaries.mean(fractions) - 0.5) < 0.03)
    }
}
