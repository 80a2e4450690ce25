#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Gauss-Legendre quadrature on (0, 1): with *n* points exact for polynomials of degree 2*n* − 1.
enum GaussLegendre {
    /// For each *n* from 1 to `most`: *n* abscissae, then *n* weights, starting at *n*(*n* − 1).
    static func table(upTo most: Int) -> [Double] {
        guard most > 0 else { return [] }
        return (1...most).flatMap { count in
            let points = Self.points(count)
            return points.map(\.abscissa) + points.map(\.weight)
        }
    }

    /// Roots of the Legendre polynomial by Newton's method from Tricomi's approximation, then moved from (−1, 1).
    private static func points(_ count: Int) -> [(abscissa: Double, weight: Double)] {
        (1...count).map { index in
            var root = cos(Double.pi * (Double(index) - 0.25) / (Double(count) + 0.5))
            var slope = 1.0
            for _ in 0..<64 {
                let value: Double
                (value, slope) = Self.legendre(count, root)
                let step = value / slope
                root -= step
                if abs(step) < 1e-16 { break }
            }
            (_, slope) = Self.legendre(count, root)
            return ((1 - root) / 2, 1 / ((1 - root * root) * slope * slope))
        }
    }

    /// The Legendre polynomial of a degree and its derivative, by the three-term recurrence.
    private static func legendre(_ degree: Int, _ x: Double) -> (value: Double, slope: Double) {
        var (before, value) = (1.0, x)
        for order in stride(from: 2.0, through: Double(degree), by: 1) {
            (before, value) = (value, ((2 * order - 1) * x * value - (order - 1) * before) / order)
        }
        return (value, Double(degree) * (x * value - before) / (x * x - 1))
    }
}
