internal import RealModule

/// How good an order of candidates is.
package enum RankingMetrics {
    /// Normalised discounted cumulative gain at `depth`, with gains 2^label − 1 and discounts log₂(rank + 1), the
    /// definition of LightGBM's and scikit-learn's exponential form.
    ///
    /// - Parameters:
    ///   - labels: Relevance of each candidate, whole and not negative.
    ///   - scores: Higher ranks first; ties keep input order.
    /// - Returns: 0 to 1; 1 when no candidate is relevant, as LightGBM has it; NaN without candidates.
    /// - SeeAlso: C. Burges et al., "Learning to Rank using Gradient Descent", ICML 2005.
    package static func ndcg(labels: [Int], scores: [Double], depth: Int) -> Double {
        precondition(labels.count == scores.count, "one score a label")
        guard !labels.isEmpty else { return .nan }
        let ideal = self.gain(of: labels.sorted(by: >).prefix(depth))
        guard ideal > 0 else { return 1 }
        return self.gain(of: self.order(by: scores).prefix(depth).map { labels[$0] }) / ideal
    }

    /// One over the rank of the first relevant candidate (label above 0); 0 when there is none.
    package static func reciprocalRank(labels: [Int], scores: [Double]) -> Double {
        let rank = self.order(by: scores).firstIndex { labels[$0] > 0 }
        return rank.map { 1 / Double($0 + 1) } ?? 0
    }

    private static func order(by scores: [Double]) -> [Int] {
        scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
    }

    private static func gain(of labels: some Collection<Int>) -> Double {
        labels.enumerated().reduce(0) { sum, element in
            sum + (Double(1 << min(element.element, 62)) - 1) * Double.log(2) / Double.log(Double(element.offset + 2))
        }
    }
}
