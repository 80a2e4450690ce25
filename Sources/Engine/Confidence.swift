package import Placement
internal import RealModule
internal import Statistics

/// How sure a choice is, from predictions alone.
package enum Confidence {
    /// Points of the quadrature over the chosen target's own uncertainty, ±4 standard deviations.
    private static let points = 65
    /// Standard normal abscissae and their densities, up to a constant.
    private static let quadrature: [(z: Double, weight: Double)] = (0..<Self.points).map { point in
        let z = 8 * Double(point) / Double(Self.points - 1) - 4
        return (z, Double.exp(-z * z / 2))
    }
    /// Beyond so many standard deviations the normal distribution is 0 or 1 to the last bit: its tail is below half a
    /// unit in the last place of 1, 2⁻⁵⁴, which the tail beyond 8.3 is already.
    private static let certain = 8.5
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
    package static func ofBeingBest(
        chosen: Int,
        logValues: [Double],
        deviations: [Double],
        tolerance: Double
    ) -> Double {
        let own = max(deviations[chosen], 1e-6)
        let margin = Double.log(onePlus: tolerance)
        var rivals: [(logValue: Double, deviation: Double)] = []
        for index in logValues.indices where index != chosen {
            let deviation = max(deviations[index], 1e-6)
            guard logValues[index] - Self.reach * deviation < logValues[chosen] + Self.reach * own - margin
            else { continue }
            rivals.append((logValues[index], deviation))
        }
        guard !rivals.isEmpty else { return 1 }
        var weighted = 0.0
        var total = 0.0
        for (z, weight) in Self.quadrature {
            weighted += weight * Self.probability(below: rivals, at: logValues[chosen] + own * z - margin)
            total += weight
        }
        return weighted / total
    }

    /// Probability that one candidate's value is at most 1 + `tolerance` times that of another, when the logarithms of
    /// the values are independent normals.
    ///
    /// - Returns: 0 to 1.
    package static func ofBeingAsGood(
        _ chosen: Prediction,
        as other: Prediction,
        tolerance: Double
    ) -> Double {
        let deviation = Double.hypot(max(chosen.logValueDeviation, 1e-6), max(other.logValueDeviation, 1e-6))
        let margin = Double.log(onePlus: tolerance)
        return NormalDistribution.cumulative((other.logValue - chosen.logValue + margin) / deviation)
    }

    /// The probability that every rival lies above `value`.
    private static func probability(
        below rivals: [(logValue: Double, deviation: Double)],
        at value: Double
    ) -> Double {
        var probability = 1.0
        for rival in rivals {
            let distance = (value - rival.logValue) / rival.deviation
            if distance <= -Self.certain { continue }
            if distance >= Self.certain { return 0 }
            probability *= 1 - NormalDistribution.cumulative(distance)
            guard probability > 1e-12 else { break }
        }
        return probability
    }
}
