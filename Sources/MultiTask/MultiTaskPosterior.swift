internal import RealModule
package import Statistics

/// An arm in question for a task: one of the grid's, or a new one.
package struct QueriedArm: Sendable, Hashable {
    /// Its place in the grid, `nil` for an arm that the grid lacks.
    package let index: Int?
    /// What describes it: the kernel compares new arms by this.
    package let arm: Arm

    package init(index: Int?, arm: Arm) {
        self.index = index
        self.arm = arm
    }

    /// Arms of the grid are compared by their place, others by their descriptors, bit by bit: a missing number equals
    /// itself.
    package static func == (left: Self, right: Self) -> Bool {
        if left.index != nil || right.index != nil { return left.index == right.index }
        return left.arm.categories == right.arm.categories
            && left.arm.numbers.map(\.bitPattern) == right.arm.numbers.map(\.bitPattern)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.index)
        if self.index == nil { hasher.combine(self.arm.categories) }
    }
}

/// A value measured for the task in question.
package struct ArmObservation: Sendable, Hashable {
    /// Where it was measured.
    package let arm: QueriedArm
    /// Natural logarithm of the value.
    package let logValue: Double
    /// Variance of the measured logarithm, 0 for one that is exact.
    package let variance: Double

    package init(arm: QueriedArm, logValue: Double, variance: Double) {
        self.arm = arm
        self.logValue = logValue
        self.variance = variance
    }
}

