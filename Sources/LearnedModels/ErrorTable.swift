package import Placement
internal import RealModule
package import Statistics

/// How wrong predictions were on rows that the model had not learnt from, for one situation.
package struct ErrorTable: Sendable, Hashable, Codable {
    /// Radii of 90 % intervals of the logarithm of one run's time, from split conformal prediction.
    package let time: Radii
    /// The same of one run's cost.
    package let cost: Radii
    /// Standard deviation of the error of the logarithm of the objective's value, the error common to all targets of
    /// a workload taken out.
    package let valueDeviation: Double
    /// Turns the raw probability of a good choice into how often such choices were good; `nil` with too few decisions.
    package let calibration: IsotonicRegression?

    package init(time: Radii, cost: Radii, valueDeviation: Double, calibration: IsotonicRegression?) {
        self.time = time
        self.cost = cost
        self.valueDeviation = valueDeviation
        self.calibration = calibration
    }

    /// One radius a target with enough calibration rows, and one for all others.
    package struct Radii: Sendable, Hashable, Codable {
        /// The radius of targets without one of their own, in natural logarithms.
        package let pooled: Double
        /// By target id, in natural logarithms.
        package let byTarget: [String: Double]

        /// Calibration rows from which a target gets a radius of its own (`>=`).
        package static let leastRows = 30
        /// The share of runs that an interval is made to hold.
        package static let coverage = 0.9
        /// Without enough rows for any radius: a factor of ten either way.
        private static let unknown = 2.302585092994046

        package init(pooled: Double, byTarget: [String: Double]) {
            self.pooled = pooled
            self.byTarget = byTarget
        }

        /// - Parameter errors: Absolute errors of logarithms, by target.
        package init(_ errors: [Target.ID: [Double]]) {
            let all = errors.sorted { $0.key < $1.key }.flatMap(\.value)
            self.pooled = Conformal.radius(scores: all, coverage: Self.coverage) ?? all.max() ?? Self.unknown
            var byTarget: [String: Double] = [:]
            for (target, scores) in errors where scores.count >= Self.leastRows {
                byTarget[target.description] = Conformal.radius(scores: scores, coverage: Self.coverage)
            }
            self.byTarget = byTarget
        }

        /// The target's own radius, or the pooled one.
        package subscript(target: Target.ID) -> Double { self.byTarget[target.description] ?? self.pooled }
    }
}
