internal import RealModule

/// Location and quantiles of a sample. Values must be finite; an empty sample has no summary and gives NaN.
package enum Summaries {
    /// The arithmetic mean; NaN for no values.
    package static func mean(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }

    /// - Parameter values: Positive.
    package static func geometricMean(_ values: [Double]) -> Double {
        Double.exp(self.mean(values.map { Double.log($0) }))
    }

    /// Sample variance with denominator *n* − 1; 0 for one value, NaN for none.
    package static func variance(_ values: [Double]) -> Double {
        guard values.count > 1 else { return values.isEmpty ? .nan : 0 }
        let mean = self.mean(values)
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }

    /// The middle value, or the mean of the two middle ones; NaN for no values.
    package static func median(_ values: [Double]) -> Double { self.quantile(values, 0.5) }

    /// Linear interpolation between order statistics (type 7, NumPy's and R's default).
    ///
    /// - Parameter level: From 0 to 1.
    /// - SeeAlso: R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician
    ///   50(4), 1996.
    package static func quantile(_ values: [Double], _ level: Double) -> Double {
        precondition((0...1).contains(level), "a quantile's level lies in [0, 1]")
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let position = Double(sorted.count - 1) * level
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
    }
}
