import RealModule
import Statistics

/// ``Confidence`` without its shortcuts: slow and simple.
enum ReferenceConfidence {
    /// Points of the quadrature over the chosen target's own uncertainty, ±4 standard deviations.
    private static let points = 65
    /// Candidates farther than this many standard deviations above the best cannot change the answer.
    private static let reach = 6.0

    /// Probability that the chosen candidate's value is at most 1 + `tolerance` times the least of all candidates, when
    /// the logarithms of the values are independent normals.
    ///
    /// - Parameters:
    ///   - chosen: Index into both lists.
    ///   - logValues: Expected logarithms, finite.
    ///   - deviations: Standard deviations, not negative; those below 10⁻⁶ count as 10⁻⁶.
    /// - Returns: 0 to 1; 1 for the only candidate.
    /// - Complexity: O(*k*) in the number of candidates, about a microsecond each.
    static func ofBeingBest(
        chosen: Int,
        logValues: [Double],
        deviations: [Double],
        tolerance: Double
    ) -> Double {
        let own = max(deviations[chosen], 1e-6)
        let margin = Double.log(onePlus: tolerance)
        let rivals = logValues.indices.filter { index in
            index != chosen
                && logValues[index] - Self.reach * max(deviations[index], 1e-6)
                    < logValues[chosen] + Self.reach * own - margin
        }
        guard !rivals.isEmpty else { return 1 }
        var weighted = 0.0
        var total = 0.0
        for point in 0..<Self.points {
            let z = 8 * Double(point) / Double(Self.points - 1) - 4
            let weight = Double.exp(-z * z / 2)
            let value = logValues[chosen] + own * z - margin
            var probability = 1.0
            for rival in rivals where probability > 1e-12 {
                let distance = (value - logValues[rival]) / max(deviations[rival], 1e-6)
                probability *= 1 - NormalDistribution.cumulative(distance)
            }
            weighted += weight * probability
            total += weight
        }
        return weighted / total
    }
}
