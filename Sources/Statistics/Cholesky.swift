internal import RealModule

/// The lower triangular factor *L* of a symmetric positive definite matrix *A* = *L Lᵀ*.
package struct Cholesky: Sendable {
    /// Rows, and columns, of *A*.
    package let size: Int
    /// Row-major, `size` × `size`; above the diagonal 0.
    package let lower: [Double]

    /// - Parameter matrix: Row-major, `size` × `size`, symmetric; only the lower triangle is read.
    /// - Returns: `nil` when the matrix is not positive definite in floating point.
    /// - Complexity: O(*n*³ / 3).
    /// - SeeAlso: G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th ed., §4.2.
    package init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "a square matrix of the stated size")
        var lower = matrix
        let isDefinite = lower.withUnsafeMutableBufferPointer { cells in
            for row in 0..<size {
                for column in 0...row {
                    let sum =
                        cells[row * size + column]
                        - Self.dot(cells, row * size, column * size, count: column)
                    if row == column {
                        guard sum > 0, sum.isFinite else { return false }
                        cells[row * size + row] = sum.squareRoot()
                    } else {
                        cells[row * size + column] = sum / cells[column * size + column]
                    }
                }
                for column in (row + 1)..<max(size, row + 1) { cells[row * size + column] = 0 }
            }
            return true
        }
        guard isDefinite else { return nil }
        self.size = size
        self.lower = lower
    }

    /// Four running sums, so that the additions do not wait for each other; the order is fixed.
    private static func dot(
        _ cells: UnsafeMutableBufferPointer<Double>,
        _ left: Int,
        _ right: Int,
        count: Int
    ) -> Double {
        var sums = SIMD8<Double>.zero
        var index = 0
        while index + 8 <= count {
            var a = SIMD8<Double>.zero
            var b = SIMD8<Double>.zero
            for lane in 0..<8 {
                a[lane] = cells[left + index + lane]
                b[lane] = cells[right + index + lane]
            }
            sums += a * b
            index += 8
        }
        var sum = sums.sum()
        while index < count {
            sum += cells[left + index] * cells[right + index]
            index += 1
        }
        return sum
    }

    /// log |*A*|.
    package var logDeterminant: Double {
        2 * (0..<self.size).reduce(0) { $0 + Double.log(self.lower[$1 * self.size + $1]) }
    }

    /// *x* with *L x* = *b*.
    package func solveLower(_ right: [Double]) -> [Double] {
        precondition(right.count == self.size, "one entry a row")
        var solution = right
        for row in 0..<self.size {
            var sum = solution[row]
            for column in 0..<row { sum -= self.lower[row * self.size + column] * solution[column] }
            solution[row] = sum / self.lower[row * self.size + row]
        }
        return solution
    }

    /// *x* with *A x* = *b*.
    package func solve(_ right: [Double]) -> [Double] {
        var solution = self.solveLower(right)
        for row in stride(from: self.size - 1, through: 0, by: -1) {
            let value = solution[row] / self.lower[row * self.size + row]
            solution[row] = value
            for column in 0..<row { solution[column] -= self.lower[row * self.size + column] * value }
        }
        return solution
    }
}