/// What is known of one task's values after some measurements: a mixture of Gaussians that share their correlations.
package struct MultiTaskPosterior: Sendable {
    /// The arms in question; results are in their order.
    package let arms: [QueriedArm]
    private let weights: [Double]
    /// For each component its mean of each arm.
    private let means: [[Double]]
    private let squaredAmplitudes: [Double]
    /// Row-major covariance of the arms for amplitude 1.
    private let covariance: [Double]

    /// - Parameters:
    ///   - observations: May be empty.
    ///   - arms: The arms in question, observed ones included where they are.
    /// - Complexity: O(*s*³ + *s*²*k* + *s k*²) for *s* observations and *k* arms.
    package init(_ prior: MultiTaskPrior, observations: [ArmObservation], arms: [QueriedArm]) {
        let limit = observations.map(\.logValue).reduce(.infinity, min) + Double.log(MultiTaskPrior.valueCap)
        let observed = observations.map { prior.scaled($0.arm.arm) }
        let queried = arms.map { prior.scaled($0.arm) }
        let size = observations.count
        var measured = prior.kernel.matrix(of: observed, adding: MultiTaskPrior.levelVariance)
        for row in 0..<size {
            measured[row * size + row] += observations[row].variance
            for column in 0..<size where column != row && observations[row].arm == observations[column].arm {
                measured[row * size + column] = measured[row * size + row]
            }
        }
        // A covariance with a jitter on its diagonal is positive definite; what is left to fail is not a number.
        let factor = Self.factor(measured, size: size)
        let cross = queried.indices.map { query in
            factor.solveLower(
                observed.indices.map { row in
                    prior.kernel.value(
                        observed[row],
                        queried[query],
                        isSame: observations[row].arm == arms[query]
                    )
                        + MultiTaskPrior.levelVariance
                }
            )
        }
        var logWeights: [Double] = []
        var means: [[Double]] = []
        for component in prior.components {
            let gaps = observations.map { observation in
                min(observation.logValue, limit) - (observation.arm.index.map { component.mean[$0] } ?? 0)
            }
            let whitened = factor.solveLower(gaps)
            let square = whitened.reduce(0) { $0 + $1 * $1 }
            logWeights.append(
                component.logWeight - square / component.squaredAmplitude / 2
                    - Double(max(0, size - 1)) / 2 * Double.log(component.squaredAmplitude)
            )
            means.append(
                arms.indices.map { query in
                    (arms[query].index.map { component.mean[$0] } ?? 0)
                        + zip(cross[query], whitened).reduce(0) { $0 + $1.0 * $1.1 }
                }
            )
        }
        let greatest = logWeights.reduce(-.infinity, max)
        let weights = logWeights.map { Double.exp($0 - greatest) }
        let total = weights.reduce(0, +)
        var covariance = prior.kernel.matrix(of: queried, adding: MultiTaskPrior.levelVariance)
        for row in arms.indices {
            for column in 0...row {
                let explained = zip(cross[row], cross[column]).reduce(0) { $0 + $1.0 * $1.1 }
                covariance[row * arms.count + column] -= explained
                covariance[column * arms.count + row] = covariance[row * arms.count + column]
            }
        }
        self.arms = arms
        self.weights = weights.map { $0 / total }
        self.means = means
        self.squaredAmplitudes = prior.components.map(\.squaredAmplitude)
        self.covariance = covariance
    }

    /// Two measurements of one arm can make the matrix singular; the jitter that is then needed grows tenfold a try.
    private static func factor(_ matrix: [Double], size: Int) -> Cholesky {
        var jitter = 0.0
        while true {
            var trial = matrix
            for row in 0..<size { trial[row * size + row] += jitter }
            if let factor = Cholesky(trial, size: size) { return factor }
            precondition(jitter < 1e6, "a covariance that no jitter makes positive definite holds a NaN")
            jitter = max(1e-10, jitter * 10)
        }
    }

    /// Expected logarithm of each arm's value.
    package var logMeans: [Double] {
        self.arms.indices.map { arm in
            zip(self.weights, self.means).reduce(0) { $0 + $1.0 * $1.1[arm] }
        }
    }

    /// Standard deviation of each arm's logarithm, the task's level included.
    package var logDeviations: [Double] {
        let expected = self.logMeans
        return self.arms.indices.map { arm in
            var second = 0.0
            for component in self.weights.indices {
                let mean = self.means[component][arm]
                second +=
                    self.weights[component] * (self.squaredAmplitudes[component] * self.variance(of: arm) + mean * mean)
            }
            return max(second - expected[arm] * expected[arm], 1e-12).squareRoot()
        }
    }

    private func variance(of arm: Int) -> Double { max(self.covariance[arm * self.arms.count + arm], 1e-9) }

    /// Natural logarithm of each arm's expected value.
    package var logExpectations: [Double] {
        self.arms.indices.map { arm in
            let variance = self.variance(of: arm)
            let expectation = self.weights.indices.reduce(0) { sum, component in
                sum + self.weights[component]
                    * Double.exp(self.means[component][arm] + self.squaredAmplitudes[component] * variance / 2)
            }
            return Double.log(expectation)
        }
    }

    /// How much lower than `best` each arm's logarithm is expected to be, counting only what is lower.
    /// - SeeAlso: D. R. Jones, M. Schonlau and W. J. Welch, J. Global Optimization 13, 1998 (expected improvement).
    package func expectedImprovements(over best: Double) -> [Double] {
        self.arms.indices.map { arm in
            self.weights.indices.reduce(0) { sum, component in
                let deviation = (self.squaredAmplitudes[component] * self.variance(of: arm)).squareRoot()
                let gain = (best - self.means[component][arm]) / deviation
                return sum + self.weights[component] * deviation
                    * (gain * NormalDistribution.cumulative(gain) + NormalDistribution.density(gain))
            }
        }
    }

    /// For each arm how much variance of all arms together measuring it would take away, for amplitude 1.
    package var informationGains: [Double] {
        let count = self.arms.count
        return self.arms.indices.map { arm in
            let squares = (0..<count).reduce(0) { sum, other in
                let covariance = self.covariance[other * count + arm]
                return sum + covariance * covariance
            }
            return squares / max(self.covariance[arm * count + arm], 1e-9)
        }
    }

    /// Joint draws of the arms' logarithms; the components take their share of the draws in order.
    ///
    /// - Returns: `count` rows of one value an arm.
    package func draws(_ count: Int, using generator: inout SeededGenerator) -> [[Double]] {
        let size = self.arms.count
        var matrix = self.covariance
        for row in 0..<size { matrix[row * size + row] = self.variance(of: row) + 1e-9 }
        let lower = Self.factor(matrix, size: size).lower
        var component = 0
        var cumulated = self.weights[0]
        return (0..<count).map { draw in
            let level = (Double(draw) + 0.5) / Double(count)
            while cumulated < level, component < self.weights.count - 1 {
                component += 1
                cumulated += self.weights[component]
            }
            let normals = (0..<size).map { _ in generator.normal() }
            let amplitude = self.squaredAmplitudes[component].squareRoot()
            return (0..<size).map { row in
                var sum = 0.0
                for column in 0...row { sum += lower[row * size + column] * normals[column] }
                return self.means[component][row] + amplitude * sum
            }
        }
    }
}
