internal import RealModule

/// What the known tasks say about a new one, before and while it is measured on a few arms.
///
/// A new task's values are a row level plus one of several shapes (flat, the mean of the groups, or near one known
/// task), each with one of four amplitudes, plus a Gaussian process over the arms. Measurements shift weight to the
/// shapes and amplitudes that fit.
///
/// - SeeAlso: E. V. Bonilla, K. M. A. Chai and C. K. I. Williams, "Multi-task Gaussian Process Prediction", NIPS 2007;
///   for choosing configurations from few runs: O. Alipourfard et al., "CherryPick", NSDI 2017, and C.-J. Hsu et al.,
///   "Scout: An Experienced Guide to Find the Best Cloud Configuration", 2018.
package struct MultiTaskPrior: Sendable {
    /// Measurements above this factor × the best one of their task count as equally bad.
    static let valueCap = 3.0
    /// The same for the score that chooses without any measurement.
    private static let scoreCap = 2.0
    /// Prior variance of a task's level, in squared log units: practically free.
    static let levelVariance = 25.0
    /// Squared amplitudes of a task's own deviations, equally likely beforehand.
    private static let amplitudes = [1.0 / 16, 1.0 / 4, 1, 4]
    private static let flatWeight = 3.0
    private static let meanWeight = 1.0
    private static let knownTasksWeight = 1.0
    /// How much of a known task's deviation from the mean a task like it is expected to share.
    private static let sharedDeviation = 0.6
    /// More known tasks than this add nothing to the mixture but time; the first of each group are taken in turn.
    private static let knownTaskLimit = 64

    let grid: TaskGrid
    let kernel: ArmKernel
    let arms: [ScaledArm]
    private let scale: ArmScale
    private let robustScores: [Double]
    let components: [Component]

    /// One shape with one amplitude.
    struct Component: Sendable {
        let logWeight: Double
        /// One value an arm of the grid.
        let mean: [Double]
        let squaredAmplitude: Double
    }

    /// Learns the kernel from the grid.
    /// - Complexity: Some hundreds of Cholesky factorisations of the number of arms.
    package init(_ grid: TaskGrid) {
        let scale = ArmScale(grid.arms)
        let arms = grid.arms.map { ScaledArm(coordinates: scale.coordinates(of: $0), categories: $0.categories) }
        let centred = TwoWayEffects.centred(grid.capped(factor: Self.valueCap))
        self.init(
            grid: grid,
            kernel: .fitted(to: Self.residuals(centred, groups: grid.groups), arms: arms),
            scale: scale,
            arms: arms,
            centred: centred
        )
    }

    /// Restores a prior whose kernel was learnt before from the same grid.
    package init(_ grid: TaskGrid, kernel: ArmKernel) {
        let scale = ArmScale(grid.arms)
        let arms = grid.arms.map { ScaledArm(coordinates: scale.coordinates(of: $0), categories: $0.categories) }
        self.init(
            grid: grid,
            kernel: kernel,
            scale: scale,
            arms: arms,
            centred: TwoWayEffects.centred(grid.capped(factor: Self.valueCap))
        )
    }

    private init(grid: TaskGrid, kernel: ArmKernel, scale: ArmScale, arms: [ScaledArm], centred: [[Double]]) {
        self.grid = grid
        self.kernel = kernel
        self.scale = scale
        self.arms = arms
        self.components = Self.components(centred, rowsByGroup: grid.rowsByGroup)
        self.robustScores = Self.robustScores(grid.rows)
    }

    /// What the mean of the other groups leaves of each row.
    private static func residuals(_ centred: [[Double]], groups: [String]) -> [[Double]] {
        centred.indices.map { row in
            let others = centred.indices.filter { groups[$0] != groups[row] }
            let byGroup = Dictionary(grouping: others) { groups[$0] }.sorted { $0.key < $1.key }.map(\.value)
            let expected =
                others.isEmpty
                ? [Double](repeating: 0, count: centred[row].count)
                : TwoWayEffects.groupMean(centred, groups: byGroup)
            let residual = zip(centred[row], expected).map { $0 - $1 }
            let level = residual.presentMean
            return residual.map { $0 - level }
        }
    }

    private static func components(_ centred: [[Double]], rowsByGroup: [[Int]]) -> [Component] {
        let mean = TwoWayEffects.groupMean(centred, groups: rowsByGroup)
        var shapes = [(Self.flatWeight, mean.map { _ in 0.0 }), (Self.meanWeight, mean)]
        var taken = 0
        for rank in 0..<(rowsByGroup.map(\.count).max() ?? 0) {
            for group in rowsByGroup where rank < group.count && taken < Self.knownTaskLimit {
                let shape = zip(mean, centred[group[rank]]).map { mean, own in
                    own.isNaN ? mean : mean + Self.sharedDeviation * (own - mean)
                }
                shapes.append((Self.knownTasksWeight / Double(rowsByGroup.count) / Double(group.count), shape))
                taken += 1
            }
        }
        return shapes.flatMap { weight, mean in
            Self.amplitudes.map { Component(logWeight: Double.log(weight), mean: mean, squaredAmplitude: $0) }
        }
    }

    /// How much a missing cell, taken to be as the mean of all, counts beside a measured one.
    private static let missingWeight = 0.5

    /// For each arm of the grid how bad it was for the known tasks: the mean ratio to the task's best, at most 2 each.
    /// A missing cell counts half, as the grand mean. Lower is better.
    private static func robustScores(_ rows: [[Double]]) -> [Double] {
        let ratios = rows.map { row in
            let best = row.present.reduce(.infinity, min)
            return row.map { $0.isNaN ? .nan : min(Double.exp($0 - best), Self.scoreCap) }
        }
        let grandMean = ratios.flatMap(\.self).presentMean
        return (rows.first ?? []).indices.map { column in
            let measured = ratios.map { $0[column] }.present
            let missing = Self.missingWeight * Double(rows.count - measured.count)
            return (measured.reduce(0, +) + missing * grandMean) / (Double(measured.count) + missing)
        }
    }

    /// The kernel between arms, with its parameters as they were fitted to the grid.
    package var kernelParameters: ArmKernel { self.kernel }

    /// How bad an arm was for the known tasks, 1 (always the best) to 2; `nil` for an arm outside the grid.
    package func robustScore(of arm: Int?) -> Double? { arm.map { self.robustScores[$0] } }

    func scaled(_ arm: Arm) -> ScaledArm {
        ScaledArm(coordinates: self.scale.coordinates(of: arm), categories: arm.categories)
    }
}
