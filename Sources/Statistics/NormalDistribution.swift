internal import RealModule

/// The standard normal distribution.
package enum NormalDistribution {
    /// P(Z ≤ x).
    package static func cumulative(_ x: Double) -> Double { 0.5 * Double.erfc(-x / 2.0.squareRoot()) }

    /// (2π)^−½ exp(−*x*² / 2).
    package static func density(_ x: Double) -> Double { Double.exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
}
