internal import RealModule
internal import Statistics

/// How far choices were from the best: the value of each chosen target ÷ that of the best one, 1 or more.
package struct Scores: Sendable, Hashable, Codable {
    /// Decisions in which there was a choice to judge.
    package let decisions: Int
    /// The arithmetic mean.
    package let mean: Double
    /// The geometric mean, which a few bad choices move less.
    package let geometricMean: Double
    /// The middle one.
    package let median: Double
    /// The 90 % quantile, interpolated.
    package let p90: Double
    /// The greatest one.
    package let worst: Double
    /// Share of the decisions that chose the best target, or one of equal value.
    package let exactShare: Double

    /// `nil` without decisions.
    init?(_ verdicts: [Verdict]) {
        let ratios = verdicts.map(\.normalized)
        self.init(
            expected: ratios,
            logarithms: ratios.map { Double.log($0) },
            exactShare: Double(verdicts.count(where: \.isExact)) / Double(max(1, verdicts.count))
        )
    }

    /// The expectation of a uniform choice: mean, geometric mean and exact share are exact over the candidates of each
    /// decision; median, 90 % quantile and worst are those of the decisions' expected ratios.
    init?(_ random: [RandomVerdict]) {
        self.init(
            expected: random.map(\.normalized),
            logarithms: random.map(\.logNormalized),
            exactShare: Summaries.mean(random.map(\.exactShare))
        )
    }

    private init?(expected ratios: [Double], logarithms: [Double], exactShare: Double) {
        guard let worst = ratios.max() else { return nil }
        self.decisions = ratios.count
        self.mean = Summaries.mean(ratios)
        self.geometricMean = Double.exp(Summaries.mean(logarithms))
        self.median = Summaries.median(ratios)
        self.p90 = Summaries.quantile(ratios, 0.9)
        self.worst = worst
        self.exactShare = exactShare
    }
}
