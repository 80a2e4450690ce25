internal import RealModule
internal import Statistics

extension ArmKernel {
    /// Degrees of freedom of the marginal t distribution: tasks differ in amplitude.
    private static let degreesOfFreedom = 4.0
    /// Weight of the prior that keeps the logarithms of the parameters near their centres.
    private static let ridge = 0.02
    private static let box = -8.0...3.0

    private static func priorCentre(numbers: Int, categories: Int) -> [Double] {
        [-1, -3] + [Double](repeating: -1, count: numbers + categories) + [Double](repeating: -3, count: numbers)
    }

    /// Fits the parameters to what the mean of the other groups leaves of each row, by the marginal likelihood of a
    /// multivariate t distribution and a pattern search over the logarithms.
    ///
    /// - Parameter residuals: One row a task, centred over its present cells; NaN is missing.
    /// - Complexity: Some hundreds of Cholesky factorisations of the size of the grid.
    static func fitted(to residuals: [[Double]], arms: [ScaledArm]) -> ArmKernel {
        let numbers = arms.first?.coordinates.count ?? 0
        let categories = arms.first?.categories.count ?? 0
        let centre = Self.priorCentre(numbers: numbers, categories: categories)
        // Rows with the same missing cells share one factorisation; their order is that of first appearance.
        var patterns: [(present: [Int], rows: [[Double]])] = []
        for row in residuals {
            let present = row.indices.filter { !row[$0].isNaN }
            let values = present.map { row[$0] }
            if let index = patterns.firstIndex(where: { $0.present == present }) {
                patterns[index].rows.append(values)
            } else {
                patterns.append((present, [values]))
            }
        }
        func loss(_ parameters: [Double]) -> Double {
            let kernel = ArmKernel(logParameters: parameters, numbers: numbers, categories: categories)
            var total = Self.ridge * zip(parameters, centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            for (present, rows) in patterns {
                // 1 is added to every entry: the level of a task is free.
                let matrix = kernel.matrix(of: present.map { arms[$0] }, adding: 1)
                guard let factor = Cholesky(matrix, size: present.count) else { return .infinity }
                total += Double(rows.count) * factor.logDeterminant / 2
                for row in rows {
                    let whitened = factor.solveLower(row)
                    let square = whitened.reduce(0) { $0 + $1 * $1 }
                    total +=
                        (Self.degreesOfFreedom + Double(row.count)) / 2
                        * Double.log(onePlus: square / Self.degreesOfFreedom)
                }
            }
            return total
        }
        let best = Self.patternSearch(from: centre, loss: loss)
        return ArmKernel(logParameters: best, numbers: numbers, categories: categories)
    }

    /// Tries each coordinate one step up, then one down, keeps what is better by 0.001, halves the step when a whole
    /// sweep brings nothing, and stops below 0.2.
    /// - SeeAlso: R. Hooke and T. A. Jeeves, J. ACM 8(2), 1961.
    private static func patternSearch(from start: [Double], loss: ([Double]) -> Double) -> [Double] {
        var best = start
        var bestLoss = loss(start)
        var step = 1.0
        while step > 0.2 {
            var isBetter = false
            for index in best.indices {
                for direction in [step, -step] {
                    var trial = best
                    trial[index] = min(max(trial[index] + direction, Self.box.lowerBound), Self.box.upperBound)
                    let trialLoss = loss(trial)
                    if trialLoss < bestLoss - 1e-3 {
                        best = trial
                        bestLoss = trialLoss
                        isBetter = true
                        break
                    }
                }
            }
            if !isBetter { step /= 2 }
        }
        return best
    }

    /// Row-major covariance of distinct arms, with `constant` added to every entry.
    func matrix(of arms: [ScaledArm], adding constant: Double) -> [Double] {
        var matrix = [Double](repeating: 0, count: arms.count * arms.count)
        for row in arms.indices {
            for column in 0...row {
                let value = self.value(arms[row], arms[column], isSame: row == column) + constant
                matrix[row * arms.count + column] = value
                matrix[column * arms.count + row] = value
            }
        }
        return matrix
    }
}
